import { InputError } from '../input/input-error.ts';
import type { FindNetworkAcl } from '../input/listing.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findAmong, readElsewhere, readFiles } from './files.ts';
import type { CheckInput } from './input.ts';
import { type CheckOptions, LIVE } from './options.ts';
import { toHubPlace } from './places.ts';

/**
 * Reads what is to be evaluated: files, or a region.
 *
 * @throws InputError if there is no network ACL, which usually is the wrong region, account or filter
 */
export async function readInput(options: CheckOptions, stderr: Terminal): Promise<CheckInput> {
  const { files, allowEmpty } = options;
  const input =
    files.length > 0
      ? await readFiles(options, await toElsewhere(options, stderr))
      : await readLive(options, stderr);
  const { networkAcls, unreadable, close } = input;
  if (networkAcls.length > 0 || (allowEmpty && unreadable.length === 0)) return input;
  close();
  if (unreadable.length > 0) throw new InputError(unreadable.map(({ reason }) => reason));
  const where = files.length > 0 ? files.join(', ') : 'EC2';
  throw new InputError(
    `${where}: no network ACL found. Wrong region, account or filter? --allow-empty accepts this`,
  );
}

async function toElsewhere(options: CheckOptions, stderr: Terminal): Promise<FindNetworkAcl> {
  const { networkAcls } = options;
  if (networkAcls === undefined) return () => undefined;
  if (networkAcls !== LIVE) return readElsewhere(networkAcls);
  const live = await readLive(options, stderr);
  live.close();
  return findAmong(live);
}

async function readLive(options: CheckOptions, stderr: Terminal): Promise<CheckInput> {
  const { organisation, regions, profiles } = options;
  return asInputError(async () => {
    if (organisation?.reads === 'members') {
      const { readMembers } = await import('./organisation/organisation.ts');
      return readMembers({ ...toHubPlace({ regions, profiles }), ...organisation }, stderr);
    }
    // The SDK takes a third of a second to load, and files do not need it.
    const { readPlaces } = await import('./live/read-places.ts');
    return readPlaces(options, stderr);
  });
}

/**
 * Runs what has a bundle of its own, with classes of its own.
 *
 * @throws InputError of this bundle in place of its own
 */
export async function asInputError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'InputError') throw error;
    throw new InputError(error.message.split('\n'), { cause: error });
  }
}

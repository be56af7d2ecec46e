import { noRegion, toAwsProblem } from '../../deployment/aws-problems.ts';
import { findRegion } from '../../deployment/find-region.ts';
import { type AwsSource, toClientSettings } from '../../input/aws-source.ts';
import { InputError } from '../../input/input-error.ts';
import type { UnreadableInput } from '../../input/listed-network-acl.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { CheckInput } from '../input.ts';
import type { CheckOptions } from '../options.ts';
import { toPlaces } from '../places.ts';
import { renderNumber } from '../reports/counts-text.ts';
import { listRegions } from './all-regions.ts';
import { createLog } from './exposure-reader.ts';
import { toLiveInput } from './live-input.ts';
import { showProgress } from './progress.ts';
import { type ReadRegion, readRegion } from './read-region.ts';

/**
 * Reads the network ACLs of every profile and region. Exposure is read later, and only for those that need it. A region
 * that cannot be read does not hide the others.
 *
 * @param stderr - gets the progress, if it is a terminal, and why exposure could not be read
 * @throws InputError with the reason where nothing can be read, such as missing credentials or permissions
 */
export async function readPlaces(
  { regions, profiles }: Pick<CheckOptions, 'regions' | 'profiles'>,
  stderr: Terminal,
): Promise<CheckInput> {
  const progress = showProgress(stderr);
  const log = createLog(stderr);
  const read: ReadRegion[] = [];
  const unreadable: UnreadableInput[] = [];
  try {
    const places = regions === 'all' ? await listAll(profiles) : toPlaces(regions, profiles);
    for (const [index, place] of places.entries()) {
      const onRead = (count: number) => progress.show(describe(place, count, index + 1, places.length));
      try {
        read.push(await readRegion(toClientSettings(place), onRead, log));
      } catch (error) {
        unreadable.push({
          file: place.region ?? 'EC2',
          networkAcl: undefined,
          reason: await toReason(error, place),
        });
      }
    }
  } finally {
    progress.end();
  }
  if (read.length === 0) throw new InputError(unreadable.map(({ reason }) => reason));
  return toLiveInput(read, unreadable);
}

async function listAll(profiles: readonly string[]): Promise<AwsSource[]> {
  const sources = toPlaces(undefined, profiles);
  const listed = sources.map(async source => {
    try {
      return (await listRegions(source)).map(region => ({ ...source, region }));
    } catch (error) {
      throw new InputError(await toReason(error, source), { cause: error });
    }
  });
  return (await Promise.all(listed)).flat();
}

/** `eu-west-1 of audit: 120 network ACLs read from EC2, 3 of 17 regions`. */
function describe({ region, profile }: AwsSource, count: number, index: number, all: number): string {
  const where = [region, profile && `of ${profile}`].filter(Boolean).join(' ');
  const many = all > 1 ? `, ${index} of ${all} regions` : '';
  return `${where ? `${where}: ` : ''}${renderNumber(count)} read from EC2${many}`;
}

/** In the words of doctor, on one line. */
async function toReason(error: unknown, source: AwsSource): Promise<string> {
  if (error instanceof InputError) return error.message;
  const { region, from } = (await findRegion(source)) ?? { region: undefined, from: '' };
  if (region === undefined) return `${noRegion().says} -> name one with --region`;
  const problem = toAwsProblem(error, { profile: source.profile, region, from });
  const reason = problem ? `${problem.says} -> ${problem.step}` : reasonOf(error);
  return `cannot read the network ACLs of ${region}: ${reason}`;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message.split('\n')[0] : String(error)) ?? '';
}

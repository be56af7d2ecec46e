import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import type { Attempt } from './creation.ts';
import { isListed } from './entry-identity.ts';
import type { ReviewContext } from './interfaces.ts';

/** Waits before reading back what was written: EC2's reads are eventually consistent. Milliseconds. */
const WAITS = [0, 250, 500, 1_000, 2_000];

/** The network ACL after an attempt to create entries, and what the read says about these. */
export interface ReadBack {
  readonly networkAcl: NetworkAcl;
  /** Confirmed by EC2 when they were created, or seen. */
  readonly created: readonly NetworkAclEntry[];
  /** Asked for, neither confirmed nor known to be absent. */
  readonly unsure: readonly NetworkAclEntry[];
  /** Whether all of them are listed. */
  readonly isSeen: boolean;
}

/** Reads until everything that was asked for is listed, or the waits are over. */
export async function readBack(
  before: NetworkAcl,
  attempt: Exclude<Attempt, { kind: 'gone' }>,
  hasTime: () => boolean,
  context: ReviewContext,
): Promise<ReadBack> {
  const unsure = attempt.kind === 'unsure' ? [attempt.unsure] : [];
  let networkAcl = before;
  let isSeen = false;
  for (const wait of WAITS) {
    if (wait > 0) await context.clock.wait(wait);
    networkAcl = (await readAgain(before.networkAclId, context)) ?? networkAcl;
    isSeen = [...attempt.created, ...unsure].every(entry => isListed(networkAcl, entry));
    if (isSeen || !hasTime()) break;
  }
  return {
    networkAcl,
    created: [...attempt.created, ...unsure.filter(entry => isListed(networkAcl, entry))],
    // Also where another entry has its number: a read that is behind may list one that was removed before.
    unsure: unsure.filter(entry => !isListed(networkAcl, entry)),
    isSeen,
  };
}

/** Undefined where the network ACL cannot be read now: the caller tries again, or uses what it has. */
export async function readAgain(
  networkAclId: string,
  { networkAcls, log }: ReviewContext,
): Promise<NetworkAcl | undefined> {
  const warn = (error: unknown) =>
    log({ level: 'WARN', message: 'could not read back', networkAclId, error });
  try {
    const read = (await networkAcls.read([networkAclId])).get(networkAclId);
    if (read?.kind === 'read') return read.networkAcl;
    if (read) warn(read.reason);
  } catch (error) {
    warn(String(error));
  }
  return undefined;
}

import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import type { CreateResult, ReviewContext } from './interfaces.ts';
import type { Failure } from './words/done.ts';

/** Milliseconds to wait before an attempt that was throttled is made again. */
const THROTTLE_WAITS = [1_000, 3_000];

/** What became of the entries of one plan. */
export type Attempt =
  | { readonly kind: 'created'; readonly created: readonly NetworkAclEntry[] }
  | { readonly kind: 'gone' }
  /** Another entry has the next rule number: the rest was not tried. */
  | { readonly kind: 'taken'; readonly created: readonly NetworkAclEntry[] }
  /** The next entry was not created: the rest was not tried. */
  | { readonly kind: 'failed'; readonly created: readonly NetworkAclEntry[]; readonly failure: Failure }
  /** EC2 does not say whether the last entry asked for exists. */
  | {
      readonly kind: 'unsure';
      readonly created: readonly NetworkAclEntry[];
      readonly unsure: NetworkAclEntry;
      readonly failure: Failure;
    };

/** Creates the entries in turn, up to the first that EC2 does not confirm. */
export async function createEntries(
  networkAclId: string,
  entries: readonly NetworkAclEntry[],
  hasTime: () => boolean,
  context: ReviewContext,
): Promise<Attempt> {
  const created: NetworkAclEntry[] = [];
  for (const entry of entries) {
    if (!hasTime()) return { kind: 'failed', created, failure: { kind: 'out-of-time' } };
    const result = await createOne(networkAclId, entry, context);
    switch (result.kind) {
      case 'created':
        created.push(entry);
        break;
      case 'gone':
        return { kind: 'gone' };
      case 'rule-number-taken':
        return { kind: 'taken', created };
      case 'throttled':
      case 'refused':
      case 'role-refused':
        return { kind: 'failed', created, failure: result };
      case 'unconfirmed':
        return { kind: 'unsure', created, unsure: entry, failure: result };
    }
  }
  return { kind: 'created', created };
}

/** Tries again where EC2 throttles, which it says before it does anything. */
async function createOne(
  networkAclId: string,
  entry: NetworkAclEntry,
  { networkAcls, clock, eventId }: ReviewContext,
): Promise<CreateResult> {
  for (const wait of THROTTLE_WAITS) {
    const result = await networkAcls.create(networkAclId, entry, eventId);
    if (result.kind !== 'throttled') return result;
    await clock.wait(wait);
  }
  return networkAcls.create(networkAclId, entry, eventId);
}

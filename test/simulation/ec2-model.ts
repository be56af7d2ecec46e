import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { identify } from '../../functions/review/entry-identity.ts';
import type { CreateResult, FoundNetworkAcl, NetworkAcls } from '../../functions/review/interfaces.ts';
import type { Calls, Invocation } from './faults.ts';
import { type RegionModel, STALENESS } from './region-model.ts';
import type { Story } from './story.ts';

export const HOME = { account: '123456789012', region: 'us-east-1', partition: 'aws' } as const;

/**
 * What goes wrong with a creation. `after`: the entry is created all the same. `retried`: the answer to the first attempt
 * was lost, and the SDK's second attempt meets the entry.
 */
const CREATION_FAULTS = [
  'throttled',
  'throttled-after',
  'refused',
  'lost',
  'lost-after',
  'retried',
  'crash',
  'crash-after',
] as const;
type CreationFault = (typeof CREATION_FAULTS)[number];

/** EC2 as one invocation meets it: reads can be behind, and answers to writes can be lost. */
export function toNetworkAcls(
  invocation: Invocation,
  region: RegionModel,
  calls: Calls,
  story: Story,
): NetworkAcls {
  let behindUntil = 0;
  /** What a read is behind stays so for the reads right after it: they meet the same copy. */
  const isBehind = (): boolean => {
    const { now } = calls.scheduler;
    if (calls.isBehind(invocation)) behindUntil = now + STALENESS;
    return now < behindUntil;
  };
  const read = (ids: readonly string[]): ReadonlyMap<string, FoundNetworkAcl> => {
    const found = ids.flatMap(id => {
      const networkAcl = isBehind() ? region.stale(id) : region.current(id);
      if (networkAcl) story.hasRead(invocation, networkAcl);
      return networkAcl ? [[id, { kind: 'read', networkAcl }] as const] : [];
    });
    return new Map(found);
  };
  return {
    ...HOME,
    read: ids => calls.make(invocation, 'reads network ACLs', 'RequestLimitExceeded', () => read(ids)),
    list: () =>
      calls.make(invocation, 'lists network ACLs', 'RequestLimitExceeded', () => ({
        networkAcls: read(region.ids),
      })),
    names: async () => new Map(),
    create: (id, entry) =>
      calls.makeWith(invocation, `creates ${identify(entry)}`, CREATION_FAULTS, fault =>
        create(id, entry, fault),
      ),
  };

  function create(id: string, entry: NetworkAclEntry, fault: CreationFault | undefined): CreateResult {
    const before = region.current(id);
    if (before === undefined) return { kind: 'gone' };
    const isAttempted = fault === undefined || fault === 'retried' || fault.endsWith('-after');
    const isCreated = isAttempted && region.add(id, entry);
    if (isCreated) story.hasWritten(invocation, before, entry);
    if (fault === 'crash-after') return calls.crash(invocation);
    return toResult(fault, isAttempted && !isCreated);
  }
}

/** As `functions/aws` understands EC2's answers: certain only after a first attempt. */
function toResult(fault: CreationFault | undefined, isTaken: boolean): CreateResult {
  switch (fault) {
    case 'throttled':
      return { kind: 'throttled' };
    case 'refused':
      return { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' };
    case 'throttled-after':
    case 'lost':
    case 'lost-after':
    case 'retried':
      return { kind: 'unconfirmed', code: 'RequestLimitExceeded' };
    default:
      return isTaken ? { kind: 'rule-number-taken' } : { kind: 'created' };
  }
}

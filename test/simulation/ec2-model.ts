import { toCreateResult } from '../../functions/aws/ec2-network-acls.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { identify } from '../../functions/review/entry-identity.ts';
import type { CreateResult, FoundNetworkAcl, NetworkAcls } from '../../functions/review/interfaces.ts';
import type { Calls, Invocation } from './faults.ts';
import type { RegionModel } from './region-model.ts';
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
/** After these EC2 does not say whether the entry exists. */
const UNCLEAR = ['lost-after', 'retried', 'throttled-after', 'lost'] as const;

/** EC2 as one invocation meets it: reads can be behind, and answers to writes can be lost. */
export function toNetworkAcls(
  invocation: Invocation,
  region: RegionModel,
  calls: Calls,
  story: Story,
  interfere: () => void,
): NetworkAcls {
  const { climate } = calls;
  let behindUntil = 0;
  let hasCreated = false;
  /** What a read is behind stays so for the reads right after it: they meet the same copy. */
  const isBehind = (): boolean => {
    const { now } = calls.scheduler;
    if (calls.isBehind(invocation) || (hasCreated && climate.strikes('unclear')))
      behindUntil = now + climate.staleness;
    return now < behindUntil;
  };
  const read = (ids: readonly string[]): ReadonlyMap<string, FoundNetworkAcl> => {
    const found = ids.flatMap(id => {
      const networkAcl = isBehind() ? region.stale(id, climate.staleness) : region.current(id);
      if (networkAcl) story.hasRead(invocation, networkAcl);
      return networkAcl ? [[id, { kind: 'read', networkAcl }] as const] : [];
    });
    return new Map(found);
  };
  const worsen = (): CreationFault | undefined => {
    if (climate.strikes('unclear')) return calls.choices.of(UNCLEAR);
    return climate.isThrottled(calls.scheduler.now) ? 'throttled' : undefined;
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
      calls.makeWith(
        invocation,
        `creates ${identify(entry)}`,
        { faults: CREATION_FAULTS, worsen, delay: climate.creationDelay() },
        fault => create(id, entry, fault),
      ),
  };

  function create(id: string, entry: NetworkAclEntry, fault: CreationFault | undefined): CreateResult {
    if (climate.strikes('race')) {
      interfere();
      // Two things that happen are never at the same moment.
      calls.scheduler.now += 1;
    }
    hasCreated = true;
    const before = region.current(id);
    if (before === undefined) return { kind: 'gone' };
    const isAttempted = fault === undefined || fault === 'retried' || fault.endsWith('-after');
    const isCreated = isAttempted && region.add(id, entry);
    if (isCreated) story.hasWritten(invocation, before, entry);
    if (fault === 'crash-after') return calls.crash(invocation);
    if (UNCLEAR.some(one => one === fault)) calls.doubts += 1;
    const error = toError(fault, isAttempted && !isCreated);
    return error ? toCreateResult(error) : { kind: 'created' };
  }
}

/** What the SDK throws after one attempt, or after a retry that the first attempt's lost answer led to. */
function toError(fault: CreationFault | undefined, isTaken: boolean): object | undefined {
  const answer = (name: string, httpStatusCode: number, attempts = 1) => ({
    name,
    $metadata: { httpStatusCode, attempts },
  });
  switch (fault) {
    case 'throttled':
      return answer('RequestLimitExceeded', 503);
    case 'refused':
      return answer('NetworkAclEntryLimitExceeded', 400);
    case 'throttled-after':
      return answer('RequestLimitExceeded', 503, 2);
    case 'retried':
      return answer('NetworkAclEntryAlreadyExists', 400, 2);
    case 'lost':
    case 'lost-after':
      return { name: 'TimeoutError', $metadata: { attempts: 1 } };
    default:
      return isTaken ? answer('NetworkAclEntryAlreadyExists', 400) : undefined;
  }
}

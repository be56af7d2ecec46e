import { id } from '../../functions/aws/exposure/resource.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { EntryRef } from '../../functions/coverage/network-acl-entry.ts';
import { toPossible, toUnknown } from './doubt.ts';
import type { InputNetworkAcl } from './listed-network-acl.ts';
import type { FindNetworkAcl } from './listing.ts';
import type { Rules } from './partial-rule.ts';

const NETWORK_ACL_ID = id('acl');

/**
 * A network ACL of which code has only some rules: whole where it is found, else without a verdict.
 *
 * @param named - its id, or the expression that gives it
 */
export function readFromElsewhere(
  named: string,
  before: Rules,
  after: Rules,
  find: FindNetworkAcl,
): Omit<InputNetworkAcl, 'muted'> {
  const networkAclId = NETWORK_ACL_ID.read(named) ?? '';
  const base = networkAclId === '' ? undefined : find(networkAclId);
  return base ? toWhole(base, before, after) : toPart(networkAclId, named, before, after);
}

function toWhole(base: NetworkAcl, before: Rules, after: Rules): Omit<InputNetworkAcl, 'muted'> {
  const others = base.entries.filter(
    entry => !includes(before.entries, entry) && !includes(after.entries, entry),
  );
  const entries = [...others, ...after.entries];
  return {
    networkAcl: { ...base, entries },
    unknown: after.doubts.map(toUnknown),
    possible: toPossible(entries, after.doubts),
    change: { before: base },
    code: undefined,
  };
}

function toPart(
  networkAclId: string,
  expression: string,
  before: Rules,
  after: Rules,
): Omit<InputNetworkAcl, 'muted'> {
  const place = { networkAclId, vpcId: '', subnetIds: [], inUse: true, tags: {} };
  const listed = after.entries.map(({ direction, ruleNumber }) => ({ direction, ruleNumber }));
  return {
    networkAcl: { ...place, entries: after.entries },
    unknown: [{ kind: 'rules', listed, expression }, ...after.doubts.map(toUnknown)],
    // The rules that are not here may let everything through.
    possible: [[], after.entries],
    change: { before: { ...place, entries: before.entries } },
    code: undefined,
  };
}

/** Whether one of the entries has the place of the other: its direction and number. */
export function includes(entries: readonly EntryRef[], wanted: EntryRef): boolean {
  return entries.some(
    ({ direction, ruleNumber }) => direction === wanted.direction && ruleNumber === wanted.ruleNumber,
  );
}

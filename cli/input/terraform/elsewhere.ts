import { id } from '../../../functions/aws/exposure/resource.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import type { CodeContext } from '../code.ts';
import { toPossible, toUnknown } from '../doubt.ts';
import type { ReadNetworkAcl } from '../listed-network-acl.ts';
import { includes } from './composed.ts';
import { type TerraformDocument, toMuted } from './document.ts';
import type { OwnedRules } from './owners.ts';
import { type Rules, toResourceRules } from './rules.ts';

const NETWORK_ACL_ID = id('acl');

/**
 * A network ACL of which a plan or state has only some rules: whole where it is found, else without a verdict.
 *
 * @param name - its id, or the expression that gives it
 * @throws ParseError for rules that EC2 would not take
 */
export function readElsewhere(
  name: string,
  owned: OwnedRules,
  document: TerraformDocument,
  { find }: CodeContext,
): ReadNetworkAcl {
  const networkAclId = NETWORK_ACL_ID.read(name) ?? '';
  const before = toResourceRules(owned.before, 'before', name, document.code);
  const after = toResourceRules(owned.after, 'after', name, document.code);
  const base = networkAclId === '' ? undefined : find(networkAclId);
  const [first] = [...owned.after, ...owned.before];
  const muted = first && toMuted(first, document);
  const read = base ? toWhole(base, before, after) : toPart(networkAclId, name, before, after);
  return { ...read, change: document.isPlan ? read.change : undefined, muted };
}

function toWhole(base: NetworkAcl, before: Rules, after: Rules): Omit<ReadNetworkAcl, 'muted'> {
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
): Omit<ReadNetworkAcl, 'muted'> {
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

import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import type { DoubtfulRule } from '../doubt.ts';
import { includes } from '../elsewhere.ts';
import { type Rules, toDoubtful } from '../partial-rule.ts';
import type { TerraformCode } from './code.ts';
import type { OwnedRules } from './owners.ts';
import type { Resource } from './resource.ts';
import { type Moment, toInlineRules, toResourceRules } from './rules.ts';

/**
 * All rules of a network ACL that a plan or state manages.
 *
 * @throws ParseError and InputError for rules that EC2 would not take
 */
export function composeRules(
  networkAcl: Resource,
  owned: OwnedRules,
  moment: Moment,
  code: TerraformCode,
): Rules {
  const inline = toInlineRules(networkAcl, moment, code);
  const own = toResourceRules(owned[moment], moment, networkAcl.address, code);
  // Where the code has no blocks, the provider lists what was there before, also rules of their own.
  const before = toResourceRules(owned.before, 'before', networkAcl.address, code).entries;
  const isStale = (entry: NetworkAclEntry) =>
    moment === 'after' && code.hasInline(networkAcl, entry.direction) !== true && includes(before, entry);
  const stays = inline.entries.filter(entry => !isStale(entry) && !includes(own.entries, entry));
  const perhaps = moment === 'after' ? toPerhaps(owned.perhaps, networkAcl.address, code) : [];
  return {
    entries: [...stays, ...own.entries],
    doubts: [...inline.doubts, ...own.doubts, ...perhaps],
  };
}

/** Of these rules it is not known to which network ACL they belong. */
function toPerhaps(rules: readonly Resource[], name: string, code: TerraformCode): DoubtfulRule[] {
  const there = rules.filter(({ after }) => after !== undefined);
  return [...new Set(there)].flatMap(rule => {
    const { entries, doubts } = toResourceRules([rule], 'after', name, code);
    const expression = code.expressionOf(rule, 'network_acl_id');
    const sure = entries.map(entry => toDoubtful(entry, expression));
    return [...sure, ...doubts];
  });
}

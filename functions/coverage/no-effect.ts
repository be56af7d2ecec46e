import { byRuleNumber, type EntryRef, type NetworkAclEntry } from './network-acl-entry.ts';
import { isShadowed, matchedPackets } from './shadowed.ts';
import { contains, overlaps } from './space/cidr-block.ts';
import { contains as containsPorts, overlaps as overlapsPorts } from './space/port-set.ts';

/**
 * Finds the deny entry because of which an allow that a change created never takes effect: it was put behind the deny by
 * mistake. An allow that repeats an earlier one as a whole is no mistake of this kind.
 *
 * @returns the rule number of the deny that decides first; undefined where the allow takes effect, or needs none
 */
export function findNoEffect(entries: readonly NetworkAclEntry[], created: EntryRef): number | undefined {
  const allow = entries.find(
    ({ direction, ruleNumber, action }) =>
      direction === created.direction && ruleNumber === created.ruleNumber && action === 'allow',
  );
  if (allow === undefined) return undefined;
  const earlier = entries
    .filter(({ direction, ruleNumber, cidrBlock }) => {
      const isTriedBefore = direction === allow.direction && ruleNumber < allow.ruleNumber;
      return isTriedBefore && cidrBlock.family === allow.cidrBlock.family;
    })
    .sort(byRuleNumber);
  if (earlier.some(other => repeats(allow, other)) || !isShadowed(allow, earlier)) return undefined;
  return earlier.find(other => other.action === 'deny' && meets(allow, other))?.ruleNumber;
}

/** Whether the other entry allows all of it already. */
function repeats(allow: NetworkAclEntry, other: NetworkAclEntry): boolean {
  const { protocol, cidrBlock } = allow;
  const hasPackets = containsPorts(matchedPackets(other, protocol), matchedPackets(allow, protocol));
  return other.action === 'allow' && contains(other.cidrBlock, cidrBlock) && hasPackets;
}

/** Whether the other entry matches some of its packets, too. */
function meets(allow: NetworkAclEntry, other: NetworkAclEntry): boolean {
  const { protocol, cidrBlock } = allow;
  const sharesPackets = overlapsPorts(matchedPackets(other, protocol), matchedPackets(allow, protocol));
  return overlaps(other.cidrBlock, cidrBlock) && sharesPackets;
}

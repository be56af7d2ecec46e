import { byRuleNumber, type EntryRef, type NetworkAclEntry } from './network-acl-entry.ts';
import { isShadowed, matchedPackets } from './shadowed.ts';
import { contains, overlaps } from './space/cidr-block.ts';
import {
  contains as containsPorts,
  EVERY_PORT,
  intersect,
  overlaps as overlapsPorts,
} from './space/port-set.ts';

/**
 * Finds the deny entry because of which an allow that a change created never takes effect: it was put behind the deny by
 * mistake. An allow that repeats an earlier one as a whole is no mistake of this kind, if that one takes effect there.
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
  const before = (other: NetworkAclEntry) => earlier.slice(0, earlier.indexOf(other));
  const isRepeated = earlier.some(other => repeats(allow, other) && !isShadowed(allow, before(other)));
  if (isRepeated || !isShadowed(allow, earlier)) return undefined;
  const denies = earlier.filter(other => other.action === 'deny' && meets(allow, other));
  return denies.find(deny => !isShadowed(toCommon(allow, deny), before(deny)))?.ruleNumber;
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

/** An entry for the packets that both match, which are some. */
function toCommon(allow: NetworkAclEntry, deny: NetworkAclEntry): NetworkAclEntry {
  const { protocol } = allow;
  const [allowed, denied] = [matchedPackets(allow, protocol), matchedPackets(deny, protocol)];
  const [portRange = EVERY_PORT] = intersect(allowed, denied);
  const cidrBlock = contains(deny.cidrBlock, allow.cidrBlock) ? allow.cidrBlock : deny.cidrBlock;
  // Types and codes of ICMP are the same, or those of one entry are among those of the other.
  return { ...(containsPorts(denied, allowed) ? allow : deny), protocol, portRange, cidrBlock };
}

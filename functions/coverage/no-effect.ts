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
 * mistake. An allow that earlier ones repeat as a whole, all of which take effect there, is no mistake of this kind.
 *
 * @returns the rule number of the deny that decides first; undefined where the allow takes effect, or needs none
 */
export function findNoEffect(entries: readonly NetworkAclEntry[], created: EntryRef): number | undefined {
  const allow = entries.find(
    ({ direction, ruleNumber, action }) =>
      direction === created.direction && ruleNumber === created.ruleNumber && action === 'allow',
  );
  if (allow === undefined) return undefined;
  // Mutants survive that let in more: it and later entries decide nothing more, and the other family meets nothing.
  const earlier = entries
    .filter(({ direction }) => direction === allow.direction)
    .filter(({ ruleNumber }) => ruleNumber < allow.ruleNumber)
    .filter(({ cidrBlock }) => cidrBlock.family === allow.cidrBlock.family)
    .sort(byRuleNumber);
  if (!isShadowed(allow, earlier)) return undefined;
  const deciding = findDeciding(allow, earlier);
  const isRepeated = isShadowed(allow, deciding.filter(isAllow));
  // Stryker disable next-line OptionalChaining: where allows do not repeat it, a deny decides
  return isRepeated ? undefined : deciding.find(other => !isAllow(other))?.ruleNumber;
}

function isAllow({ action }: NetworkAclEntry): boolean {
  return action === 'allow';
}

/** The earlier entries that decide some of its packets, by rule number. */
function findDeciding(allow: NetworkAclEntry, earlier: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  return earlier.filter(
    (other, index) => meets(allow, other) && !isShadowed(toCommon(allow, other), earlier.slice(0, index)),
  );
}

/** Whether the other entry matches some of its packets, too. */
function meets(allow: NetworkAclEntry, other: NetworkAclEntry): boolean {
  const { protocol, cidrBlock } = allow;
  const sharesPackets = overlapsPorts(matchedPackets(other, protocol), matchedPackets(allow, protocol));
  return overlaps(other.cidrBlock, cidrBlock) && sharesPackets;
}

/** An entry for the packets that both match, which are some. */
function toCommon(allow: NetworkAclEntry, other: NetworkAclEntry): NetworkAclEntry {
  const { protocol } = allow;
  const [allowed, matched] = [matchedPackets(allow, protocol), matchedPackets(other, protocol)];
  const [portRange = EVERY_PORT] = intersect(allowed, matched);
  const cidrBlock = contains(other.cidrBlock, allow.cidrBlock) ? allow.cidrBlock : other.cidrBlock;
  // Types and codes of ICMP are the same, or those of one entry are among those of the other.
  return { ...(containsPorts(matched, allowed) ? allow : other), protocol, portRange, cidrBlock };
}

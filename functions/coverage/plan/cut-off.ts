import {
  ALL_PROTOCOLS,
  isDenyOfEverything,
  type NetworkAclEntry,
  type Transport,
  toMatches,
} from '../network-acl-entry.ts';
import { isShadowed, matchedPackets } from '../shadowed.ts';
import { ALL_PORTS, contains, EVERY_PORT } from '../space/port-set.ts';

/** A deny of everything in front of an allow that would let something out. */
export interface CutOff {
  readonly deny: NetworkAclEntry;
  readonly allow: NetworkAclEntry;
}

/**
 * Finds a deny of everything that an operator put in front of allows, to stop all traffic. Nothing is planned in front
 * of it, not even for packets that it denies like the default rule.
 *
 * @param egress - of one family, by rule number
 */
export function findCutOff(egress: readonly NetworkAclEntry[], transport: Transport): CutOff | undefined {
  for (const { entry: deny } of toMatches(egress, transport).filter(isDenyOfEverything)) {
    const allow = egress.find(entry => isCutOffBy(deny, entry, egress));
    if (allow) return { deny, allow };
  }
  return undefined;
}

/**
 * Whether the entry would let out some packet without the deny and others like it, in front of it or behind: a deny of
 * all protocols behind one of udp still stops what is behind both.
 */
function isCutOffBy(
  deny: NetworkAclEntry,
  entry: NetworkAclEntry,
  egress: readonly NetworkAclEntry[],
): boolean {
  // Stryker disable next-line EqualityOperator: an allow never has the rule number of the deny
  if (entry.action === 'deny' || entry.ruleNumber < deny.ruleNumber) return false;
  const stopped = toStopped(deny, entry);
  const earlier = egress.filter(({ ruleNumber }) => ruleNumber < entry.ruleNumber);
  const others = earlier.filter(one => !deniesWholeProtocol(one));
  return stopped !== undefined && !isShadowed(stopped, others);
}

/** Whether the entry denies everything of its protocol and family. */
function deniesWholeProtocol(entry: NetworkAclEntry): boolean {
  const { action, cidrBlock, protocol } = entry;
  if (action === 'allow' || cidrBlock.prefixLength > 0) return false;
  return contains(matchedPackets(entry, protocol), ALL_PORTS);
}

/** What the deny stops of an entry behind it: all, the packets of its own protocol, or nothing. */
function toStopped(deny: NetworkAclEntry, entry: NetworkAclEntry): NetworkAclEntry | undefined {
  if (deny.protocol === ALL_PROTOCOLS || deny.protocol === entry.protocol) return entry;
  if (entry.protocol !== ALL_PROTOCOLS) return undefined;
  return { ...entry, protocol: deny.protocol, portRange: EVERY_PORT };
}

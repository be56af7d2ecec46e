import {
  ALL_PROTOCOLS,
  byRuleNumber,
  DIRECTIONS,
  type Direction,
  isDefaultRule,
  type NetworkAclEntry,
  TRANSPORTS,
} from './network-acl-entry.ts';
import { type AddressNode, toAddressTree, toChildren } from './space/address-tree.ts';
import { type AddressFamily, type CidrBlock, contains } from './space/cidr-block.ts';
import { ALL_PORTS, isEmpty, NO_PORTS, type PortRange, type PortSet, subtract } from './space/port-set.ts';

/** IANA's protocol number. Packets of ICMP and ICMPv6 have a type and a code instead of ports. */
const ICMP = 1;

/**
 * The entries that never take effect, because earlier ones of their direction, together, decide all that they match.
 * They use up quota, and a shadowed deny is a false sense of safety.
 *
 * @returns egress after ingress, by rule number; never a default rule
 */
export function findShadowed(entries: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  return DIRECTIONS.flatMap(direction => {
    const families = (['ipv4', 'ipv6'] as const).map(family => ({
      family,
      listed: select(entries, direction, family),
    }));
    return families.flatMap(({ family, listed }) => findShadowedOf(family, listed)).sort(byRuleNumber);
  });
}

function select(
  entries: readonly NetworkAclEntry[],
  direction: Direction,
  family: AddressFamily,
): NetworkAclEntry[] {
  const matching = entries.filter(
    entry => entry.direction === direction && entry.cidrBlock.family === family,
  );
  return matching.filter(entry => !isDefaultRule(entry)).sort(byRuleNumber);
}

function findShadowedOf(family: AddressFamily, ascending: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  const areas = toAreas(family, ascending);
  return ascending.filter((entry, index) => isDecidedAt(areas, entry, ascending.slice(0, index)));
}

/**
 * Whether the entry never takes effect.
 *
 * @param earlier - those of its direction and family that are tried before it
 */
export function isShadowed(entry: NetworkAclEntry, earlier: readonly NetworkAclEntry[]): boolean {
  return isDecidedAt(toAreas(entry.cidrBlock.family, [...earlier, entry]), entry, earlier);
}

/** For each area, the block of its node: an entry matches the area exactly if its block contains this one. */
function toAreas(family: AddressFamily, entries: readonly NetworkAclEntry[]): CidrBlock[] {
  const listAreas = (node: AddressNode<NetworkAclEntry>): CidrBlock[] => {
    const inside = toChildren(node).flatMap(listAreas);
    return node.hasArea ? [...inside, node.block] : inside;
  };
  return listAreas(toAddressTree(family, entries));
}

function isDecidedAt(
  areas: readonly CidrBlock[],
  entry: NetworkAclEntry,
  earlier: readonly NetworkAclEntry[],
): boolean {
  const matched = areas.filter(area => contains(entry.cidrBlock, area));
  return matched.every(area =>
    isDecided(
      entry,
      earlier.filter(other => contains(other.cidrBlock, area)),
    ),
  );
}

/**
 * Whether the earlier entries, all of which match the same addresses, leave nothing of what the entry matches. One for
 * all protocols is decided by others for all protocols alone: there are always protocols that no entry names.
 */
function isDecided(entry: NetworkAclEntry, earlier: readonly NetworkAclEntry[]): boolean {
  const decided = earlier.map(other => matchedPackets(other, entry.protocol));
  return isEmpty(decided.reduce(subtract, matchedPackets(entry, entry.protocol)));
}

/**
 * The packets of a protocol that an entry matches, as numbers from 0 to 65535: destination ports for tcp and udp, for
 * ICMP the type times 256 plus the code. Other protocols are matched as a whole.
 */
export function matchedPackets(entry: NetworkAclEntry, protocol: number): PortSet {
  if (entry.protocol === ALL_PROTOCOLS) return ALL_PORTS;
  if (entry.protocol !== protocol) return NO_PORTS;
  const transport = protocol === TRANSPORTS.tcp || protocol === TRANSPORTS.udp;
  if (transport && entry.portRange) return [entry.portRange];
  return entry.icmp && hasTypes(entry) ? [toTypeAndCode(entry.icmp)] : ALL_PORTS;
}

/** With an IPv4 CIDR block, ICMPv6 is matched whatever type is given (EC2's reference of CreateNetworkAclEntry). */
function hasTypes({ protocol, cidrBlock }: NetworkAclEntry): boolean {
  return protocol === ICMP || cidrBlock.family === 'ipv6';
}

function toTypeAndCode({ type, code }: { readonly type: number; readonly code: number }): PortRange {
  if (type < 0) return { from: 0, to: 65_535 };
  const first = type * 256;
  return code < 0 ? { from: first, to: first + 255 } : { from: first + code, to: first + code };
}

import type { CidrBlock } from './space/cidr-block.ts';
import { ALL_PORTS, contains, EVERY_PORT, type PortRange, type PortSet } from './space/port-set.ts';

/** The transport protocols whose replies go to a port that the client chose, by IANA's numbers. */
export const TRANSPORTS = { tcp: 6, udp: 17 } as const;
export type Transport = keyof typeof TRANSPORTS;

/** The way of the packets that an entry is for, as seen from the subnet. */
export const DIRECTIONS = ['ingress', 'egress'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const ALL_PROTOCOLS = -1;
export const FIRST_RULE_NUMBER = 1;
export const LAST_RULE_NUMBER = 32_766;
/** The rule numbers under which DescribeNetworkAcls lists the default rules, which deny everything else. */
export const DEFAULT_RULE_NUMBERS = { ipv4: 32_767, ipv6: 32_768 } as const;

/** Names an entry of a network ACL. */
export interface EntryRef {
  readonly direction: Direction;
  readonly ruleNumber: number;
}

/** One entry of a network ACL. */
export interface NetworkAclEntry {
  /** 1-32766, unique within a direction; lower numbers are tried first. */
  readonly ruleNumber: number;
  readonly direction: Direction;
  readonly action: 'allow' | 'deny';
  /** IANA's protocol number, or -1 for all. */
  readonly protocol: number;
  /** The remote addresses: sources of ingress, destinations of egress. */
  readonly cidrBlock: CidrBlock;
  /** Destination ports, for tcp and udp; absent: all. */
  readonly portRange?: PortRange;
  /** For ICMP and ICMPv6; -1 means all. */
  readonly icmp?: { readonly type: number; readonly code: number };
}

export function isDefaultRule({ ruleNumber }: NetworkAclEntry): boolean {
  return ruleNumber > LAST_RULE_NUMBER;
}

export function byRuleNumber(a: NetworkAclEntry, b: NetworkAclEntry): number {
  return a.ruleNumber - b.ruleNumber;
}

/** The ports of the transport that an entry or a rule matches, at the addresses that it is for; undefined: none. */
export function matchedPorts(
  { protocol, portRange }: Pick<NetworkAclEntry, 'protocol' | 'portRange'>,
  transport: Transport,
): PortRange | undefined {
  // With protocol -1 a port range is ignored.
  if (protocol === ALL_PROTOCOLS) return EVERY_PORT;
  if (protocol !== TRANSPORTS[transport]) return undefined;
  return portRange ?? EVERY_PORT;
}

/** An entry that matches packets of some transport, and their ports. */
export interface Match {
  readonly entry: NetworkAclEntry;
  readonly ports: PortSet;
}

/** Undefined where the entry matches no packet of the transport. */
export function toMatch(entry: NetworkAclEntry, transport: Transport): Match | undefined {
  const ports = matchedPorts(entry, transport);
  return ports && { entry, ports: [ports] };
}

/** Those of the entries that match packets of the transport. */
export function toMatches(entries: readonly NetworkAclEntry[], transport: Transport): Match[] {
  const matches: Match[] = [];
  for (const entry of entries) {
    const match = toMatch(entry, transport);
    if (match) matches.push(match);
  }
  return matches;
}

/** Whether the entry denies everything of the transport and family, as the default rule does. */
export function isDenyOfEverything({ entry, ports }: Match): boolean {
  return entry.action === 'deny' && entry.cidrBlock.prefixLength === 0 && contains(ports, ALL_PORTS);
}

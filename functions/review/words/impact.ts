import type { Evidence } from '../../coverage/evidence.ts';
import type { Direction, Transport } from '../../coverage/network-acl-entry.ts';
import type { AddressFamily } from '../../coverage/space/cidr-block.ts';
import type { PortRange } from '../../coverage/space/port-set.ts';

/** The kinds of clients that a headline names. Windows XP's ports are a part of NAT's: that class speaks for it. */
export const IMPACT_CLIENTS = ['linux', 'windows', 'nat'] as const;
export type ImpactClient = (typeof IMPACT_CLIENTS)[number];

/** What operators call the things behind a network ACL. */
export const TARGET_TYPES = [
  'load balancer',
  'instance',
  'database',
  'endpoint',
  'NAT gateway',
  'function',
  'interface',
  'subnet',
  'VPC',
] as const;
export type TargetType = (typeof TARGET_TYPES)[number];

/** Something behind a network ACL: its id, or what EC2 says of it, and its Name tag. Both are somebody else's text. */
export interface Target {
  readonly type: TargetType;
  readonly id: string;
  readonly name?: string;
}

/** The first of a list, and how many more there are. */
export interface Listed<T> {
  readonly shown: readonly T[];
  readonly omitted: number;
}

/** The things that a set of interfaces which are alike names: messages name two or three. */
export const MOST_OWNERS = 5;

/** Interfaces in the subnets of a network ACL. */
export interface InterfaceCount {
  readonly hit: number;
  readonly all: number;
  /** Whether the targets are all that is hit; else there are more than {@link MOST_OWNERS} that are alike. */
  readonly ownersKnown: boolean;
}

/** A security group that accepts the services. */
export interface AcceptingGroup {
  readonly id: string;
  /** Somebody else's text. */
  readonly name: string;
  readonly services: readonly PortRange[];
  /** CIDR blocks, prefix lists and groups; at least one. */
  readonly sources: Listed<string>;
}

/** Who is hit by the gaps of one direction and transport, at the addresses where it is worst. */
export interface Impact {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly evidence: Evidence;
  /** Destination ports of the services; none where only rules that allow everything let clients in. */
  readonly services: Listed<PortRange>;
  /** The request rules that let the clients in, ascending. */
  readonly admittedBy: Listed<number>;
  /** CIDR blocks of the clients, or of the called addresses; none: anywhere. */
  readonly sources: Listed<string>;
  /** Whether replies reach the clients at all other addresses that the rules let in. */
  readonly isOnlyThere: boolean;
  /** The only family that is hit, where the rules let both in; absent: both, or there is only one. */
  readonly onlyFamily?: AddressFamily;
  /** Denied required ports of the range of each kind of clients, 0-1. */
  readonly shares: Readonly<Record<ImpactClient, number>>;
  /** Whether NAT gateways, load balancers or functions are known or likely among the clients. */
  readonly isNatKnown: boolean;
  readonly targets: Listed<Target>;
  /** Absent: the interfaces are not known, or in records of earlier versions. */
  readonly interfaces?: InterfaceCount;
  readonly groups: Listed<AcceptingGroup>;
}

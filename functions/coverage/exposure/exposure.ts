import type { CidrBlock } from '../space/cidr-block.ts';
import type { PortRange } from '../space/port-set.ts';

/** What an interface belongs to, as far as coverage treats it differently. */
export const INTERFACE_KINDS = [
  'nat-gateway',
  'load-balancer',
  'network-load-balancer',
  'gateway-load-balancer-endpoint',
  'transit-gateway',
  'lambda',
  'other',
] as const;
export type InterfaceKind = (typeof INTERFACE_KINDS)[number];

/** Interfaces of one subnet that are alike for coverage, all of them `in-use`. */
export interface InterfaceSet {
  readonly subnetId: string;
  readonly kind: InterfaceKind;
  /** In ascending order; none for NAT gateways, transit gateway attachments and some load balancers. */
  readonly groupIds: readonly string[];
  /** Whether they have a public IPv4 address. */
  readonly isPublic: boolean;
  readonly hasIpv6: boolean;
  readonly count: number;
  /** Some of what they belong to, in words that operators know, for messages. */
  readonly owners: readonly InterfaceOwner[];
}

/** What an interface belongs to, by the name under which operators know it. */
export interface InterfaceOwner {
  readonly type:
    | 'load balancer'
    | 'instance'
    | 'database'
    | 'endpoint'
    | 'NAT gateway'
    | 'function'
    | 'interface';
  /** A name or an id: somebody else's text. */
  readonly name: string;
}

/** An address from which a NAT gateway, a load balancer or a Lambda function connects. */
export interface ClientInterface {
  readonly subnetId: string;
  /** Of a single address. */
  readonly address: CidrBlock;
}

export interface SecurityGroup {
  readonly groupId: string;
  /** Somebody else's text. */
  readonly groupName: string;
  readonly vpcId: string;
  /** The inbound rules, one for each source. */
  readonly rules: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  /** IANA's protocol number, or -1 for all. */
  readonly protocol: number;
  /** Destination ports, for tcp and udp; absent: all. */
  readonly ports?: PortRange;
  readonly source: RuleSource;
}

export type RuleSource =
  | { readonly kind: 'cidr'; readonly cidrBlock: CidrBlock }
  | { readonly kind: 'prefix-list'; readonly prefixListId: string }
  | {
      readonly kind: 'group';
      readonly groupId: string;
      /** The VPC of the group, where EC2 names it: for references over a peering connection. */
      readonly vpcId?: string;
      /** Of the peering connection, where there is one. */
      readonly peeringStatus?: string;
    };

/** Why nothing is known about the interfaces. */
export const UNREAD_REASONS = [
  'not-needed',
  'turned-off',
  'offline',
  'not-allowed',
  'no-time',
  'shared-vpc',
  'failed',
] as const;
export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** What the interfaces in a network ACL's subnets accept. */
export type Exposure = { readonly kind: 'unknown'; readonly reason: UnreadReason } | KnownExposure;

export interface KnownExposure {
  readonly kind: 'known';
  /** In the network ACL's subnets; none: nothing is behind it at present. */
  readonly interfaces: readonly InterfaceSet[];
  /** Of the whole VPC. */
  readonly clients: readonly ClientInterface[];
  readonly hasInternetFacingNlb: boolean;
  /** By id: every group of the interfaces. */
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  /** For each group that a rule refers to, the ids of the subnets of this VPC in which interfaces carry it. */
  readonly carriers: ReadonlyMap<string, readonly string[]>;
  /** By id: those that could be read. */
  readonly prefixLists: ReadonlyMap<string, readonly CidrBlock[]>;
}

/** What is around a network ACL, as far as it is known. */
export interface Surroundings {
  /** Empty: not known. */
  readonly vpcBlocks: readonly CidrBlock[];
  /** Of the network ACL's subnets and of carriers, by id, as far as they are known. */
  readonly subnetBlocks: ReadonlyMap<string, readonly CidrBlock[]>;
  readonly exposure: Exposure;
}

/** The surroundings of a network ACL about which nothing is known. */
export function nothingKnown(reason: UnreadReason): Surroundings {
  return { vpcBlocks: [], subnetBlocks: new Map(), exposure: { kind: 'unknown', reason } };
}

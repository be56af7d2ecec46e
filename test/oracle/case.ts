import type { InterfaceKind, UnreadReason } from '../../functions/coverage/exposure/exposure.ts';
import type { Block } from './address.ts';
import type { Entry, Range } from './entry.ts';

export interface Settings {
  readonly required: readonly Range[];
  readonly ruleQuota: number;
}

/** A network ACL, what is around it, and how it is to be judged. */
export interface Case {
  readonly entries: readonly Entry[];
  readonly settings: Settings;
  readonly place: Place;
}

/** Where the network ACL is used, and what is behind it, as far as that is known. */
export interface Place {
  readonly subnetIds: readonly string[];
  readonly inUse: boolean;
  /** Empty: not known. */
  readonly vpcBlocks: readonly Block[];
  readonly subnetBlocks: ReadonlyMap<string, readonly Block[]>;
  readonly exposure: Exposure;
}

export type Exposure = { readonly kind: 'unknown'; readonly reason: UnreadReason } | KnownExposure;

export interface KnownExposure {
  readonly kind: 'known';
  /** In the network ACL's subnets. */
  readonly interfaces: readonly Interface[];
  /** Addresses of NAT gateways, load balancers and Lambda functions of the VPC. */
  readonly clients: readonly { readonly subnetId: string; readonly address: Block }[];
  readonly hasInternetFacingNlb: boolean;
  readonly groups: ReadonlyMap<string, Group>;
  /** The subnets in which interfaces carry the group, for each group that a rule refers to. */
  readonly carriers: ReadonlyMap<string, readonly string[]>;
  readonly prefixLists: ReadonlyMap<string, readonly Block[]>;
}

export interface Interface {
  readonly subnetId: string;
  readonly kind: InterfaceKind;
  readonly groupIds: readonly string[];
  readonly isPublic: boolean;
  readonly hasIpv6: boolean;
}

export interface Group {
  readonly groupId: string;
  readonly vpcId: string;
  readonly rules: readonly Rule[];
}

/** One inbound rule of a security group. */
export interface Rule {
  readonly protocol: number;
  readonly ports?: Range | undefined;
  readonly source: Source;
}

export type Source =
  | { readonly kind: 'cidr'; readonly block: Block }
  | { readonly kind: 'prefix-list'; readonly prefixListId: string }
  | {
      readonly kind: 'group';
      readonly groupId: string;
      readonly vpcId?: string | undefined;
      readonly peeringStatus?: string | undefined;
    };

/** Of a network ACL of which nothing is known but that subnets use it. */
export const NOWHERE: Place = {
  subnetIds: ['subnet-1'],
  inUse: true,
  vpcBlocks: [],
  subnetBlocks: new Map(),
  exposure: { kind: 'unknown', reason: 'turned-off' },
};

/** The CIDR blocks of the only subnet, where packets pass no network ACL (section 4). */
export function ownBlocks({ subnetIds, subnetBlocks }: Place): readonly Block[] {
  const [subnetId = '', ...others] = subnetIds;
  return others.length === 0 ? (subnetBlocks.get(subnetId) ?? []) : [];
}

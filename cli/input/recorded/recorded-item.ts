import type { Fields } from '../../../functions/parsing/structures.ts';
import type { InputOrigin } from '../collected.ts';

/** The resources of AWS Config that serve, with the field that has their id in EC2's descriptions. */
export const ID_FIELDS = {
  'AWS::EC2::NetworkAcl': 'NetworkAclId',
  'AWS::EC2::NetworkInterface': 'NetworkInterfaceId',
  'AWS::EC2::SecurityGroup': 'GroupId',
  'AWS::EC2::Subnet': 'SubnetId',
  'AWS::EC2::VPC': 'VpcId',
} as const;
export type RecordedType = keyof typeof ID_FIELDS;

/** What lists resources and not only changes of some: that a resource is not in it says something. */
export type Inventory =
  | { readonly kind: 'snapshot'; readonly id: string }
  | {
      readonly kind: 'query';
      /** The names in its SELECT, such as `configuration.vpcId`; empty: not known. */
      readonly selected: readonly string[];
    };

/** What an item says about its resource. */
export type RecordedState =
  /** With the keys of EC2. */
  | { readonly kind: 'exists'; readonly described: Fields }
  | { readonly kind: 'deleted' }
  /** AWS Config has stopped to record it: it may exist. */
  | { readonly kind: 'not-recorded' }
  /** A sentence that begins with the resource. */
  | { readonly kind: 'malformed'; readonly reason: string };

/** A configuration item of AWS Config. */
export interface RecordedItem {
  readonly type: RecordedType;
  /** Undefined: the item does not say it. */
  readonly resourceId: string | undefined;
  /** With the account and the region of the item. */
  readonly origin: InputOrigin;
  /** Undefined: the item is alone, or of a list of changes. */
  readonly inventory: Inventory | undefined;
  /** In milliseconds since 1970; infinite where it is not known: the item is as good as the present. */
  readonly capturedAt: number;
  readonly state: RecordedState;
}

/** An item of a resource that exists. */
export type ExistingItem = RecordedItem & { readonly state: { readonly kind: 'exists' } };

export function isExisting(item: RecordedItem): item is ExistingItem {
  return item.state.kind === 'exists';
}

export function isInterface({ type }: RecordedItem): boolean {
  return type === 'AWS::EC2::NetworkInterface';
}

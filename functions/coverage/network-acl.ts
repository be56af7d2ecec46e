import type { NetworkAclEntry } from './network-acl-entry.ts';

/** A network ACL as it is at one moment. */
export interface NetworkAcl {
  readonly networkAclId: string;
  readonly vpcId: string;
  /** The subnets that it is associated with. */
  readonly subnetIds: readonly string[];
  /** Whether replies depend on it: subnets use it, or will once a plan or template is applied. */
  readonly inUse: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Of both directions, with the default rules, in no particular order. */
  readonly entries: readonly NetworkAclEntry[];
}

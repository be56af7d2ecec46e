import type { NetworkAclEntry } from './network-acl-entry.ts';

/** A network ACL as it stands at one moment. */
export interface NetworkAcl {
  readonly networkAclId: string;
  readonly vpcId: string;
  /** The subnets it is associated with; none: it is unused, and its gaps harm nobody yet. */
  readonly subnetIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Of both directions, with the default rules, in no particular order. */
  readonly entries: readonly NetworkAclEntry[];
}

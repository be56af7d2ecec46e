/** The EC2 actions that can open a gap in a network ACL, or make one count. */
export const ACTIONS = [
  'CreateNetworkAclEntry',
  'ReplaceNetworkAclEntry',
  'DeleteNetworkAclEntry',
  'ReplaceNetworkAclAssociation',
  'DeleteNetworkAcl',
] as const;
export type Action = (typeof ACTIONS)[number];

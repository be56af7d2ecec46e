/** The EC2 actions that can open a gap in a network ACL, or make one count. */
export const ACTIONS = [
  'CreateNetworkAclEntry',
  'ReplaceNetworkAclEntry',
  'DeleteNetworkAclEntry',
  'ReplaceNetworkAclAssociation',
  'DeleteNetworkAcl',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The EC2 actions that tag resources, among them network ACLs: tags decide what the guard may do. */
export const TAG_ACTIONS = ['CreateTags', 'DeleteTags'] as const;
export type TagAction = (typeof TAG_ACTIONS)[number];

/**
 * Why the guard may create less than the plan has: only security groups make a gap of it, nothing is behind the network
 * ACL at present or no subnet uses it, or interfaces, security groups or what these refer to should have been read and
 * were not.
 */
export const WRITE_RESTRAINTS = [
  'security-groups-only',
  'no-interfaces',
  'unused',
  'exposure-unread',
] as const;
export type WriteRestraint = (typeof WRITE_RESTRAINTS)[number];

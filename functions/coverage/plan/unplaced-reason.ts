/**
 * Why no entry is planned:
 * - `broad`: a rule lets everything in, so that an operator has to say what is meant.
 * - `decision`: an operator put a deny of everything in front of allows; named are that deny and the first such allow.
 * - `no-interfaces`: nothing is behind the network ACL at present.
 * - `quota`: there would be more entries than the quota allows in egress for the family.
 * - `rule-numbers`: not enough are free between the denies that must stay in force and the default deny; these are named.
 * - `too-many-entries`: to be exact takes too many, and the request entries let in more than security groups accept.
 */
export const UNPLACED_REASONS = [
  'broad',
  'decision',
  'no-interfaces',
  'quota',
  'rule-numbers',
  'too-many-entries',
] as const;
export type UnplacedReason = (typeof UNPLACED_REASONS)[number];

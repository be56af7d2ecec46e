/** What an alert is about. */
export const ALERT_KINDS = [
  'gap',
  'reminder',
  'remediated',
  'remediation-failed',
  'conflict',
  'resolved',
  'cannot-evaluate',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** The kinds of what is published: alerts, and the digest of many. */
export const PUBLICATION_KINDS = [...ALERT_KINDS, 'digest'] as const;

/** Whether the problem is over with an alert of the kind. */
const ENDS_PROBLEM = {
  gap: false,
  reminder: false,
  remediated: true,
  'remediation-failed': false,
  conflict: false,
  resolved: true,
  'cannot-evaluate': false,
} as const satisfies Record<AlertKind, boolean>;

/** Whether an alert of the kind says that a problem is over; a kind of a later version does not. */
export function isFixed(kind: string): boolean {
  return Object.hasOwn(ENDS_PROBLEM, kind) && ENDS_PROBLEM[kind as AlertKind];
}

/** Whether an alert of the kind shows the network ACL as it was before the guard wrote, or as it is now. */
const SHOWN_STATES = {
  gap: 'now',
  reminder: 'now',
  remediated: 'before',
  'remediation-failed': 'now',
  conflict: 'now',
  resolved: 'now',
  'cannot-evaluate': 'now',
} as const satisfies Record<AlertKind, 'before' | 'now'>;

/** Whether an alert of the kind shows the gaps that the guard closed; a kind of a later version does not. */
export function showsBefore(kind: string): boolean {
  return Object.hasOwn(SHOWN_STATES, kind) && SHOWN_STATES[kind as AlertKind] === 'before';
}

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
const ENDS_PROBLEM: Readonly<Record<AlertKind, boolean>> = {
  gap: false,
  reminder: false,
  remediated: true,
  'remediation-failed': false,
  conflict: false,
  resolved: true,
  'cannot-evaluate': false,
};

/** Whether an alert of the kind says that a problem is over; a kind of a later version does not. */
export function isFixed(kind: string): boolean {
  return Object.hasOwn(ENDS_PROBLEM, kind) && ENDS_PROBLEM[kind as AlertKind];
}

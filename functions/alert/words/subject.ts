import type { Alert } from '../../review/words/alert.ts';
import type { AlertKind } from '../../review/words/alert-kind.ts';
import { cutText } from './plain-text.ts';

/** SNS takes at most 99 characters. They are ASCII, which every mail program shows alike. */
const SUBJECT_LENGTH = 99;

const HEADLINES: Readonly<Record<AlertKind, string>> = {
  gap: 'Replies blocked',
  reminder: 'Replies still blocked',
  remediated: 'Missing rules added',
  'remediation-failed': 'Replies blocked, not fixed',
  conflict: 'Added rules keep being removed',
  resolved: 'Resolved',
  'cannot-evaluate': 'Not evaluated',
};

/** The title of the alert: the subject of the email. */
export function renderSubject(alert: Alert): string {
  const { kind, networkAclId, account, region } = alert;
  const isGap = kind !== 'cannot-evaluate' && kind !== 'resolved';
  const isOnlyNoEffect = isGap && alert.noEffect?.isOnlyCause === true;
  const hasSeverity = isOnlyNoEffect || (isGap && alert.coverage.status === 'gap');
  const severity = hasSeverity ? `[${alert.severity}] ` : '';
  const headline = isOnlyNoEffect ? 'Rule without effect' : HEADLINES[kind];
  const subject = `${severity}${headline}: ${networkAclId} in ${account} ${region}`;
  return cutText(subject.replaceAll(/[^ -~]/g, '?'), SUBJECT_LENGTH);
}

import type { Alert } from '../../review/words/alert.ts';
import { toConflictReport, toFailedReport } from './failed-report.ts';
import { toGapReport } from './gap-report.ts';
import { toRemediatedReport, toResolvedReport } from './over-report.ts';
import { toReminderReport } from './reminder-report.ts';
import type { Report } from './report.ts';
import { toUnreadableReport } from './unreadable-report.ts';

/** The alert in words. */
export function toReport(alert: Alert): Report {
  switch (alert.kind) {
    case 'gap':
      return toGapReport(alert);
    case 'reminder':
      return toReminderReport(alert);
    case 'remediated':
      return toRemediatedReport(alert);
    case 'remediation-failed':
      return toFailedReport(alert);
    case 'conflict':
      return toConflictReport(alert);
    case 'resolved':
      return toResolvedReport(alert);
    case 'cannot-evaluate':
      return toUnreadableReport(alert);
  }
}

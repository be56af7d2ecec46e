import type { GapAlert } from '../../review/words/alert.ts';
import type { Change, GapCause } from '../../review/words/change.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderChangeSentence, renderNewContent } from '../words/change-text.ts';
import { countDays, renderDay, renderMinute } from '../words/time-text.ts';
import { renderProblem, toGapReport } from './gap-report.ts';
import { toTense } from './impact-lines.ts';
import type { Detail, Report } from './report.ts';

/** Still open after days: the likely answer is that it is meant so. */
export function toReminderReport(alert: GapAlert): Report {
  const report = toGapReport(alert);
  const days = countDays(alert.since, alert.at);
  const impact = renderProblem(alert, toTense(alert) === 'now' ? 'still' : 'unused');
  const next = alert.nextReminderAt ? ` The next reminder comes on ${renderDay(alert.nextReminderAt)}.` : '';
  const since = `This was first reported on ${renderMinute(alert.since).replace(' ', ' at ')}, ${days} ${days === 1 ? 'day' : 'days'} ago.`;
  return {
    ...report,
    headline: impact[0] ?? '',
    lines: [...impact, `${since} It is still open.`, ...report.cause],
    fix: {
      ...report.fix,
      steps: [
        ...report.fix.steps,
        {
          kind: 'mute',
          intro: `If this is meant to stay, mute the network ACL.${next}`,
          lines: [
            `aws ec2 create-tags --region ${alert.region} --resources ${alert.networkAclId} --tags Key=${TAG},Value=ignore`,
          ],
          notes: [],
        },
      ],
    },
    details: toReminderDetails(alert, report.details),
    closing: `Alert ${alert.id}.`,
  };
}

/** The link is that of the change that is named last; none where the change that led to this review is not named. */
function toReminderDetails(alert: GapAlert, details: readonly Detail[]): Detail[] {
  const changed = toChangeDetails(alert);
  const links = details.filter(({ label }) => label === 'Change');
  const others = details.filter(({ label }) => label !== 'Change');
  const isNamed = changed.length > 0 || alert.change?.eventId === alert.cause?.eventId;
  return [...others, ...changed, ...(isNamed ? links : [])];
}

/** The change that led to this review and, in a line of its own, what the rule says since then. */
function toChangeDetails({ change, cause }: GapAlert): Detail[] {
  if (change === undefined || (cause && !isNewer(change, cause))) return [];
  const content = renderNewContent(change).map(line => withoutStop(line).split(': '));
  return [
    { label: 'What changed', text: withoutStop(renderChangeSentence(change)) },
    ...content.map(([label = '', text = '']) => ({ label, text })),
  ];
}

/** CloudTrail may leave out the time of either: another event then counts as newer. */
function isNewer(change: Change, cause: GapCause): boolean {
  const isSame = change.eventId !== undefined && change.eventId === cause.eventId;
  return !isSame && (change.at === undefined || cause.at === undefined || change.at > cause.at);
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

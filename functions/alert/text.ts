import { isForgotten } from '../coverage/gaps.ts';
import { renderDeeds, renderFix, renderUndo } from './action-text.ts';
import type { Alert, Change } from './alert.ts';
import { renderGaps } from './gap-text.ts';
import { egressGaps, renderClients, renderSummary } from './summary.ts';

/** SNS takes at most 99 characters, and those only of ASCII. */
const SUBJECT_LENGTH = 99;

const HEADLINES: Readonly<Record<Alert['kind'], string>> = {
  gap: 'Replies blocked',
  reminder: 'Replies still blocked',
  remediated: 'Missing rules added',
  'remediation-failed': 'Replies blocked, not mended',
  conflict: 'Replies blocked, rules keep going',
  resolved: 'Resolved',
};

/** The subject of the email. */
export function renderSubject({ kind, coverage, networkAcl, account, region }: Alert): string {
  const severity = kind === 'resolved' || coverage.status === 'covered' ? '' : `[${coverage.severity}] `;
  const subject = `${severity}${HEADLINES[kind]}: ${networkAcl.networkAclId} in ${account} ${region}`;
  return subject.replaceAll(/[^ -~]/g, '?').slice(0, SUBJECT_LENGTH);
}

/** The alert as plain text, in the order in which somebody who is woken by it needs it. */
export function renderText(alert: Alert): string {
  const { kind, coverage } = alert;
  const gaps = kind === 'resolved' ? [] : egressGaps(coverage);
  const wasMissing = gaps.filter(isForgotten);
  const sections: [string, readonly string[]][] = [
    kind === 'remediated'
      ? ['What was missing', renderGaps(wasMissing, alert.networkAcl.entries)]
      : ['Denied outbound', renderGaps(gaps, alert.networkAcl.entries)],
    [kind === 'remediated' ? 'Clients before' : 'Clients', gaps.length === 0 ? [] : renderClients(coverage)],
    ['Latest change', renderChange(alert.change)],
    ['What the guard did', renderDeeds(alert)],
    ['To mend it', renderFix(alert)],
    ['To undo what the guard did', renderUndo(alert)],
    ['Denied inbound', renderIngress(alert)],
    ['Where', [`account ${alert.account}, region ${alert.region}`, `seen since ${renderTime(alert.since)}`]],
    ['Alert id', [alert.id]],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const blocks = shown.map(([title, lines]) => [`${title}:`, ...lines.map(line => `  ${line}`)].join('\n'));
  return `${[renderSummary(alert), ...blocks].join('\n\n')}\n`;
}

function renderChange(change: Change | undefined): string[] {
  if (change === undefined) return [];
  const { action, target, actor, sourceAddress, userAgent, at, eventId } = change;
  return [
    [action, target].filter(Boolean).join(' '),
    [actor && `by ${actor}`, sourceAddress && `from ${sourceAddress}`].filter(Boolean).join(' '),
    userAgent ? `with ${userAgent}` : '',
    [at && `at ${renderTime(at)}`, eventId && `CloudTrail event ${eventId}`].filter(Boolean).join(', '),
  ].filter(line => line !== '');
}

/** A short note beside gaps of egress; the whole where the alert is about nothing else. */
function renderIngress(alert: Alert): string[] {
  const gaps = alert.coverage.gaps.filter(({ direction }) => direction === 'ingress');
  if (gaps.length === 0 || alert.kind === 'resolved') return [];
  const note = "Answers to the subnets' own connections are not all let in. Opening inbound is left to you.";
  return alert.coverage.status === 'gap' ? [note] : [...renderGaps(gaps, alert.networkAcl.entries), note];
}

function renderTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

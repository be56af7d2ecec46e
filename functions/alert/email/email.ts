import { isForgotten } from '../../coverage/gaps.ts';
import type { Alert, CoverageAlert } from '../../review/words/alert.ts';
import { renderFixAsCode } from '../fix/as-code.ts';
import { renderDeeds, renderFix, renderFixNotes, renderUndo } from '../words/action-text.ts';
import { renderChange, renderTime } from '../words/change-text.ts';
import { renderClients } from '../words/client-text.ts';
import { LEGEND, MARGIN, renderBars, renderScale } from '../words/coverage-bar.ts';
import { renderGaps } from '../words/gap-text.ts';
import { changeLink, networkAclLink } from '../words/links.ts';
import { cutText, firstLines, withName } from '../words/plain-text.ts';
import { egressGaps, mainGaps, renderName, renderSummary } from '../words/summary.ts';

/** SNS takes at most 99 characters. They are ASCII, which every mail program shows alike. */
const SUBJECT_LENGTH = 99;
/** Lines about gaps; a network ACL of 40 + 40 entries can have hundreds. */
export const GAP_LINES = 24;

const HEADLINES: Readonly<Record<Alert['kind'], string>> = {
  gap: 'Replies blocked',
  reminder: 'Replies still blocked',
  remediated: 'Missing rules added',
  'remediation-failed': 'Replies blocked, not mended',
  conflict: 'Replies blocked, rules keep going',
  resolved: 'Resolved',
  'cannot-evaluate': 'Not evaluated',
};

/** The subject of the email. */
export function renderSubject(alert: Alert): string {
  const { kind, networkAclId, account, region } = alert;
  const isGap = kind !== 'cannot-evaluate' && kind !== 'resolved' && alert.coverage.status === 'gap';
  const severity = isGap ? `[${alert.severity}] ` : '';
  const subject = `${severity}${HEADLINES[kind]}: ${networkAclId} in ${account} ${region}`;
  return cutText(subject.replaceAll(/[^ -~]/g, '?'), SUBJECT_LENGTH);
}

type Section = readonly [title: string, lines: readonly string[]];

/** The alert as plain text, in the order in which somebody who is woken by it needs it. */
export function renderText(alert: Alert): string {
  const code = renderFixAsCode(alert);
  const sections: Section[] = [
    ...(alert.kind === 'cannot-evaluate' || alert.kind === 'resolved' ? [] : renderCoverage(alert)),
    ['Latest change', renderChange(alert.change)],
    ['What the guard did', renderDeeds(alert)],
    ['To mend it', [...renderFix(alert), ...renderFixNotes(alert), ...code.notes]],
    ['The same in Terraform', toLines(code.terraform)],
    ['The same in CloudFormation', toLines(code.cloudFormation)],
    ['To undo what the guard did', renderUndo(alert)],
    ['Where', renderWhere(alert)],
    ['Alert id', [alert.id]],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const blocks = shown.map(([title, lines]) => [`${title}:`, ...lines.map(line => `  ${line}`)].join('\n'));
  return `${[renderSummary(alert), ...blocks].join('\n\n')}\n`;
}

function renderCoverage(alert: CoverageAlert): Section[] {
  const { kind, coverage, ephemeralPorts, networkAcl } = alert;
  const { gaps, title } =
    kind === 'remediated'
      ? { gaps: egressGaps(coverage).filter(isForgotten), title: 'What was missing' }
      : { gaps: egressGaps(coverage), title: 'Denied outbound' };
  return [
    [`Replies by destination port (${LEGEND})`, renderAxis(coverage, ephemeralPorts)],
    ['Changed since the last alert', renderDifference(alert)],
    [title, firstLines(renderGaps(gaps, networkAcl.entries), GAP_LINES)],
    [kind === 'remediated' ? 'Clients before' : 'Clients', gaps.length === 0 ? [] : renderClients(coverage)],
    ['Denied inbound', renderIngress(alert)],
  ];
}

/** The bars of the directions and protocols that are hit, under their scale. */
export function renderAxis(
  coverage: CoverageAlert['coverage'],
  ephemeralPorts: CoverageAlert['ephemeralPorts'],
): string[] {
  const gaps = mainGaps(coverage);
  const hit = coverage.served.filter(({ direction, protocol }) =>
    gaps.some(gap => gap.direction === direction && gap.protocol === protocol),
  );
  return [' '.repeat(MARGIN) + renderScale(), ...renderBars({ ...coverage, served: hit }, ephemeralPorts)];
}

export function renderDifference({ difference }: CoverageAlert): string[] {
  if (difference === undefined) return [];
  const { added, gone } = difference;
  if (added.length + gone.length === 0) return ['the same ports, but other addresses'];
  return [...added.map(gap => `new: ${gap}`), ...gone.map(gap => `no longer: ${gap}`)];
}

/** A short note beside gaps of egress; the whole where the alert is about nothing else. */
function renderIngress({ coverage, networkAcl }: CoverageAlert): string[] {
  const gaps = coverage.gaps.filter(({ direction }) => direction === 'ingress');
  if (gaps.length === 0) return [];
  const note = "Answers to the subnets' own connections are not all let in. Opening inbound is left to you.";
  if (coverage.status === 'gap') return [note];
  return [...firstLines(renderGaps(gaps, networkAcl.entries), GAP_LINES), note];
}

function renderWhere(alert: Alert): string[] {
  const { account, region, change, since } = alert;
  const place =
    alert.kind === 'cannot-evaluate'
      ? [`network ACL ${alert.networkAclId}`]
      : [
          renderName(alert.networkAcl),
          alert.networkAcl.vpcId &&
            `VPC ${withName(alert.networkAcl.vpcId, alert.names.get(alert.networkAcl.vpcId))}`,
        ];
  return [
    [...place, `account ${account}`, `region ${region}`].filter(Boolean).join(', '),
    networkAclLink(alert, alert.networkAclId),
    ...(change?.eventId ? [changeLink(alert, change.eventId)] : []),
    `seen since ${renderTime(since)}`,
  ];
}

function toLines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

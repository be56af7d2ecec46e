import { isForgotten } from '../../coverage/gaps.ts';
import type { Alert, GapAlert } from '../../review/words/alert.ts';
import { renderFix, renderUndo } from '../fix/alert-commands.ts';
import { renderFixAsCode } from '../fix/as-code.ts';
import { egressGaps, ingressGaps } from '../words/alert-gaps.ts';
import { renderAxis } from '../words/axis-text.ts';
import { renderBehind } from '../words/behind-text.ts';
import { renderChange, renderTime } from '../words/change-text.ts';
import { renderClients } from '../words/client-text.ts';
import { LEGEND } from '../words/coverage-bar.ts';
import { renderDifference } from '../words/difference-text.ts';
import { renderDone } from '../words/done-text.ts';
import { renderFirstGaps } from '../words/gap-text.ts';
import { changeLink, networkAclLink } from '../words/links.ts';
import { renderFixNotes } from '../words/missing-text.ts';
import { withName } from '../words/plain-text.ts';
import { renderName, renderSummary } from '../words/summary.ts';

type Section = readonly [title: string, lines: readonly string[]];

/** The alert as plain text, in the order in which an operator who is on call needs it. */
export function renderText(alert: Alert): string {
  const code = renderFixAsCode(alert);
  const sections: Section[] = [
    ...(alert.kind === 'cannot-evaluate' || alert.kind === 'resolved' ? [] : renderCoverage(alert)),
    ['Latest change', renderChange(alert.change)],
    ['What the guard did', renderDone(alert)],
    ['To fix it', [...renderFix(alert), ...renderFixNotes(alert), ...code.notes]],
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

function renderCoverage(alert: GapAlert): Section[] {
  const { kind, coverage, networkAcl } = alert;
  const { gaps, title } =
    kind === 'remediated'
      ? { gaps: egressGaps(coverage).filter(isForgotten), title: 'What was missing' }
      : { gaps: egressGaps(coverage), title: 'Denied outbound' };
  return [
    [`Replies by destination port (${LEGEND})`, renderAxis(alert)],
    ['Changed since the last alert', renderDifference(alert)],
    [title, renderFirstGaps(gaps, networkAcl.entries)],
    [kind === 'remediated' ? 'Clients before' : 'Clients', gaps.length === 0 ? [] : renderClients(coverage)],
    ['Denied inbound', renderIngress(alert)],
  ];
}

/** A short note beside gaps of egress; the whole where the alert is about nothing else. */
function renderIngress({ coverage, networkAcl }: GapAlert): string[] {
  const gaps = ingressGaps(coverage);
  if (gaps.length === 0) return [];
  const note = "Some replies to the subnets' own connections are denied. The guard never adds inbound rules.";
  return coverage.status === 'gap' ? [note] : [...renderFirstGaps(gaps, networkAcl.entries), note];
}

function renderWhere(alert: Alert): string[] {
  const { account, region, change, since } = alert;
  const behind = 'coverage' in alert ? renderBehind(alert) : '';
  return [
    [...renderPlace(alert), `account ${account}`, `region ${region}`].filter(Boolean).join(', '),
    ...(behind ? [`behind it: ${behind}`] : []),
    networkAclLink(alert, alert.networkAclId),
    ...(change?.eventId ? [changeLink(alert, change.eventId)] : []),
    `first seen ${renderTime(since)}`,
  ];
}

function renderPlace(alert: Alert): string[] {
  if (alert.kind === 'cannot-evaluate') return [`network ACL ${alert.networkAclId}`];
  const { networkAcl, names } = alert;
  const { vpcId } = networkAcl;
  return [renderName(networkAcl), vpcId && `VPC ${withName(vpcId, names.get(vpcId))}`];
}

function toLines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

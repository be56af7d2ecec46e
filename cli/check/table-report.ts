import {
  BAR_SYMBOLS,
  type BarSymbol,
  LEGEND,
  MARGIN,
  renderBars,
  renderRange,
  renderScale,
} from '../../functions/alert/words/coverage-bar.ts';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { renderGaps } from '../../functions/alert/words/gap-text.ts';
import { renderPlanNotes } from '../../functions/alert/words/missing-text.ts';
import { toPlain } from '../../functions/alert/words/plain-text.ts';
import type { ClientVerdict } from '../../functions/coverage/clients.ts';
import type { Severity } from '../../functions/coverage/severity.ts';
import { type Paint, type PaintStyle, toPaint } from '../terminal/terminal.ts';
import { renderAssumptions, renderEvidence } from './assumption-text.ts';
import type { EvaluatedNetworkAcl } from './evaluated.ts';
import type { Report } from './report.ts';
import type { FailOn, Summary } from './summary.ts';

const BAR_STYLES: Readonly<Record<BarSymbol, PaintStyle>> = {
  [BAR_SYMBOLS.passes]: 'green',
  [BAR_SYMBOLS.missing]: 'red',
  [BAR_SYMBOLS.deniedByEntry]: 'yellow',
  [BAR_SYMBOLS.notRequired]: 'dim',
};
const REPLY_STYLES = { allowed: 'green', partial: 'yellow', blocked: 'red' } as const;
const RESULTS: Readonly<Record<Severity, { readonly label: string; readonly style: PaintStyle }>> = {
  high: { label: 'HIGH', style: ['bold', 'red'] },
  medium: { label: 'MEDIUM', style: 'yellow' },
  low: { label: 'low', style: 'yellow' },
  none: { label: 'covered', style: 'green' },
};
const LABEL_WIDTH = 'covered'.length + 1;

/** How a table is written. */
export interface TableFormat {
  readonly failOn: FailOn;
  readonly colored: boolean;
}

/** Tables, the worst network ACL first, between a line with the counts and a line with the result. */
export function toTableReport(format: TableFormat): Report {
  const paint = toPaint(format.colored);
  return {
    worstFirst: true,
    start: summary =>
      `${renderCounts(summary)}\n${summary.networkAcls > 0 ? `\nReplies by port: ${LEGEND}\n` : ''}\n`,
    render: evaluated => renderTable(evaluated, paint),
    separator: '\n',
    end: summary => `\n${renderResult(summary, format.failOn)}\n`,
  };
}

function renderTable(evaluated: EvaluatedNetworkAcl, paint: Paint): string {
  const { networkAcl, coverage, shadowed } = evaluated;
  const gaps = (['egress', 'ingress'] as const).flatMap(direction => {
    const found = coverage.gaps.filter(gap => gap.direction === direction);
    const title = direction === 'egress' ? 'replies denied outbound' : 'replies denied inbound';
    return renderSection(title, [
      ...renderGaps(found, networkAcl.entries),
      ...renderEvidence(found, evaluated),
    ]);
  });
  return [
    renderHeading(evaluated, paint),
    ...renderAxis(evaluated, paint),
    ...gaps,
    ...renderSection('to add', [
      ...coverage.plan.entries.map(entry => `outbound ${renderEntry(entry)}`),
      ...renderPlanNotes(coverage),
    ]),
    ...renderSection(
      'never takes effect',
      shadowed.map(entry => `${entry.direction === 'egress' ? 'outbound' : 'inbound'} ${renderEntry(entry)}`),
    ),
    ...renderSection('assumed', renderAssumptions(evaluated)),
    '',
  ].join('\n');
}

function renderHeading({ networkAcl, source, worst, muted }: EvaluatedNetworkAcl, paint: Paint): string {
  const { networkAclId, vpcId, tags, inUse } = networkAcl;
  const { label, style } = RESULTS[worst];
  // Others choose the name: it must not control the terminal.
  const names = [toPlain(tags.Name ?? ''), networkAclId].filter(Boolean);
  const notes = [muted ? 'muted' : '', inUse ? '' : 'unused', source.region ?? ''];
  return [
    `${paint(style, label)}${' '.repeat(LABEL_WIDTH - label.length)}${names.map((text, index) => (index === 0 ? paint('bold', text) : text)).join('  ')}`,
    vpcId,
    ...notes,
  ]
    .filter(Boolean)
    .join('  ');
}

/** The bar of each direction and protocol with a service, and the clients' ranges below if replies to them are denied. */
function renderAxis({ coverage, settings }: EvaluatedNetworkAcl, paint: Paint): string[] {
  if (coverage.served.length === 0) return ['  no service: nothing needs a reply'];
  const bars = renderBars(coverage, settings.ephemeralPorts, symbol => paint(BAR_STYLES[symbol], symbol));
  const clients =
    coverage.status === 'gap' ? coverage.clients.flatMap(client => renderClient(client, paint)) : [];
  return [' '.repeat(MARGIN) + paint('dim', renderScale()), ...bars, ...clients];
}

function renderClient({ client, ports, replies, deniedShare }: ClientVerdict, paint: Paint): string[] {
  if (replies === undefined || deniedShare === undefined) return [];
  const text = renderRange(ports, replies === 'allowed' ? replies : `${toPercent(deniedShare)} fail`);
  return [client.padEnd(MARGIN) + paint(REPLY_STYLES[replies], text)];
}

/** Never 0 % or 100 % unless it is exactly so. */
function toPercent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))}%`;
}

function renderSection(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map(line => `    ${line}`)];
}

function renderCounts(summary: Summary): string {
  const { networkAcls } = summary;
  const parts = (['high', 'medium', 'low', 'unknown', 'muted', 'covered'] as const)
    .filter(name => summary[name] > 0)
    .map(name => `${summary[name]} ${name}`);
  const counts = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${networkAcls} network ${networkAcls === 1 ? 'ACL' : 'ACLs'}${counts}`;
}

function renderResult({ networkAcls, failed }: Summary, failOn: FailOn): string {
  if (failOn === 'never') return 'Passed: --fail-on is never.';
  const result = failed > 0 ? `Failed: ${failed}` : 'Passed: none';
  return `${result} of ${networkAcls} at or above ${failOn} (--fail-on).`;
}

import { styleText } from 'node:util';
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
import { renderUnplaced } from '../../functions/alert/words/missing-text.ts';
import type { Judged, Verdict } from './judged.ts';
import type { Options } from './options.ts';
import type { Report } from './report.ts';

type Style = Parameters<typeof styleText>[0];
/** Colors text for a terminal, or leaves it plain. */
type Paint = (style: Style, text: string) => string;

const BAR_STYLES: Readonly<Record<BarSymbol, Style>> = {
  [BAR_SYMBOLS.passes]: 'green',
  [BAR_SYMBOLS.missing]: 'red',
  [BAR_SYMBOLS.deniedByEntry]: 'yellow',
  [BAR_SYMBOLS.notRequired]: 'dim',
};
const REPLY_STYLES = { allowed: 'green', partial: 'yellow', blocked: 'red' } as const;

/** Tables for people to read, with a last line that counts them. */
export function toTableReport(settings: Options['settings'], colored: boolean): Report {
  const paint: Paint = (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text);
  return {
    start: `Replies by destination port: ${LEGEND}\n`,
    render: judged => `\n${renderTable(judged, settings, paint)}`,
    end: verdicts => `\n${renderTally(verdicts)}`,
  };
}

function renderTable(judged: Judged, { ephemeralPorts }: Options['settings'], paint: Paint): string {
  const { networkAcl, coverage, shadowed } = judged;
  const gaps = ['egress', 'ingress'].flatMap(direction => {
    const found = coverage.gaps.filter(gap => gap.direction === direction);
    return renderSection(
      direction === 'egress' ? 'denied outbound' : 'denied inbound',
      renderGaps(found, networkAcl.entries),
    );
  });
  return [
    renderHeading(judged, paint),
    ...renderAxis(judged, ephemeralPorts, paint),
    ...gaps,
    ...renderSection('to add', [...coverage.plan.entries.map(renderEntry), ...renderUnplaced(coverage.plan)]),
    ...renderSection(
      'never takes effect',
      shadowed.map(entry => `${entry.direction === 'egress' ? 'outbound' : 'inbound'} ${renderEntry(entry)}`),
    ),
    '',
  ].join('\n');
}

function renderHeading({ networkAcl, coverage: { status, severity } }: Judged, paint: Paint): string {
  const { networkAclId, vpcId, tags, subnetIds } = networkAcl;
  const verdict =
    status === 'covered'
      ? paint('green', 'covered')
      : paint(severity === 'low' ? 'yellow' : 'red', `gap, ${severity}`);
  const unused = subnetIds.length === 0 ? ['unused'] : [];
  return [paint('bold', networkAclId), vpcId, tags.Name, verdict, ...unused].filter(Boolean).join('  ');
}

/** The bars of each direction and protocol with a service, with the clients' ranges below where some are hit. */
function renderAxis(
  { coverage }: Judged,
  ephemeralPorts: Options['settings']['ephemeralPorts'],
  paint: Paint,
): string[] {
  if (coverage.served.length === 0) return ['  no service: nothing that needs a reply'];
  const bars = renderBars(coverage, ephemeralPorts, symbol => paint(BAR_STYLES[symbol], symbol));
  const clients = coverage.clients.flatMap(({ client, ports, replies }) =>
    replies === undefined
      ? []
      : client.padEnd(MARGIN) + paint(REPLY_STYLES[replies], renderRange(ports, replies)),
  );
  return [
    ' '.repeat(MARGIN) + paint('dim', renderScale()),
    ...bars,
    ...(coverage.status === 'gap' ? clients : []),
  ];
}

function renderSection(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map(line => `    ${line}`)];
}

function renderTally(verdicts: readonly Verdict[]): string {
  const count = (wanted: string) => verdicts.filter(({ severity }) => severity === wanted).length;
  const parts = (['high', 'medium', 'low'] as const)
    .filter(name => count(name) > 0)
    .map(name => `${count(name)} ${name}`);
  const covered = verdicts.filter(({ status }) => status === 'covered').length;
  const gaps = parts.length > 0 ? `, ${verdicts.length - covered} with gaps: ${parts.join(', ')}` : '';
  return `${verdicts.length} network ${verdicts.length === 1 ? 'ACL' : 'ACLs'}: ${covered} covered${gaps}\n`;
}

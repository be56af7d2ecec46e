import {
  BAR_SYMBOLS,
  type BarSymbol,
  MARGIN,
  renderBar,
  renderScale,
} from '../../../../functions/alert/words/coverage-bar.ts';
import type { Client, ClientVerdict } from '../../../../functions/coverage/clients.ts';
import { formatPorts } from '../../../../functions/coverage/space/port-set.ts';
import type { Paint, PaintStyle } from '../../../terminal/terminal.ts';
import type { CheckedNetworkAcl } from '../../checked.ts';
import { toPercent } from '../percent.ts';
import { indent } from './group-text.ts';
import { AXIS_COLUMNS, INDENT } from './style.ts';

const BAR_STYLES: Readonly<Record<BarSymbol, PaintStyle>> = {
  [BAR_SYMBOLS.passes]: 'green',
  [BAR_SYMBOLS.missing]: 'red',
  [BAR_SYMBOLS.deniedByEntry]: 'yellow',
  [BAR_SYMBOLS.notRequired]: 'dim',
};
const LEGEND =
  `${BAR_SYMBOLS.passes} passes   ${BAR_SYMBOLS.missing} blocked   ` +
  `${BAR_SYMBOLS.deniedByEntry} blocked by a deny rule   ${BAR_SYMBOLS.notRequired} not required`;

/** The kinds of clients, in the order in which they matter. */
const CLIENTS: readonly { readonly client: Client; readonly name: string }[] = [
  { client: 'linux', name: 'Linux' },
  { client: 'windows', name: 'Windows, macOS' },
  { client: 'nat-elb-lambda', name: 'NAT, load balancers, Lambda' },
  { client: 'windows-legacy', name: 'Windows XP, Server 2003' },
];
const CLIENT_COLUMNS = 45;

/** The axis of ports for each direction and protocol that is hit, if the terminal is wide enough for it. */
export function renderAxis({ coverage, settings }: CheckedNetworkAcl, paint: Paint, width: number): string[] {
  if (width < AXIS_COLUMNS) return [];
  const hit = coverage.served.filter(({ direction, protocol }) =>
    coverage.gaps.some(gap => gap.direction === direction && gap.protocol === protocol),
  );
  if (hit.length === 0) return [];
  const bars = hit.map(served => {
    const name = `${served.direction === 'egress' ? 'outbound' : 'inbound'} ${served.protocol}`;
    const symbols = renderBar(coverage, served, settings.ephemeralPorts);
    return name.padEnd(MARGIN) + paintRuns(symbols, paint);
  });
  const margin = ' '.repeat(MARGIN);
  return ['', margin + paint('dim', renderScale()), ...bars, margin + paint('dim', LEGEND)];
}

/** One escape sequence for each run of equal symbols. */
function paintRuns(symbols: readonly BarSymbol[], paint: Paint): string {
  const runs = symbols.join('').match(/(.)\1*/g) ?? [];
  return runs.map(run => paint(BAR_STYLES[run.charAt(0) as BarSymbol] ?? 'dim', run)).join('');
}

/** How many connections of each kind of client fail. */
export function renderClients({ coverage }: CheckedNetworkAcl, width: number): string[] {
  if (coverage.status !== 'gap') return [];
  const lines = CLIENTS.flatMap(({ client, name }) => {
    const verdict = coverage.clients.find(one => one.client === client);
    return verdict?.deniedShare === undefined ? [] : [renderClient(name, verdict, width)];
  });
  return lines.length > 0 ? ['', ...lines.map(indent)] : [];
}

function renderClient(name: string, { ports, deniedShare = 0 }: ClientVerdict, width: number): string {
  const columns = Math.min(CLIENT_COLUMNS, width - INDENT - '100% blocked'.length);
  return `${`${name} ${formatPorts([ports])} `.padEnd(columns)}${toPercent(deniedShare)} blocked`;
}

import type { Coverage } from '../../coverage/coverage.ts';
import { type Gap, isForgotten } from '../../coverage/gaps.ts';
import {
  LAST_PORT,
  overlaps,
  type PortRange,
  type PortSet,
  toPortSet,
} from '../../coverage/space/port-set.ts';

/** Columns of the port axis; each for 1024 ports. */
export const BAR_WIDTH = 64;
const PORTS_PER_COLUMN = (LAST_PORT + 1) / BAR_WIDTH;

/**
 * What becomes of the replies to the ports of a column. A column shows the worst of its ports and addresses:
 * one reply that is missing somewhere counts more than all that pass.
 */
export const BAR_SYMBOLS = { passes: '=', missing: '!', deniedByEntry: '#', notRequired: '.' } as const;
export type BarSymbol = (typeof BAR_SYMBOLS)[keyof typeof BAR_SYMBOLS];

/** The port axis of one direction and protocol, such as `.=======!!!!!…`. */
export function renderBar(
  { gaps }: Coverage,
  { direction, protocol }: Pick<Gap, 'direction' | 'protocol'>,
  ephemeralPorts: PortSet,
): BarSymbol[] {
  const denied = gaps.filter(gap => gap.direction === direction && gap.protocol === protocol);
  const missing = toPortSet(denied.filter(isForgotten).map(({ ports }) => ports));
  const byEntry = toPortSet(denied.filter(gap => !isForgotten(gap)).map(({ ports }) => ports));
  return Array.from({ length: BAR_WIDTH }, (_, column) => {
    const ports = [{ from: column * PORTS_PER_COLUMN, to: (column + 1) * PORTS_PER_COLUMN - 1 }];
    if (overlaps(missing, ports)) return BAR_SYMBOLS.missing;
    if (overlaps(byEntry, ports)) return BAR_SYMBOLS.deniedByEntry;
    return overlaps(ephemeralPorts, ports) ? BAR_SYMBOLS.passes : BAR_SYMBOLS.notRequired;
  });
}

/** Columns before the axis; with it a line fits on a terminal of 80. */
export const MARGIN = 15;
/** What the symbols of the bars mean. */
export const LEGEND =
  `${BAR_SYMBOLS.passes} pass   ${BAR_SYMBOLS.missing} missing   ` +
  `${BAR_SYMBOLS.deniedByEntry} denied by a rule   ${BAR_SYMBOLS.notRequired} not required`;

/**
 * The bar of each direction and protocol in which something needs a reply, each behind its name.
 *
 * @param paint - colors a symbol for a terminal
 */
export function renderBars(
  coverage: Coverage,
  ephemeralPorts: PortSet,
  paint: (symbol: BarSymbol) => string = symbol => symbol,
): string[] {
  return coverage.served.map(served => {
    const name = `${served.direction === 'egress' ? 'outbound' : 'inbound'} ${served.protocol}`;
    return name.padEnd(MARGIN) + renderBar(coverage, served, ephemeralPorts).map(paint).join('');
  });
}

/** A range on the same axis with what is to be said of it, inside where that fits: `   |-- blocked --|`, else behind. */
export function renderRange({ from, to }: PortRange, label: string): string {
  const first = Math.floor(from / PORTS_PER_COLUMN);
  const inside = Math.max(0, Math.floor(to / PORTS_PER_COLUMN) - first - 1);
  const margin = ' '.repeat(first);
  const dashes = inside - label.length - 2;
  if (dashes < 2) return `${margin}|${'-'.repeat(inside)}| ${label}`;
  const before = Math.floor(dashes / 2);
  return `${margin}|${'-'.repeat(before)} ${label} ${'-'.repeat(dashes - before)}|`;
}

/** The scale of the axis: each number is above the column that it begins. */
export function renderScale(): string {
  return [0, 16_384, 32_768, 49_152]
    .map(port => String(port).padEnd(BAR_WIDTH / 4))
    .join('')
    .trimEnd();
}

import type { PaintStyle } from '../../../terminal/terminal.ts';
import type { Standing } from '../../checked.ts';

/** How the first word of a block is written. The word says it all: color only helps. */
export const LABELS: Readonly<Record<Standing, { readonly text: string; readonly style: PaintStyle }>> = {
  high: { text: 'HIGH', style: ['bold', 'red'] },
  unknown: { text: 'UNKNOWN', style: 'magenta' },
  medium: { text: 'MEDIUM', style: 'yellow' },
  low: { text: 'low', style: 'yellow' },
  accepted: { text: 'accepted', style: 'dim' },
  muted: { text: 'muted', style: 'dim' },
  unchanged: { text: 'same', style: 'dim' },
  covered: { text: 'covered', style: 'green' },
};

/** Columns of the label with the space behind it; everything below it is indented as much. */
export const INDENT = 8;
/** Columns of a terminal from which the axis of ports fits. */
export const AXIS_COLUMNS = 79;
/** Lines of prose that are longer are hard to read. */
const MOST_COLUMNS = 100;

/** The columns to write in. */
export function toWidth(columns: number): number {
  return Math.max(40, Math.min(MOST_COLUMNS, columns));
}

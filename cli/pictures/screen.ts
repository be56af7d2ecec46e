import { wrap } from './svg.ts';

/** What a message is shown on; pixels. */
export interface Screen {
  readonly width: number;
  readonly margin: number;
}

/** A desktop's window, and a phone held upright. */
export const SCREENS = {
  desktop: { width: 860, margin: 24 },
  phone: { width: 390, margin: 16 },
} as const satisfies Record<string, Screen>;

/** The mean width of a character of the fonts, by their size. */
const TEXT = 0.56;
const BOLD = 0.63;
const CODE = 0.61;

/** Lines of text that fit into a column, with the margin of the first. */
export function wrapText(line: string, column: number, size: number, isBold = false): string[] {
  return wrapIndented(line, Math.floor(column / (size * (isBold ? BOLD : TEXT))));
}

/** Lines of code that fit into a column. */
export function wrapCode(line: string, column: number, size: number): string[] {
  return wrapIndented(line, Math.floor(column / (size * CODE)));
}

function wrapIndented(line: string, most: number): string[] {
  return wrap(line, most).map(part => part.trimEnd());
}

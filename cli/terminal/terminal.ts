import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Where a program writes: a terminal, a file or a pipe. */
export type Terminal = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
};

export type PaintStyle = Parameters<typeof styleText>[0];
/** Colors a text, or leaves it plain. */
export type Paint = (style: PaintStyle, text: string) => string;

/** Colors only a terminal: a file or a pipe gets plain text. */
export function hasColors(terminal: Terminal): boolean {
  return terminal.isTTY === true && terminal.hasColors?.() === true;
}

export function toPaint(colored: boolean): Paint {
  return (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text);
}

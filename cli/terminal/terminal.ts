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

/**
 * Whether to color: by default only a terminal that can show it. FORCE_COLOR colors files and pipes, too, and NO_COLOR or
 * FORCE_COLOR=0 colors nothing (no-color.org, force-color.org).
 *
 * @param force - whether the command line asks for it
 */
export function hasColors(terminal: Terminal, force = false, environment = process.env): boolean {
  const { FORCE_COLOR, NO_COLOR } = environment;
  if (force) return true;
  if (FORCE_COLOR) return !/^(0|false)$/i.test(FORCE_COLOR);
  if (NO_COLOR) return false;
  return terminal.isTTY === true && terminal.hasColors?.() === true;
}

export function toPaint(colored: boolean): Paint {
  return (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text);
}

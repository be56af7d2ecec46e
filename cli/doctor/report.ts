import { escapeUnprintable, toJsonText } from '../../functions/parsing/printable.ts';
import { type PaintStyle, toPaint } from '../terminal/terminal.ts';
import { CHECKS, type CheckResult } from './check-result.ts';

const LABELS: Readonly<Record<CheckResult['state'], { readonly label: string; readonly style: PaintStyle }>> =
  {
    ok: { label: 'ok', style: 'green' },
    warning: { label: 'warn', style: 'yellow' },
    problem: { label: 'PROBLEM', style: 'red' },
    skipped: { label: 'skipped', style: 'dim' },
  };

/** The widest text of each column, and two spaces. */
const LABEL_WIDTH = 'PROBLEM'.length + 2;
const CHECK_WIDTH = Math.max(...CHECKS.map(({ length }) => length)) + 2;

/** What was checked, for the first line. */
export interface CheckedStack {
  readonly stack: string;
  /** Undefined where nothing names one. */
  readonly region: string | undefined;
}

/** How a terminal shows text. */
export interface TextFormat {
  readonly colored: boolean;
  /** Columns at which lines are wrapped; undefined in a pipe. */
  readonly columns: number | undefined;
}

/** A line for each result, below it the step that fixes it, and a last line with the counts. */
export function renderResults(
  results: readonly CheckResult[],
  { stack, region }: CheckedStack,
  format: TextFormat,
): string {
  const lines = results.map((result, index) => renderResult(result, results[index - 1], format));
  return `${stack}${region ? ` in ${region}` : ''}\n\n${lines.join('')}\n${renderTally(results)}\n`;
}

/** The name of a check is printed only with its first result. */
function renderResult(
  { check, state, ...texts }: CheckResult,
  before: CheckResult | undefined,
  { colored, columns }: TextFormat,
): string {
  // AWS gives what operators and other tools named.
  const says = escapeUnprintable(texts.says);
  const then = texts.then && escapeUnprintable(texts.then);
  const { label, style } = LABELS[state];
  const painted = toPaint(colored)(style, label);
  const name = (before?.check === check ? '' : check).padEnd(CHECK_WIDTH);
  const indent = ' '.repeat(LABEL_WIDTH + CHECK_WIDTH);
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(40, columns - indent.length);
  const lines = wrap(says, room).join(`\n${indent}`);
  // Not wrapped: a user copies the command.
  const step = then === undefined ? '' : `${indent}-> ${then}\n`;
  return `${painted}${' '.repeat(LABEL_WIDTH - label.length)}${name}${lines}\n${step}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function renderTally(results: readonly CheckResult[]): string {
  const count = (state: CheckResult['state']) => results.filter(result => result.state === state).length;
  const counts = [
    [count('problem'), 'problem', 'problems'],
    [count('warning'), 'warning', 'warnings'],
    [count('ok'), 'ok', 'ok'],
    [count('skipped'), 'skipped', 'skipped'],
  ] as const;
  return counts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`)
    .join(', ');
}

/** The results as JSON. @param members - of a hub, with `--organisation` */
export function renderJson(
  results: readonly CheckResult[],
  { stack, region }: CheckedStack,
  members?: readonly object[],
): string {
  const found = { stack, region: region ?? null, ok: !hasProblems(results), findings: results };
  return `${toJsonText({ ...found, ...(members && { members }) }, 2)}\n`;
}

/** Whether something is missing or broken, or was not checked because of an earlier problem. */
export function hasProblems(results: readonly CheckResult[]): boolean {
  return results.some(({ state }) => state === 'problem' || state === 'skipped');
}

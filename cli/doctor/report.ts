import { styleText } from 'node:util';
import { CHECKS, type Finding } from './finding.ts';

type Style = Parameters<typeof styleText>[0];

const LABELS: Readonly<Record<Finding['state'], { readonly label: string; readonly style: Style }>> = {
  ok: { label: 'ok', style: 'green' },
  warning: { label: 'warn', style: 'yellow' },
  problem: { label: 'PROBLEM', style: 'red' },
  skipped: { label: 'skipped', style: 'dim' },
};

/** Columns: what is widest in them, and two spaces. */
const LABEL_WIDTH = 'PROBLEM'.length + 2;
const CHECK_WIDTH = Math.max(...CHECKS.map(({ length }) => length)) + 2;

/** What was looked at, for the first line. */
export interface Subject {
  readonly stack: string;
  /** Undefined where nobody names one. */
  readonly region: string | undefined;
}

/** How a terminal shows text. */
export interface Look {
  readonly colored: boolean;
  /** Columns at which a line is broken; a pipe has none. */
  readonly columns: number | undefined;
}

/** A line for each finding, the step that mends it below it, and a last line that counts them. */
export function renderFindings(findings: readonly Finding[], { stack, region }: Subject, look: Look): string {
  const lines = findings.map((finding, index) => renderFinding(finding, findings[index - 1], look));
  return `${stack}${region ? ` in ${region}` : ''}\n\n${lines.join('')}\n${renderTally(findings)}\n`;
}

/** The name of a check stands at the first of its findings only. */
function renderFinding(
  { check, state, says, then }: Finding,
  before: Finding | undefined,
  { colored, columns }: Look,
): string {
  const { label, style } = LABELS[state];
  const painted = colored ? styleText(style, label, { validateStream: false }) : label;
  const name = (before?.check === check ? '' : check).padEnd(CHECK_WIDTH);
  const indent = ' '.repeat(LABEL_WIDTH + CHECK_WIDTH);
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(40, columns - indent.length);
  const lines = wrap(says, room).join(`\n${indent}`);
  // Not broken: what is to be typed should be there to be copied.
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

function renderTally(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter(finding => finding.state === state).length;
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

/** The findings for a program. */
export function renderJson(findings: readonly Finding[], { stack, region }: Subject): string {
  return `${JSON.stringify({ stack, region: region ?? null, ok: !isIll(findings), findings }, null, 2)}\n`;
}

/** Whether something is missing or broken, or could not be looked at because of what came before it. */
export function isIll(findings: readonly Finding[]): boolean {
  return findings.some(({ state }) => state === 'problem' || state === 'skipped');
}

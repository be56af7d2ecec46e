import type { Alert } from '../../review/words/alert.ts';
import type { Detail, Fix, Report, Step } from '../report/report.ts';
import { toReport } from '../report/to-report.ts';
import { uncapitalize } from '../words/plain-text.ts';

/**
 * The alert as plain text, in the order in which an operator who is on call needs it.
 *
 * Mail programs show it in a proportional font, and Outlook joins a line of 40 characters and more with the next one unless
 * it ends with a punctuation mark or the next begins with two spaces (Microsoft's article 308319): so there is no table,
 * a sentence ends with a full stop, and lists and code begin with two spaces.
 */
export function renderText(alert: Alert): string {
  return renderReport(toReport(alert));
}

function renderReport({ lines, fix, details, closing }: Report): string {
  return renderBlocks([
    lines,
    renderFix(fix),
    ...fix.steps.flatMap(renderStep),
    fix.next,
    renderDetails(details),
    [closing],
  ]);
}

/** Blocks of lines, with an empty line between them. */
export function renderBlocks(blocks: readonly (readonly string[])[]): string {
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`;
}

function renderFix({ sentences, isNeeded }: Fix): string[] {
  const [first = '', ...others] = sentences;
  if (!isNeeded || first.startsWith('No rule proposed')) return [...sentences];
  return [`Fix: ${uncapitalize(first)}`, ...others];
}

/** Blocks: the introduction, the code, and the notes. Code has no columns: they are ragged in a proportional font. */
export function renderStep({ intro, lines, notes }: Step): string[][] {
  const code = lines.map(line => (line === '' ? '' : `  ${line.replace(/(\S) {2,}/g, '$1 ')}`));
  return [intro === '' ? [] : [intro], code, [...notes]];
}

/** Links, names and codes. */
export function renderDetails(details: readonly Detail[]): string[] {
  if (details.length === 0) return [];
  return ['Details:', ...details.map(({ label, text }) => `  ${label}: ${text}`)];
}

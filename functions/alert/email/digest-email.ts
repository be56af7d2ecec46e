import type { Digest } from '../../review/words/digest.ts';
import { toDigestReport } from '../report/digest-report.ts';
import { uncapitalize } from '../words/plain-text.ts';
import { renderBlocks, renderDetails, renderStep } from './email.ts';

/** The digest as plain text: at most 40 lines, unless the guard has added rules. */
export function renderDigestText(digest: Digest): string {
  const { lines, fix, lists, assumed, facts, steps, details, closing } = toDigestReport(digest);
  const isWell = digest.about.kind === 'all-well';
  const advice = isWell ? fix : fix.map((line, index) => (index === 0 ? `Fix: ${uncapitalize(line)}` : line));
  const listed = lists.map(({ account, title, lines: some }) => [
    ...(account === undefined ? [] : [`${account}:`]),
    ...[title, ...some.map(line => `  - ${line}`)],
  ]);
  return renderBlocks([
    lines,
    advice,
    ...listed,
    facts,
    assumed.length === 0 ? [] : ['Assumed:', ...assumed.map(line => `  - ${line}`)],
    ...steps.flatMap(step => renderStep(step)),
    renderDetails(details),
    [closing],
  ]);
}

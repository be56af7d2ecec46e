import type { GapAlert } from '../../review/words/alert.ts';
import type { ReportedGap } from '../../review/words/reported-gap.ts';
import { renderDenials } from './gap-text.ts';

/** Lines of each kind; a network ACL of 40 + 40 entries can have hundreds of gaps. */
const MOST_LINES = 40;

/** What is new and what is gone since the last alert. */
export function renderDifference({ difference }: Pick<GapAlert, 'difference'>): string[] {
  if (difference === undefined) return [];
  const lines = [...toLines('new', difference.added), ...toLines('no longer', difference.gone)];
  return lines.length > 0 ? lines : ['The gaps changed, and are too many to compare.'];
}

function toLines(what: string, gaps: readonly ReportedGap[]): string[] {
  return renderDenials(gaps)
    .slice(0, MOST_LINES)
    .map(denial => `${what}: ${denial}`);
}

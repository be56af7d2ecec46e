import type { FailureRule, Summary } from '../summary.ts';

/** In the order in which they are read. */
const COUNTED = ['high', 'medium', 'low', 'unknown', 'accepted', 'muted', 'unchanged', 'covered'] as const;

/** `1 network ACL`, `30 network ACLs`. */
export function renderNumber(count: number): string {
  return `${count} network ${count === 1 ? 'ACL' : 'ACLs'}`;
}

/** `4 high, 4 medium, 19 covered`; `all covered`; nothing without a network ACL. */
export function renderCounts(summary: Summary): string {
  if (summary.covered === summary.networkAcls) return summary.networkAcls > 0 ? 'all covered' : '';
  return COUNTED.filter(name => summary[name] > 0)
    .map(name => `${summary[name]} ${name}`)
    .join(', ');
}

/** The verdict, such as `Failed: 8 of 30 at or above medium (--fail-on).` */
export function renderVerdict({ networkAcls, failed, unknown }: Summary, rule: FailureRule): string {
  if (rule.failOn === 'never') return 'Passed: --fail-on is never.';
  const result = failed > 0 ? `Failed: ${failed}` : 'Passed: none';
  const without = unknown > 0 ? `, ${unknown} unknown${rule.strict ? ' (--strict)' : ''}` : '';
  return `${result} of ${networkAcls} at or above ${rule.failOn} (--fail-on)${without}.`;
}

/** The counts and the verdict, where the report itself goes to a file. */
export function renderShort(summary: Summary, rule: FailureRule): string {
  const counts = renderCounts(summary);
  const head = `${renderNumber(summary.networkAcls)}${counts ? `: ${counts}` : ''}`;
  return `${head}\n${summary.networkAcls > 0 ? `${renderVerdict(summary, rule)}\n` : ''}`;
}

import type { Case } from './case.ts';
import { formatEntry, formatRange } from './notation.ts';
import { formatPlace } from './place-notation.ts';

/** The case as text, each direction by rule number. */
export function formatCase({ entries, settings, place }: Case): string {
  const sorted = entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  const lines = (egress: boolean) => sorted.filter(e => e.egress === egress).map(e => `  ${formatEntry(e)}`);
  return [
    `required ${settings.required.map(formatRange).join(',')}, quota ${settings.ruleQuota}`,
    'ingress',
    ...lines(false),
    'egress',
    ...lines(true),
    'place',
    ...formatPlace(place).map(line => `  ${line}`),
  ].join('\n');
}

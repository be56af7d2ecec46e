import { expect, it } from 'vitest';
import { renderAxis } from '../../functions/alert/words/axis-text.ts';
import { mainGaps } from '../../functions/coverage/main-gaps.ts';
import { toCausing } from '../../functions/review/reporting/digest-members.ts';
import { gapAlert } from '../fixtures/alerts.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const DENY = '50 deny tcp 4096-8191 0.0.0.0/0';
const deniers = (gaps: ReturnType<typeof toCausing>) => [
  ...new Set(gaps.map(({ deniedBy }) => deniedBy.kind)),
];

it('an alert shows what an operator decided beside what is missing; a digest counts only what is missing', () => {
  const alert = gapAlert([...SSH, ...egress(DENY)]);
  expect(deniers(mainGaps(alert.coverage)).sort()).toEqual(['default', 'entry']);
  expect(renderAxis(alert).join('\n')).toMatch(/!#+!/);
  expect(deniers(toCausing(alert.coverage))).toEqual(['default']);
});

it('where an operator decided on all gaps, these are what both show', () => {
  const { coverage } = gapAlert([...SSH, ...egress(DENY, '100 allow tcp 1024-65535 0.0.0.0/0')]);
  expect(deniers(mainGaps(coverage))).toEqual(['entry']);
  expect(toCausing(coverage)).toEqual(mainGaps(coverage));
});

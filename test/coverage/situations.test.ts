import { expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { contains, parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { SETTINGS } from '../fixtures/network-acls.ts';
import { readSituations, SITUATIONS } from '../fixtures/situations.ts';

const all = Object.keys(SITUATIONS).flatMap(readSituations);

it.each(all)('situation $id: $title', ({ expect: expected, networkAcl, surroundings }) => {
  const coverage = evaluateCoverage(networkAcl, surroundings, SETTINGS);
  expect(expected.severity).toContain(coverage.severity);
  if (expected.ingress !== 'any') {
    expect(coverage.ingressSeverity === 'high' ? 'high' : 'quiet').toBe(expected.ingress);
  }
  const within = expected.planWithin.map(parseCidrBlock);
  for (const { cidrBlock } of coverage.plan.entries) {
    expect(within.some(block => contains(block, cidrBlock))).toBe(true);
  }
  const { planned = coverage.plan.entries.length > 0 } = expected;
  expect(coverage.plan.entries.length > 0).toBe(planned);
});

it.each(Object.entries(SITUATIONS))('%s has %d situations', (file, count) =>
  expect(readSituations(file)).toHaveLength(count),
);

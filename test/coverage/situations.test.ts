import { expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { contains, parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { SETTINGS } from '../fixtures/network-acls.ts';
import { readSituations } from '../fixtures/situations.ts';

it.each(readSituations())('situation $id: $title', ({ expect: expected, networkAcl, surroundings }) => {
  const coverage = evaluateCoverage(networkAcl, surroundings, SETTINGS);
  expect(expected.severity).toContain(coverage.severity);
  if (expected.ingress !== 'any') {
    expect(coverage.ingressSeverity === 'high' ? 'high' : 'quiet').toBe(expected.ingress);
  }
  const within = expected.planWithin.map(parseCidrBlock);
  for (const { cidrBlock } of coverage.plan.entries) {
    expect(within.some(block => contains(block, cidrBlock))).toBe(true);
  }
});

it('has all situations', () => expect(readSituations()).toHaveLength(50));

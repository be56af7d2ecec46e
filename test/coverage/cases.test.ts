import { expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { isForgotten } from '../../functions/coverage/gaps.ts';
import { readRuleTables } from '../fixtures/cases.ts';
import { networkAcl, OFFLINE, SETTINGS } from '../fixtures/network-acls.ts';

it.each(readRuleTables())('rule table $name', ({ entries, inUse, expected }) => {
  const coverage = evaluateCoverage(networkAcl(entries, { inUse }), OFFLINE, SETTINGS);
  const { status, severity, ingressSeverity, plan } = coverage;
  const isPlanned = plan.entries.length > 0 || plan.unplaced.some(({ reason }) => reason !== 'broad');
  expect({ status, severity, ingressSeverity, plan: isPlanned ? 'yes' : 'no' }).toEqual(expected);
  const certain = coverage.gaps.filter(gap => isForgotten(gap) && gap.direction === 'egress');
  expect(certain.every(({ evidence }) => evidence === 'named' || evidence === 'broad')).toBe(true);
});

it('has all tables', () => expect(readRuleTables()).toHaveLength(115));

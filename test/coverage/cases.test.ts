import { expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { isForgotten } from '../../functions/coverage/gaps.ts';
import { RULE_TABLES, readRuleTables } from '../fixtures/cases.ts';
import { networkAcl, OFFLINE, SETTINGS } from '../fixtures/network-acls.ts';

const tables = Object.keys(RULE_TABLES).flatMap(readRuleTables);

it.each(tables)('rule table $name', ({ entries, inUse, expected }) => {
  const coverage = evaluateCoverage(networkAcl(entries, { inUse }), OFFLINE, SETTINGS);
  const { status, severity, ingressSeverity, plan } = coverage;
  const isPlanned = plan.entries.length > 0 || plan.unplaced.some(({ reason }) => reason !== 'broad');
  expect({ status, severity, ingressSeverity, plan: isPlanned ? 'yes' : 'no' }).toEqual(expected);
  const certain = coverage.gaps.filter(gap => isForgotten(gap) && gap.direction === 'egress');
  expect(certain.every(({ evidence }) => evidence === 'named' || evidence === 'broad')).toBe(true);
});

it.each(Object.entries(RULE_TABLES))('%s has %d tables', (file, count) =>
  expect(readRuleTables(file)).toHaveLength(count),
);

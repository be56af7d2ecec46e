import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoverageSettings, evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';
import { anyEntries, anySurroundings } from '../../fixtures/arbitrary-network-acls.ts';
import { RULE_TABLES, readRuleTables } from '../../fixtures/cases.ts';
import { GENERATED_RUNS } from '../../fixtures/generated-runs.ts';
import { networkAcl, OFFLINE, SETTINGS } from '../../fixtures/network-acls.ts';
import { PACKETS, toPackets } from '../../fixtures/packets.ts';
import { readSituations, SITUATIONS } from '../../fixtures/situations.ts';
import { type Given, PROMISES } from './promises.ts';

/** The default, other required ranges, and quotas that hardly leave room. */
const ALL_SETTINGS: readonly CoverageSettings[] = [
  SETTINGS,
  { ...SETTINGS, ephemeralPorts: parsePortRanges('32768-60999') },
  { ...SETTINGS, ephemeralPorts: parsePortRanges('1024-5000,49152-65535') },
  { ...SETTINGS, ruleQuota: 3 },
  { ...SETTINGS, ruleQuota: 7 },
];

const tables = Object.keys(RULE_TABLES).flatMap(readRuleTables);
const situations = Object.keys(SITUATIONS).flatMap(readSituations);
const real = [
  ...tables.map(({ entries, inUse }) => ({ networkAcl: networkAcl(entries, { inUse }), around: OFFLINE })),
  ...situations.map(one => ({ networkAcl: one.networkAcl, around: one.surroundings })),
];
const givens = real.flatMap(one =>
  ALL_SETTINGS.map((settings): Given => {
    const { plan } = evaluateCoverage(one.networkAcl, one.around, settings);
    return { ...one, settings, packets: toPackets([...one.networkAcl.entries, ...plan.entries], settings) };
  }),
);

const anyGiven = fc
  .record({
    entries: anyEntries,
    around: fc.oneof(fc.constant(OFFLINE), anySurroundings, anySurroundings),
    settings: fc.constantFrom(SETTINGS, SETTINGS, ...ALL_SETTINGS),
    inUse: fc.constantFrom(true, true, true, false),
  })
  .map(
    ({ entries, around, settings, inUse }): Given => ({
      networkAcl: networkAcl(entries, { inUse }),
      around,
      settings,
      packets: PACKETS,
    }),
  );

describe.each(Object.entries(PROMISES))('a plan keeps promise %s', (_, check) => {
  it('for generated network ACLs', () => {
    fc.assert(fc.property(anyGiven, check), { numRuns: GENERATED_RUNS });
  });

  it('for all rule tables and situations', () => {
    for (const given of givens) check(given);
  });
});

it('has plans and refused plans among the rule tables and situations', () => {
  const plans = givens.map(given => evaluateCoverage(given.networkAcl, given.around, given.settings).plan);
  expect(plans.filter(({ entries }) => entries.length > 0).length).toBeGreaterThan(300);
  const reasons = new Set(plans.flatMap(({ unplaced }) => unplaced.map(({ reason }) => reason)));
  expect([...reasons].sort()).toEqual(['broad', 'decision', 'no-interfaces', 'quota', 'too-many-entries']);
});

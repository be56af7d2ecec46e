import { describe, expect, it } from 'vitest';
import { percentile } from './statistics.ts';
import { renderTable } from './table.ts';
import { type Measured, toTargets } from './targets.ts';

const cold = (bundle: string, measured: Measured['cold'][number]['measured'], toFloor: number) => ({
  ...{ bundle, measured, toFloor },
  ...{ median: 1, lowerQuartile: 1, upperQuartile: 1 },
});
const coverage = (name: string, median: number) => ({
  ...{ name, median },
  ...{ entries: 20, gaps: 0, planned: 0, p5: 1, p95: 1 },
});
const warm = (perCoreSecond: number, heapAfterMegabytes: number) => ({
  ...{ perCoreSecond, heapAfterMegabytes, heapBeforeMegabytes: 12 },
  ...{ perBatch: 1, reviews: 1, perSecond: 1, p50: 1, p95: 1, p99: 1 },
});

const SWEEP = { networkAcls: 10_000, interfaces: 20_000, wallSeconds: 9, floorCpuSeconds: 4 };

const within: Measured = {
  cold: [
    cold('guard', 'import', 1.6),
    cold('guard', 'import and first review', 1.4),
    cold('sweep', 'import', 9),
  ],
  coverage: [
    coverage('typical, IPv4, gap', 50),
    coverage('typical, IPv4, gap, 100 rules of security groups', 200),
    coverage('adversarial, IPv4, 40 + 40', 1_000),
    coverage('adversarial, IPv4, covered', 5_000),
  ],
  warm: [warm(300, 13), warm(900, 11)],
  sweep: { ...SWEEP, cpuSeconds: 5, peakMegabytes: 256 },
  sweepWithExposure: { ...SWEEP, cpuSeconds: 6, peakMegabytes: 400 },
};

const missed = (measured: Partial<Measured>) =>
  toTargets({ ...within, ...measured })
    .filter(({ met }) => !met)
    .map(({ target }) => target);

describe('targets', () => {
  it('are met up to their limits', () => {
    expect(missed({})).toEqual([]);
  });

  it.each<[Partial<Measured>, string]>([
    [{ cold: [cold('guard', 'import', 1.61), ...within.cold.slice(1)] }, "guard's import"],
    [{ cold: within.cold.slice(0, 1) }, "guard's import and first review"],
    [
      { coverage: [...within.coverage, coverage('typical, both families, covered', 51)] },
      'a typical network ACL evaluated and planned',
    ],
    [
      { coverage: [...within.coverage, coverage('typical, both families, 100 rules', 201)] },
      'the same with 100 rules of security groups',
    ],
    [
      { coverage: [...within.coverage, coverage('adversarial, both families, 40 + 40', 1_001)] },
      'an adversarial one of 40 + 40 entries',
    ],
    [{ warm: [warm(299, 12), warm(900, 12)] }, 'warm reviews of one core'],
    [{ warm: [warm(300, 13.1)] }, "growth of guard's heap over all of them"],
    [{ sweep: { ...within.sweep, cpuSeconds: 5.1 } }, 'a sweep of 10,000 covered network ACLs'],
    [{ sweep: { ...within.sweep, peakMegabytes: 257 } }, 'its memory'],
    [
      { sweepWithExposure: { ...within.sweepWithExposure, cpuSeconds: 6.1 } },
      'one that reads 20,000 interfaces, too',
    ],
    [{ sweepWithExposure: { ...within.sweepWithExposure, peakMegabytes: 401 } }, 'the memory of that'],
  ])('report one that is missed: %#', (measured, target) => {
    expect(missed(measured)).toEqual([target]);
  });
});

it.each([
  [[3, 1, 2], 50, 2],
  [[4, 1, 3, 2], 50, 2],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 95, 10],
  [[7], 1, 7],
])('of %j, %i percent do not exceed %i', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});

it('renders a table with aligned columns', () => {
  expect(
    renderTable(
      'Speed',
      ['what', 'ms'],
      [
        ['import', '57.1'],
        ['all', '5'],
      ],
    ).split('\n'),
  ).toEqual(['Speed', 'what      ms', 'import  57.1', 'all        5', '']);
});

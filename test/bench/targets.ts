import type { ColdRow } from './cold.ts';
import type { CoverageTime } from './coverage.ts';
import type { SweepRow } from './sweep.ts';
import type { WarmRow } from './warm.ts';

/** All that `npm run bench` measures and compares with a target. */
export interface Measured {
  readonly cold: readonly ColdRow[];
  readonly coverage: readonly CoverageTime[];
  readonly warm: readonly WarmRow[];
  readonly sweep: SweepRow;
  readonly sweepWithExposure: SweepRow;
}

/** A measured value beside its limit. */
export interface Target {
  readonly target: string;
  readonly limit: string;
  readonly measured: string;
  readonly met: boolean;
}

const most = (target: string, limit: number, measured: number, unit: string, digits: number): Target => ({
  target,
  limit: `at most ${limit} ${unit}`,
  measured: `${measured.toFixed(digits)} ${unit}`,
  met: measured <= limit,
});

export function toTargets({ cold, coverage, warm, sweep, sweepWithExposure }: Measured): Target[] {
  const toFloor = (measured: ColdRow['measured']) =>
    cold.find(row => row.bundle === 'guard' && row.measured === measured)?.toFloor ?? Number.NaN;
  const slowest = (names: RegExp) =>
    Math.max(...coverage.filter(({ name }) => names.test(name)).map(({ median }) => median));
  const reviews = Math.min(...warm.map(({ perCoreSecond }) => perCoreSecond));
  const growth = Math.max(...warm.map(row => row.heapAfterMegabytes - row.heapBeforeMegabytes));
  return [
    most("guard's import", 1.6, toFloor('import'), "x the floor's", 2),
    most("guard's import and first review", 1.4, toFloor('import and first review'), "x the floor's", 2),
    most('a typical network ACL evaluated and planned', 50, slowest(/^typical.*(?:covered|gap)$/), 'µs', 1),
    most('the same with 100 rules of security groups', 200, slowest(/^typical.*100 rules/), 'µs', 1),
    most('an adversarial one of 40 + 40 entries', 1_000, slowest(/40 \+ 40$/), 'µs', 1),
    {
      target: 'warm reviews of one core',
      limit: 'at least 300 a second',
      measured: `${reviews.toFixed(0)} a second`,
      met: reviews >= 300,
    },
    most("growth of guard's heap over all of them", 1, growth, 'MB', 1),
    most('a sweep of 10,000 covered network ACLs', 5, sweep.cpuSeconds, 's of CPU', 2),
    most('its memory', 256, sweep.peakMegabytes, 'MB', 0),
    most('one that reads 20,000 interfaces, too', 6, sweepWithExposure.cpuSeconds, 's of CPU', 2),
    most('the memory of that', 400, sweepWithExposure.peakMegabytes, 'MB', 0),
  ];
}

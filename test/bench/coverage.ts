/**
 * How long evaluating a network ACL takes, with its plan.
 *
 * Rounds go through all cases in turn, so that other load on the machine affects all of them alike.
 */
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { networkAcl, OFFLINE, SETTINGS } from '../fixtures/network-acls.ts';
import { COVERAGE_CASES, type CoverageCase } from './coverage-cases.ts';
import { percentile } from './statistics.ts';

/** What one case took. Times in microseconds for one network ACL. */
export interface CoverageTime {
  readonly name: string;
  readonly entries: number;
  readonly gaps: number;
  readonly planned: number;
  readonly median: number;
  readonly p5: number;
  readonly p95: number;
}

const WARM_UP_MS = 300;
const ROUNDS = 101;
/** Milliseconds of a round's share of one case: long against the clock's own steps. */
const SHARE_MS = 1;
/** More entries than EC2 allows, so that also the largest case gets its plan. */
const BENCH_SETTINGS = { ...SETTINGS, ruleQuota: 200 };

/** Evaluates and plans each case again and again, and returns how long one time takes. */
export function measureCoverage(rounds = ROUNDS): CoverageTime[] {
  const timed = COVERAGE_CASES.map(one => ({ ...one, repeats: warmUp(one), times: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { repeats, times, ...one } of timed) times.push(time(one, repeats));
  }
  return timed.map(({ times, ...one }) => {
    const { gaps, plan } = judge(one);
    return {
      name: one.name,
      entries: one.entries.length,
      gaps: gaps.length,
      planned: plan.entries.length,
      median: percentile(times, 50),
      p5: percentile(times, 5),
      p95: percentile(times, 95),
    };
  });
}

/** Until the code is compiled; how often the case fits into its share of a round. */
function warmUp(one: CoverageCase): number {
  const started = performance.now();
  let repeats = 0;
  for (; performance.now() - started < WARM_UP_MS; repeats += 1) judge(one);
  return Math.max(1, Math.round((repeats * SHARE_MS) / WARM_UP_MS));
}

/** Microseconds for one network ACL. */
function time(one: CoverageCase, repeats: number): number {
  const started = performance.now();
  for (let repeat = 0; repeat < repeats; repeat += 1) judge(one);
  return ((performance.now() - started) * 1_000) / repeats;
}

function judge({ entries, surroundings = OFFLINE }: CoverageCase): Coverage {
  return evaluateCoverage(networkAcl(entries), surroundings, BENCH_SETTINGS);
}

import { BUILT, changeBatch, measure, startRegion, typicalNetworkAcl } from './region.ts';
import { percentile } from './statistics.ts';

export interface WarmRow {
  /** Changes in one invocation, each of another network ACL. */
  readonly perBatch: number;
  readonly reviews: number;
  /** Of the clock, the stand-in's share included. */
  readonly perSecond: number;
  /** Of guard's own processor time: what one core could do. */
  readonly perCoreSecond: number;
  /** Milliseconds of an invocation. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly heapBeforeMegabytes: number;
  readonly heapAfterMegabytes: number;
}

const NETWORK_ACLS = 500;

/**
 * So many reviews of covered network ACLs through the built guard.
 *
 * @param perBatch - changes of one invocation, each of another network ACL
 */
export async function measureWarm(reviews: number, perBatch: number): Promise<WarmRow> {
  const networkAcls = Array.from({ length: NETWORK_ACLS }, (_, index) => typicalNetworkAcl(index));
  const region = await startRegion(networkAcls);
  try {
    const events = Array.from({ length: NETWORK_ACLS / perBatch }, (_, index) =>
      changeBatch(...networkAcls.slice(index * perBatch, (index + 1) * perBatch)),
    );
    const invocations = reviews / perBatch;
    const usage = await measure(region, {
      bundle: BUILT.guard,
      events,
      warmUps: invocations / 10,
      invocations,
    });
    return {
      perBatch,
      reviews,
      perSecond: (reviews / usage.wall) * 1_000,
      perCoreSecond: (reviews / usage.cpu) * 1_000,
      p50: percentile(usage.milliseconds, 50),
      p95: percentile(usage.milliseconds, 95),
      p99: percentile(usage.milliseconds, 99),
      heapBeforeMegabytes: usage.heapBefore / 1e6,
      heapAfterMegabytes: usage.heapAfter / 1e6,
    };
  } finally {
    await region.close();
  }
}

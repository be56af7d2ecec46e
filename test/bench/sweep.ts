import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { bundleFunctions } from '../../infra/bundle/bundle.ts';
import { type SweptRegionSize, sweptRegion } from '../fixtures/swept-region.ts';
import type { MeasuredUsage } from './measured-function.ts';
import { BUILT, measure, startRegion } from './region.ts';
import { percentile } from './statistics.ts';

export interface SweepRow {
  readonly networkAcls: number;
  /** Behind them, in the subnets. */
  readonly interfaces: number;
  /** Medians. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
  /** What the SDK takes to list the network ACLs, and nothing else. */
  readonly floorCpuSeconds: number;
}

/**
 * Sweeps of a region, from a cold start but for the import, in turn with the SDK's listing of the network ACLs alone. No
 * network ACL has anything to report.
 *
 * @param runs - of each
 */
export async function measureSweep(size: SweptRegionSize, runs = 3): Promise<SweepRow> {
  const folder = await mkdtemp(join(tmpdir(), 'sweep-'));
  const { networkAcls, surroundings } = sweptRegion(size);
  const region = await startRegion(networkAcls, surroundings);
  try {
    // With the other floor, since all of what the plugins look for is not in this one.
    await bundleFunctions({ floor: 'test/bench/floor/handler.ts', list: 'test/bench/floor/list.ts' }, folder);
    const sweeps: MeasuredUsage[] = [];
    const listings: MeasuredUsage[] = [];
    for (let run = 0; run < runs; run += 1) {
      sweeps.push(await measureOnce(region, BUILT.sweep));
      listings.push(await measureOnce(region, pathToFileURL(join(folder, 'list.mjs'))));
    }
    return {
      networkAcls: size.networkAcls,
      interfaces: size.interfaces,
      cpuSeconds: median(sweeps, ({ cpu }) => cpu / 1_000),
      wallSeconds: median(sweeps, ({ wall }) => wall / 1_000),
      peakMegabytes: median(sweeps, ({ peakBytes }) => peakBytes / 1e6),
      floorCpuSeconds: median(listings, ({ cpu }) => cpu / 1_000),
    };
  } finally {
    await region.close();
    await rm(folder, { recursive: true });
  }
}

function measureOnce(region: StandIn, bundle: URL): Promise<MeasuredUsage> {
  const events = [{ Records: [{ messageId: 'sweep', body: '{}' }] }];
  return measure(region, { bundle, events, warmUps: 0, invocations: 1 });
}

const median = (usages: readonly MeasuredUsage[], of: (usage: MeasuredUsage) => number) =>
  percentile(usages.map(of), 50);

import { measure, startRegion, typicalNetworkAcl } from './region.ts';

export interface SweepRow {
  readonly networkAcls: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

/** One sweep of so many covered network ACLs, from a cold start but for the import. */
export async function measureSweep(networkAcls: number): Promise<SweepRow> {
  const region = await startRegion(
    Array.from({ length: networkAcls }, (_, index) => typicalNetworkAcl(index)),
  );
  try {
    const event = { Records: [{ messageId: 'sweep', body: '{}' }] };
    const usage = await measure(region, { bundle: 'sweep', events: [event], warmUps: 0, invocations: 1 });
    return {
      networkAcls,
      cpuSeconds: usage.cpu / 1_000,
      wallSeconds: usage.wall / 1_000,
      peakMegabytes: usage.peakBytes / 1e6,
    };
  } finally {
    await region.close();
  }
}

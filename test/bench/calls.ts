import { countOnWireTo } from './counting-wire.ts';
import { BUILT, changeBatch, measure, startRegion, typicalNetworkAcl } from './region.ts';

export interface CallsRow {
  readonly networkAcl: 'covered' | 'broken';
  readonly calls: readonly string[];
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** What one change costs in calls and bytes, in notify mode, when nothing is on record yet. */
export async function measureCalls(): Promise<CallsRow[]> {
  return [await measureEvent('covered'), await measureEvent('broken')];
}

async function measureEvent(kind: CallsRow['networkAcl']): Promise<CallsRow> {
  const networkAcl = typicalNetworkAcl(0, kind === 'covered');
  const region = await startRegion([networkAcl]);
  const wire = await countOnWireTo(region.endpoint);
  try {
    const events = [changeBatch(networkAcl)];
    await measure({ endpoint: wire.endpoint }, { bundle: BUILT.guard, events, warmUps: 0, invocations: 1 });
    return {
      networkAcl: kind,
      calls: region.calls.map(({ action }) => action),
      sentBytes: wire.sent(),
      receivedBytes: wire.received(),
    };
  } finally {
    await wire.close();
    await region.close();
  }
}

import { describe, expect, it } from 'vitest';
import { change, DEAD, deliverUntilSettled, toBatch } from '../faults/change-queue.ts';
import { COVERED } from '../faults/network-acls.ts';
import { ALWAYS, type Region, startRegion } from '../faults/region.ts';

/** The events about the broken network ACL, each with an id and a time of its own. */
const EVENTS = Array.from({ length: 10 }, (_, index) =>
  change({
    eventID: `event-${index}`,
    eventTime: new Date(Date.UTC(2026, 10, 20, 9, index)).toISOString(),
  }),
);

async function deliver({ guard }: Region, events: readonly object[]): Promise<void> {
  expect(await guard(toBatch(events))).toEqual({ batchItemFailures: [] });
}

describe('each problem is reported once', () => {
  const [first = {}, ...others] = EVENTS;
  it.each<[string, readonly (readonly object[])[]]>([
    ['in order', [...EVENTS, ...EVENTS].map(event => [event])],
    ['backwards', [...EVENTS, ...EVENTS].reverse().map(event => [event])],
    ['twice in one batch each', EVENTS.map(event => [event, event])],
    ['all at once', [[...EVENTS, ...EVENTS]]],
    ['the first last', [others, [first], [first], others]],
  ])('ten events, each twice, %s: one alert; fixed: one resolved', async (_, batches) => {
    const region = await startRegion();
    for (const batch of batches) await deliver(region, batch);
    expect(region.kinds()).toEqual(['gap']);
    region.standIn.putNetworkAcl(COVERED);
    for (const batch of batches) await deliver(region, batch);
    expect(region.kinds()).toEqual(['gap', 'resolved']);
  });
});

it('alerts while the table cannot be reached, and under the same id when it is repeated', async () => {
  const region = await startRegion();
  for (const action of ['GetItem', 'PutItem']) region.spoil(action, 'server-error', { times: ALWAYS });
  expect(await deliverUntilSettled(region, EVENTS[0] ?? {})).toEqual(DEAD);
  expect(region.kinds()).toEqual(['gap', 'gap']);
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(region.errors()).toContain('published without a record');
});

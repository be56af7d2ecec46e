import { expect, it } from 'vitest';
import type { Fault } from '../../cli/aws-stand-in/stand-in.ts';
import { AT_ONCE, change, changeOf, deliverUntilSettled } from './change-queue.ts';
import { addedSentence, BROKEN, COVERED, ID, networkAcl, REPLIES, SSH_IN } from './network-acls.ts';
import { ALWAYS, type Region, startClockedRegion, startRegion, type TestClock } from './region.ts';

const ALERTED_ONCE = { [ID]: { alerted: 'gap', revision: 3 } };
const KEY_THROTTLED: Fault = { code: 'KMSThrottling', status: 400 };
const KEY_DISABLED: Fault = { code: 'KMSDisabled', status: 400 };
const KEY_DENIED: Fault = { code: 'KMSAccessDenied', status: 400 };
const TOPIC_GONE: Fault = { code: 'NotFound', status: 404 };

it.each<Fault>(['throttle', 'server-error', 'reset'])(
  'a publish that fails once (%s) is repeated by the SDK: one alert',
  async fault => {
    const region = await startRegion();
    region.spoil('Publish', fault);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.calls('Publish')).toEqual([fault, 'ok']);
    expect(region.kinds()).toEqual(['gap']);
    expect(await region.findings()).toEqual(ALERTED_ONCE);
  },
);

/** The next report: a claim of one that was cut off is over after six minutes. */
async function reportLater(region: Region, clock: TestClock): Promise<void> {
  clock.passHours(0.1);
  await region.report();
}

const NOT_REPORTED = '1 findings could not be reported';

it.each<[string, Fault, number]>([
  ['throttled', 'throttle', 3],
  ['failing', 'server-error', 3],
  ['out of reach', 'reset', 3],
  ['denied', 'denied', 1],
  ['whose key is throttled', KEY_THROTTLED, 3],
  ['whose key is disabled', KEY_DISABLED, 1],
  ['whose key is denied', KEY_DENIED, 1],
  ['that is gone', TOPIC_GONE, 1],
])(
  'a topic %s for a while leaves the alert pending, which is reported when the topic is back',
  async (_, fault, times) => {
    const { region, clock } = await startClockedRegion();
    region.spoil('Publish', fault, { times });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.errors()).toContain('could not request a report');
    expect([region.outcomes(), region.kinds()]).toEqual([['gap'], []]);
    for (let reports = 0; reports < times && region.kinds().length === 0; reports += 1)
      await reportLater(region, clock).catch(() => undefined);
    expect(region.calls('Publish')).toEqual([...Array(times).fill(expect.any(String)), 'ok']);
    expect(region.kinds()).toEqual(['gap']);
    expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'gap' } });
  },
);

it.each<[string, Fault]>([
  ['failing', 'server-error'],
  ['denied', 'denied'],
  ['whose key is disabled', KEY_DISABLED],
  ['that is gone', TOPIC_GONE],
])('a topic %s throughout fails each report, with nothing on record as reported', async (_, fault) => {
  const { region, clock } = await startClockedRegion();
  region.spoil('Publish', fault, { times: ALWAYS });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  for (let reports = 0; reports < 3; reports += 1)
    await expect(reportLater(region, clock)).rejects.toThrow(NOT_REPORTED);
  expect(region.errors().match(/could not report: /g)).toHaveLength(4);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: undefined } });
});

it.each<Fault>(['reply-lost', 'truncated'])(
  'a publish that SNS does not confirm (%s) may be reported twice, under one id',
  async fault => {
    const region = await startRegion();
    region.spoil('Publish', fault);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.calls('Publish')).toEqual([fault, 'ok']);
    expect(region.kinds()).toEqual(['gap', 'gap']);
    expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
    expect(await region.findings()).toEqual(ALERTED_ONCE);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.alerts()).toHaveLength(2);
  },
);

it('a publish whose replies are all lost is repeated by the next report, under the same id', async () => {
  const { region, clock } = await startClockedRegion();
  region.spoil('Publish', 'reply-lost', { times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  await reportLater(region, clock);
  expect(region.alerts()).toHaveLength(4);
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'gap' } });
});

it('a write that could not be reported is made once, and reported when the topic is back', async () => {
  const { region, clock } = await startClockedRegion({ mode: 'remediate' });
  region.spoil('Publish', 'denied', { times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  for (let reports = 0; reports < 2; reports += 1)
    await expect(reportLater(region, clock)).rejects.toThrow(NOT_REPORTED);
  await reportLater(region, clock);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  expect(region.rules()).toEqual([REPLIES]);
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediated',
      guard: { did: [addedSentence(REPLIES), 'Replies now reach all clients.'] },
    },
  ]);
  expect(region.alerts()[0]?.guard.undo).toHaveLength(1);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['remediated']);
});

it('a write that could not be reported is not followed by another one, also where a tool removes it', async () => {
  const { region, clock } = await startClockedRegion({ mode: 'remediate' });
  region.spoil('Publish', 'denied', { times: 2 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  region.standIn.putNetworkAcl(BROKEN);
  await expect(reportLater(region, clock)).rejects.toThrow(NOT_REPORTED);
  expect(await deliverUntilSettled(region, change({ eventID: 'its own' }))).toEqual(AT_ONCE);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  await reportLater(region, clock);
  expect(region.kinds()).toEqual(['remediated', 'gap']);
  expect(region.alerts()[1]?.guard.did.join()).toContain('an earlier attempt may have added a rule');
});

it('an alert that fails for one network ACL does not hold up another', async () => {
  const networkAcls = [BROKEN, networkAcl([SSH_IN], 'acl-other')];
  const { region, clock } = await startClockedRegion({ networkAcls });
  region.spoil('Publish', 'denied');
  expect(await deliverUntilSettled(region, change(), changeOf('acl-other'))).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['gap']);
  await reportLater(region, clock);
  expect(
    region
      .alerts()
      .map(alert => alert.networkAcl.id)
      .toSorted(),
  ).toEqual([ID, 'acl-other'].toSorted());
});

it('what was fixed after a message may have been heard is reported with its end, in this order', async () => {
  const { region, clock } = await startClockedRegion();
  region.spoil('Publish', 'denied');
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  region.standIn.putNetworkAcl(COVERED);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect([region.outcomes(), region.kinds()]).toEqual([['gap', 'resolved'], []]);
  await reportLater(region, clock);
  expect(region.kinds()).toEqual(['gap', 'resolved']);
});

it('the report that a gap is fixed is not lost either', async () => {
  const { region, clock } = await startClockedRegion();
  await deliverUntilSettled(region, change());
  region.standIn.putNetworkAcl(COVERED);
  region.spoil('Publish', 'denied', { times: 2 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  await expect(reportLater(region, clock)).rejects.toThrow(NOT_REPORTED);
  await reportLater(region, clock);
  expect(region.kinds()).toEqual(['gap', 'resolved']);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'resolved' } });
});

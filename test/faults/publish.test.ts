import { expect, it } from 'vitest';
import type { Fault } from '../../cli/aws-stand-in/stand-in.ts';
import { AT_ONCE, AT_THE_SECOND, change, changeOf, DEAD, deliverUntilSettled } from './change-queue.ts';
import { BROKEN, COVERED, ID, networkAcl, REPLIES, SSH_IN } from './network-acls.ts';
import { ALWAYS, startRegion } from './region.ts';

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
  'a topic %s for a while fails the message, which is reported when the topic is back',
  async (_, fault, times) => {
    const region = await startRegion();
    region.spoil('Publish', fault, { times });
    const { receives, deadLetters } = await deliverUntilSettled(region, change());
    expect(deadLetters).toEqual([]);
    expect(receives).toBeGreaterThan(1);
    expect(region.calls('Publish')).toEqual([...Array(times).fill(expect.any(String)), 'ok']);
    expect(region.outcomes()).toEqual(['gap']);
    expect(region.kinds()).toEqual(['gap']);
    expect(await region.findings()).toEqual(ALERTED_ONCE);
  },
);

it.each<[string, Fault]>([
  ['failing', 'server-error'],
  ['denied', 'denied'],
  ['whose key is disabled', KEY_DISABLED],
  ['that is gone', TOPIC_GONE],
])('a topic %s throughout ends as a dead letter, with nothing on record as reported', async (_, fault) => {
  const region = await startRegion();
  region.spoil('Publish', fault, { times: ALWAYS });
  expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
  expect(region.outcomes()).toEqual([]);
  expect(region.errors().match(/review failed: /g)).toHaveLength(DEAD.receives);
  expect(region.calls('PutItem')).toEqual([]);
  expect(await region.findings()).toEqual({});
});

it.each<Fault>(['reply-lost', 'truncated'])(
  'a publish that SNS does not confirm (%s) may be reported twice, under one id',
  async fault => {
    const region = await startRegion();
    region.spoil('Publish', fault);
    const { deadLetters } = await deliverUntilSettled(region, change());
    expect(deadLetters).toEqual([]);
    expect(region.calls('Publish')).toEqual([fault, 'ok']);
    expect(region.kinds()).toEqual(['gap', 'gap']);
    expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
    expect(await region.findings()).toEqual(ALERTED_ONCE);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.alerts()).toHaveLength(2);
  },
);

it('a publish whose replies are all lost is reported again by the next delivery, under the same id', async () => {
  const region = await startRegion();
  region.spoil('Publish', 'reply-lost', { times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(region.alerts()).toHaveLength(4);
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it('a write that could not be reported is made once, and reported when the topic is back', async () => {
  const region = await startRegion({ mode: 'remediate' });
  region.spoil('Publish', 'denied', { times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual({ receives: 4, deadLetters: [] });
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  expect(region.rules()).toEqual([REPLIES]);
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediated',
      guard: { did: [`Added outbound rule ${REPLIES}.`, 'Replies now reach all clients.'] },
    },
  ]);
  expect(region.alerts()[0]?.guard.undo).toHaveLength(1);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['remediated']);
});

it('a write that could not be reported at all is reported when its dead letter is delivered again', async () => {
  const region = await startRegion({ mode: 'remediate' });
  region.spoil('Publish', 'denied', { times: DEAD.receives });
  expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
  expect(region.alerts()).toEqual([]);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: undefined } });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['remediated']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
});

it('a write that could not be reported is reported by its own event', async () => {
  const region = await startRegion({ mode: 'remediate' });
  region.spoil('Publish', 'denied', { times: DEAD.receives });
  expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
  const ownChange = change({ eventID: 'its own', requestParameters: { networkAclId: ID, egress: true } });
  expect(await deliverUntilSettled(region, ownChange)).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated']);
});

it('an alert that fails for one network ACL does not hold up another', async () => {
  const region = await startRegion({ networkAcls: [BROKEN, networkAcl([SSH_IN], 'acl-other')] });
  region.spoil('Publish', 'denied');
  expect(await deliverUntilSettled(region, change(), changeOf('acl-other'))).toEqual(AT_THE_SECOND);
  expect(region.kinds()).toEqual(['gap', 'gap']);
  expect(Object.keys(await region.findings()).toSorted()).toEqual([ID, 'acl-other'].toSorted());
});

it('what was fixed while nothing could be reported reports nothing', async () => {
  const region = await startRegion();
  region.spoil('Publish', 'denied');
  region.standIn.before('DescribeTags', () => region.standIn.putNetworkAcl(COVERED));
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(region.outcomes()).toEqual(['covered']);
  expect(region.alerts()).toEqual([]);
  expect(await region.findings()).toEqual({});
});

it('the report that a gap is fixed is not lost either', async () => {
  const region = await startRegion();
  await deliverUntilSettled(region, change());
  region.standIn.putNetworkAcl(COVERED);
  region.spoil('Publish', 'denied', { times: 2 });
  expect(await deliverUntilSettled(region, change())).toEqual({ receives: 3, deadLetters: [] });
  expect(region.kinds()).toEqual(['gap', 'resolved']);
  expect(await region.findings()).toEqual({ [ID]: { alerted: 'resolved', revision: 6 } });
});

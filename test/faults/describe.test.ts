import { expect, it } from 'vitest';
import type { Fault } from '../../cli/aws-stand-in/stand-in.ts';
import { AT_ONCE, AT_THE_SECOND, change, changeOf, DEAD, deliverUntilSettled } from './change-queue.ts';
import { addedSentence, BROKEN, ID, networkAcl, REPLIES, SSH_IN } from './network-acls.ts';
import { ALWAYS, PACE, type Region, startClockedRegion, startRegion } from './region.ts';

const ALERTED_ONCE = { [ID]: { alerted: 'gap', revision: 3 } };

async function expectAlertedOnce(region: Region): Promise<void> {
  expect(region.outcomes()).toEqual(['gap']);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
}

it.each<Fault>(['throttle', 'server-error', 'reset', 'reply-lost', 'hang'])(
  'a describe that fails once (%s) is repeated by the SDK: right at once',
  async fault => {
    const region = await startRegion();
    region.spoil('DescribeNetworkAcls', fault);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.calls('DescribeNetworkAcls')).toEqual([fault, 'ok']);
    await expectAlertedOnce(region);
  },
);

it.each<[Fault, number]>([
  ['empty', 1],
  ['throttle', 3],
  ['server-error', 3],
  ['reset', 3],
])(
  'a describe that fails (%s, %i times in a row) is delivered again: right in the end',
  async (fault, times) => {
    const region = await startRegion();
    region.spoil('DescribeNetworkAcls', fault, { times });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
    expect(region.calls('DescribeNetworkAcls')).toEqual([...Array(times).fill(fault), 'ok']);
    expect(region.errors()).toContain('review failed: ');
    await expectAlertedOnce(region);
  },
);

it('a describe that is cut off is delivered again: right in the end, and half a list is never judged', async () => {
  const region = await startRegion();
  region.spoil('DescribeNetworkAcls', 'truncated', { times: 3 });
  const { deadLetters } = await deliverUntilSettled(region, change());
  expect(deadLetters).toEqual([]);
  expect(region.calls('DescribeNetworkAcls')).toEqual(['truncated', 'truncated', 'truncated', 'ok']);
  await expectAlertedOnce(region);
});

it.each<Fault>(['empty', 'truncated', 'throttle', 'server-error', 'reset'])(
  'a describe that fails each time (%s) ends as a dead letter, never as covered or gone',
  async fault => {
    const region = await startRegion({ mode: 'remediate' });
    await region.putItem({ networkAclId: { S: ID } });
    region.spoil('DescribeNetworkAcls', fault, { times: ALWAYS });
    expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
    expect(region.outcomes()).toEqual([]);
    expect(region.errors().match(/review failed: /g)).toHaveLength(DEAD.receives);
    expect(new Set(region.actions())).toEqual(new Set(['PutItem', 'DescribeNetworkAcls']));
    expect(Object.keys(await region.findings())).toEqual([ID]);
  },
);

it('a describe that fails for a batch fails all of its messages, and all are right in the end', async () => {
  const ids = ['acl-1', 'acl-2', 'acl-3'];
  const region = await startRegion({ networkAcls: ids.map(id => networkAcl([SSH_IN], id)) });
  region.spoil('DescribeNetworkAcls', 'empty');
  expect(await deliverUntilSettled(region, ...ids.map(changeOf))).toEqual(AT_THE_SECOND);
  expect(region.kinds()).toEqual(['gap', 'gap', 'gap']);
  expect(Object.keys(await region.findings()).sort()).toEqual(ids);
});

it('a known gap stays on record while it cannot be read, and is not reported again', async () => {
  const region = await startRegion();
  await deliverUntilSettled(region, change());
  region.spoil('DescribeNetworkAcls', 'empty', { times: 2 });
  expect(await deliverUntilSettled(region, change())).toEqual({ receives: 3, deadLetters: [] });
  expect(region.outcomes()).toEqual(['gap', 'already-reported']);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it.each<Fault>(['denied', 'throttle', 'server-error', 'empty', 'hang'])(
  'names that cannot be read (%s) do not hold up the alert',
  async fault => {
    const region = await startRegion();
    region.spoil('DescribeTags', fault, { times: ALWAYS });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    await expectAlertedOnce(region);
  },
);

it('a describe that is behind the write is repeated, with longer and longer waits, until it shows it', async () => {
  const { region, clock } = await startClockedRegion({ mode: 'remediate' });
  region.spoil('DescribeNetworkAcls', 'stale-read', { skip: 2, times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(clock.waits).toEqual([250, 500, 1_000, PACE]);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  expect(region.alerts()).toMatchObject([{ kind: 'remediated', guard: { undo: [expect.any(String)] } }]);
  expect(region.rules()).toEqual([REPLIES]);
});

it('a describe that stays behind the write is reported so, writes once, and its own change then settles it', async () => {
  const { region, clock } = await startClockedRegion({ mode: 'remediate' });
  region.spoil('DescribeNetworkAcls', 'stale-read', { skip: 2, times: 5 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(clock.waits).toEqual([250, 500, 1_000, 2_000, PACE]);
  expect(region.alerts()[0]?.guard).toMatchObject({
    did: [
      addedSentence(REPLIES),
      'No other rule added: EC2 does not list the added rules yet.',
      'Some replies are still blocked.',
    ],
    undo: [expect.stringContaining('delete-network-acl-entry')],
  });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['remediation-failed', 'resolved']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  expect(region.rules()).toEqual([REPLIES]);
});

it('a describe from before the last remediation is repeated: nothing is written or reported twice', async () => {
  const { region } = await startClockedRegion({ mode: 'remediate' });
  await deliverUntilSettled(region, change());
  region.spoil('DescribeNetworkAcls', 'stale-read');
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated', 'covered']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  expect(region.rules()).toEqual([REPLIES]);
  expect(await region.findings()).toEqual({ [ID]: { alerted: 'remediated', revision: 4 } });
});

it('a describe that another review overtook is repeated: one alert, and one removal is no conflict', async () => {
  const { region } = await startClockedRegion({ mode: 'remediate' });
  region.standIn.before('GetItem', async () => {
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated', 'covered']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);

  region.standIn.putNetworkAcl(BROKEN);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  region.standIn.putNetworkAcl(BROKEN);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['remediated', 'remediated', 'conflict']);
});

it('reading back that fails does not lose the write', async () => {
  const { region } = await startClockedRegion({ mode: 'remediate', networkAcls: [BROKEN] });
  region.spoil('DescribeNetworkAcls', 'empty', { skip: 2, times: 2 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.calls('DescribeNetworkAcls')).toEqual(['ok', 'ok', 'empty', 'empty', 'ok']);
  expect(region.kinds()).toEqual(['remediated']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
});

it.each<[string, number]>([
  ['UnauthorizedOperation', 403],
  ['AccessDenied', 403],
  ['AccessDeniedException', 400],
])(
  'a describe that is denied (%s) is reported once for each network ACL, and settles',
  async (code, status) => {
    const ids = ['acl-1', 'acl-2'];
    const region = await startRegion({ networkAcls: ids.map(id => networkAcl([SSH_IN], id)) });
    region.spoil('DescribeNetworkAcls', { code, status }, { times: 2 });
    for (const expected of ['cannot-evaluate', 'already-reported', 'gap']) {
      expect(await deliverUntilSettled(region, ...ids.map(changeOf))).toEqual(AT_ONCE);
      expect(region.outcomes().slice(-2)).toEqual([expected, expected]);
    }
    const [denied, ...others] = region.alerts().filter(({ kind }) => kind === 'cannot-evaluate');
    expect([denied, ...others].map(alert => alert?.networkAcl.id).toSorted()).toEqual(ids);
    expect(denied?.details).toContainEqual({ label: 'EC2 answered', text: code });
  },
);

import { expect, it } from 'vitest';
import { AT_ONCE, change, deliverUntilSettled, toBatch } from './change-queue.ts';
import { invokeAndKill, type Moment } from './function-process.ts';
import { addRules, DNS_REPLIES, ID, REPLIES, TWICE_BROKEN } from './network-acls.ts';
import { startRegion } from './region.ts';

it('killed between publishing and recording, it reports the gap again under the same id, then never again', async () => {
  const region = await startRegion();
  await invokeAndKill(region, 'notify', toBatch([change()]), { action: 'PutItem' });
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual({});

  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['gap', 'known']);
  expect(region.alerts()).toHaveLength(2);
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(await region.findings()).toEqual({ [ID]: { alerted: 'gap', revision: 3 } });
});

it.each<[string, Moment, number]>([
  ['reading', { action: 'DescribeNetworkAcls' }, 0],
  ['publishing', { action: 'Publish' }, 0],
  ['recording', { action: 'PutItem', applied: true }, 1],
])('killed while %s, it has reported the gap once in the end', async (_, moment, before) => {
  const region = await startRegion();
  await invokeAndKill(region, 'notify', toBatch([change()]), moment);
  expect(region.alerts()).toHaveLength(before);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual({ [ID]: { alerted: 'gap', revision: 3 } });
});

it.each<[string, Moment, readonly string[]]>([
  ['announcing and creating', { action: 'CreateNetworkAclEntry' }, []],
  ['creating and its reply', { action: 'CreateNetworkAclEntry', applied: true }, [REPLIES]],
  ['creating and reading back', { action: 'DescribeNetworkAcls', skip: 1 }, [REPLIES]],
  ['reading back and publishing', { action: 'Publish' }, [REPLIES]],
])('killed between %s, it writes once and reports the write once', async (_, moment, existing) => {
  const region = await startRegion({ mode: 'remediate' });
  await invokeAndKill(region, 'remediate', toBatch([change()]), moment);
  expect(region.rules()).toEqual(existing);
  expect(region.alerts()).toEqual([]);
  expect(await region.findings()).toEqual({ [ID]: { alerted: undefined, revision: 1 } });

  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.rules()).toEqual([REPLIES]);
  expect(region.calls('CreateNetworkAclEntry').filter(outcome => outcome === 'ok')).toEqual(['ok']);
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediated',
      guard: { did: [`Added outbound rule ${REPLIES}.`, 'Replies now reach all clients.'] },
    },
  ]);
  expect(region.alerts()[0]?.guard.undo).toHaveLength(1);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated', 'covered']);
});

it('killed between publishing a write and recording it, it reports the write again under the same id', async () => {
  const region = await startRegion({ mode: 'remediate' });
  await invokeAndKill(region, 'remediate', toBatch([change()]), { action: 'PutItem', skip: 1 });
  expect(region.kinds()).toEqual(['remediated']);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated', 'covered']);
  expect(region.alerts()).toHaveLength(2);
  expect(new Set(region.alerts().map(({ id }) => id)).size).toBe(1);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
});

it('killed between two creations, it adds the second and reports both', async () => {
  const region = await startRegion({ mode: 'remediate', networkAcls: [TWICE_BROKEN] });
  const moment = { action: 'CreateNetworkAclEntry', skip: 1 };
  await invokeAndKill(region, 'remediate', toBatch([change()]), moment);
  expect(region.rules()).toEqual([REPLIES]);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.rules()).toEqual([REPLIES, DNS_REPLIES]);
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediated',
      guard: {
        did: [
          `Added outbound rule ${REPLIES}.`,
          `Added outbound rule ${DNS_REPLIES}.`,
          'Replies now reach all clients.',
        ],
      },
    },
  ]);
  expect(region.alerts()[0]?.guard.undo).toHaveLength(2);
});

it('killed after the announcement, it reports no write where an operator fixed the gap before the retry', async () => {
  const region = await startRegion({ mode: 'remediate' });
  const theirs = '500 allow tcp 1024-65535 0.0.0.0/0';
  await invokeAndKill(region, 'remediate', toBatch([change()]), { action: 'CreateNetworkAclEntry' });
  addRules(region.standIn, `out ${theirs}`);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['covered']);
  expect(region.alerts()).toEqual([]);
  expect(region.rules()).toEqual([theirs]);
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replay } from '../../local/replay/replay.ts';
import { change, toBatch } from '../faults/change-queue.ts';
import { BROKEN, COVERED, ID } from '../faults/network-acls.ts';
import { startRegion } from '../faults/region.ts';

const SEED = JSON.parse(readFileSync('local/replay/seed/change-event.json', 'utf8'));

/** Budgets: what a change costs in calls. */
describe('the calls of the guard bundle', () => {
  it.each([
    ['a covered network ACL', COVERED, ['DescribeNetworkAcls', 'GetItem']],
    ['a broken one', BROKEN, ['DescribeNetworkAcls', 'GetItem', 'DescribeTags', 'Publish', 'PutItem']],
  ])('%s: each is made once', async (_, networkAcl, actions) => {
    const event = { envelope: SEED, networkAclId: ID, account: '123456789012', region: 'us-east-1' };
    const { calls } = await replay(event, { networkAcls: [networkAcl] }, 'notify');
    expect(calls.map(({ action, outcome }) => [action, outcome])).toEqual(
      actions.map(action => [action, 'ok']),
    );
  });
});

it('ten events about one covered network ACL in a batch cost one describe and one table read', async () => {
  const region = await startRegion({ networkAcls: [COVERED] });
  const events = Array.from({ length: 10 }, (_, index) => change({ eventID: `event ${index}` }));
  expect(await region.guard(toBatch(events))).toEqual({ batchItemFailures: [] });
  expect(region.actions()).toEqual(['DescribeNetworkAcls', 'GetItem']);
});

it('events about several network ACLs cost one describe for all, and one table read each', async () => {
  const ids = ['acl-00000000000000001', 'acl-00000000000000002', 'acl-00000000000000003'];
  const region = await startRegion({ networkAcls: ids.map(NetworkAclId => ({ ...COVERED, NetworkAclId })) });
  const events = ids.map(networkAclId =>
    change({ requestParameters: { networkAclId }, eventID: networkAclId }),
  );
  await region.guard(toBatch([...events, ...events]));
  expect(region.actions()).toEqual(['DescribeNetworkAcls', 'GetItem', 'GetItem', 'GetItem']);
  const read = region.standIn.calls.filter(({ action }) => action === 'GetItem');
  expect(new Set(read.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(3);
});

it('a change that is of no account makes no call', async () => {
  const region = await startRegion();
  await region.guard(toBatch([change({ errorCode: 'Client.DryRunOperation' })]));
  expect(region.actions()).toEqual([]);
});

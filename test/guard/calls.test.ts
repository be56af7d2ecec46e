import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { replay } from '../../cli/replay/replay.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { change, toBatch } from '../faults/change-queue.ts';
import { BROKEN, COVERED, ID } from '../faults/network-acls.ts';
import { startRegion } from '../faults/region.ts';
import { openInstances } from '../fixtures/open-instances.ts';

const SEED = JSON.parse(readFileSync('cli/replay/seed/change-event.json', 'utf8'));

/** Budgets: what a change costs in calls. */
describe('the calls of the guard bundle', () => {
  it.each([
    ['a covered network ACL', COVERED, ['DescribeNetworkAcls', 'GetItem']],
    [
      'a broken one, with its report',
      BROKEN,
      [
        ...['DescribeNetworkAcls', 'GetItem', 'GetItem', 'DescribeTags', 'PutItem'],
        // The reporter looks for what is pending, claims it, publishes it and records that.
        ...['GetItem', 'GetItem', 'GetItem', 'PutItem', 'Publish', 'PutItem'],
        ...['DescribeVpcs', 'DescribeSubnets', 'DescribeSecurityGroups'],
        // Those of its subnets, and the clients in the VPC by type and by description.
        ...['DescribeNetworkInterfaces', 'DescribeNetworkInterfaces', 'DescribeNetworkInterfaces'],
      ],
    ],
  ])('%s: no other is made', async (_, networkAcl, actions) => {
    const event = { envelope: SEED, networkAclIds: [ID], account: '123456789012', region: 'us-east-1' };
    const region = { networkAcls: [networkAcl], surroundings: openInstances([networkAcl]) };
    const { calls } = await replay(event, region, 'notify');
    // The first two are made at once.
    expect(calls.map(({ action, outcome }) => [action, outcome]).sort()).toEqual(
      actions.map(action => [action, 'ok']).sort(),
    );
  });
});

it('ten events about one covered network ACL in a batch cost one describe and one table read', async () => {
  const region = await startRegion({ networkAcls: [COVERED] });
  const events = Array.from({ length: 10 }, (_, index) => change({ eventID: `event ${index}` }));
  expect(await region.guard(toBatch(events))).toEqual({ batchItemFailures: [] });
  expect(region.actions().sort()).toEqual(['DescribeNetworkAcls', 'GetItem']);
});

it('events about several network ACLs cost one describe for all, and one table read each', async () => {
  const ids = ['acl-00000000000000001', 'acl-00000000000000002', 'acl-00000000000000003'];
  const region = await startRegion({ networkAcls: ids.map(NetworkAclId => ({ ...COVERED, NetworkAclId })) });
  const events = ids.map(networkAclId =>
    change({ requestParameters: { networkAclId }, eventID: networkAclId }),
  );
  await region.guard(toBatch([...events, ...events]));
  expect(region.actions().sort()).toEqual(['DescribeNetworkAcls', 'GetItem', 'GetItem', 'GetItem']);
  const read = region.standIn.calls.filter(({ action }) => action === 'GetItem');
  expect(new Set(read.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(3);
});

it('several broken network ACLs of one VPC cost one more call each', async () => {
  const ids = ['acl-00000000000000001', 'acl-00000000000000002', 'acl-00000000000000003'];
  const networkAcls = ids.map((NetworkAclId, index) => {
    return { ...BROKEN, NetworkAclId, Associations: [{ NetworkAclId, SubnetId: `subnet-${index}` }] };
  });
  const region = await startRegion({ networkAcls });
  const events = ids.map(networkAclId => change({ requestParameters: { networkAclId } }));
  await region.guard(toBatch(events));
  const reading = region.standIn.calls.filter(({ action }) =>
    /^Describe(NetworkInterfaces|SecurityGroups|Subnets|Vpcs)$/.test(action),
  );
  // Six for the first; the groups are the same.
  expect(reading).toHaveLength(6 + 2);
});

it('a change that did not happen makes no call', async () => {
  const region = await startRegion();
  await region.guard(toBatch([change({ errorCode: 'Client.DryRunOperation' })]));
  expect(region.actions()).toEqual([]);
});

describe('the network ACL and its finding are read', () => {
  /** Holds back the answer about the network ACL until the finding is asked for, or a while has passed. */
  async function order(mode: Mode): Promise<string[]> {
    const region = await startRegion({ mode, networkAcls: [COVERED] });
    let asked = false;
    region.standIn.before('GetItem', () => {
      asked = true;
    });
    region.standIn.before('DescribeNetworkAcls', () =>
      vi
        .waitUntil(() => asked, { timeout: 500 })
        .then(
          () => undefined,
          () => undefined,
        ),
    );
    await region.guard(toBatch([change()]));
    return region.actions();
  }

  it('at once in notify mode', async () => {
    expect(await order('notify')).toEqual(['GetItem', 'DescribeNetworkAcls']);
  });

  it.each<Mode>(['opt-in', 'remediate'])('one after the other in mode %s, which writes', async mode => {
    expect(await order(mode)).toEqual(['DescribeNetworkAcls', 'GetItem']);
  });
});

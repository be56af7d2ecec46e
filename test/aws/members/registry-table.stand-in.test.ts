import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { FindingsTable } from '../../../functions/aws/findings-table.ts';
import { listRecorded } from '../../../functions/aws/listed-findings.ts';
import { toRegistryKey } from '../../../functions/aws/members/member-item.ts';
import { parseRegisteredMember, RegistryTable } from '../../../functions/aws/members/registry-table.ts';
import type { Sign } from '../../../functions/review/registry.ts';
import type { FinishedSweep } from '../../../functions/review/reporting/reporter-record.ts';

/** The table as DynamoDB answers it. */
let standIn: StandIn;
let client: DynamoDBClient;
let registry: RegistryTable;

const MEMBER = { account: '222222222222', region: 'eu-west-1' };
const OTHER = { account: '222222222222', region: 'us-east-1' };
const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 10, 20, hour, minute));
const SWEPT: FinishedSweep = {
  purpose: 'due',
  open: { none: 0, low: 0, medium: 1, high: 2 },
  result: {
    ...{ at: at(12), evaluated: 5, covered: 2, low: 0, muted: 0, unused: 1, failed: 0 },
    withShadowedDenies: 1,
    shadowedDenies: [{ networkAclId: 'acl-1', direction: 'egress', ruleNumber: 90 }],
    assumed: { exposureKnown: 2, receivers: 3 },
  },
};

beforeAll(async () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings' });
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  client = new DynamoDBClient({ endpoint: standIn.endpoint, region: 'us-east-1', credentials });
  registry = new RegistryTable(() => client, 'findings');
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

beforeEach(async () => {
  for (const member of [MEMBER, OTHER])
    await client.send(new DeleteItemCommand({ TableName: 'findings', Key: toRegistryKey(member) }));
});

describe('the registry of members', () => {
  it('has a member from its first sign of life, and says what it knew before', async () => {
    const known = { ...MEMBER, knownAt: at(9) };
    expect(await registry.heard(MEMBER, at(9), 'change')).toBeUndefined();
    expect(await registry.heard(MEMBER, at(10), 'registered')).toEqual({ ...known, heardAt: at(9) });
    const registered = { ...known, registeredAt: at(10) };
    expect(await registry.heard(MEMBER, at(11), 'heartbeat')).toEqual({ ...registered, heardAt: at(10) });
    await registry.heard(OTHER, at(11), 'change');
    expect(await registry.list()).toEqual(
      expect.arrayContaining([
        { ...registered, heardAt: at(11), heartbeatAt: at(11) },
        { ...OTHER, knownAt: at(11), heardAt: at(11) },
      ]),
    );
    await registry.forget(OTHER, at(12));
    expect(await registry.list()).toHaveLength(1);
  });

  it('keeps since when a member cannot be reached, until a sweep reaches it', async () => {
    await registry.heard(MEMBER, at(9), 'change');
    await registry.unreachable(MEMBER, at(10), 'AccessDenied');
    await registry.unreachable(MEMBER, at(11), 'AuthFailure', 'plan-1');
    const unreachable = { since: at(10), code: 'AuthFailure' };
    const known = { ...MEMBER, knownAt: at(9), heardAt: at(9) };
    expect(await registry.list()).toEqual([{ ...known, unreachable, planId: 'plan-1' }]);
    expect(await registry.heard(MEMBER, at(12), 'change')).toMatchObject({ unreachable });
    await registry.swept(MEMBER, SWEPT, 'plan-2');
    const swept = { lastSweep: SWEPT, planId: 'plan-2' };
    expect(await registry.list()).toEqual([{ ...known, heardAt: at(12), ...swept }]);
  });

  it('keeps what the last sweep of a member found where a later one fails', async () => {
    await registry.heard(MEMBER, at(9), 'change');
    await registry.swept(MEMBER, SWEPT, 'plan-1');
    await registry.failed(MEMBER, 'plan-2');
    const swept = { lastSweep: SWEPT, planId: 'plan-1', failedPlanId: 'plan-2' };
    expect(await registry.list()).toEqual([{ ...MEMBER, knownAt: at(9), heardAt: at(9), ...swept }]);
  });

  it.each([
    ['that ends', () => registry.swept(MEMBER, SWEPT, 'plan-2')],
    ['in which it cannot be reached', () => registry.unreachable(MEMBER, at(12), 'AccessDenied', 'plan-2')],
  ])('forgets that a sweep failed after a later sweep of all members %s', async (_, sweep) => {
    await registry.heard(MEMBER, at(9), 'change');
    await registry.failed(MEMBER, 'plan-1');
    await registry.swept(MEMBER, SWEPT);
    expect(await registry.list()).toMatchObject([{ failedPlanId: 'plan-1' }]);
    await sweep();
    expect((await registry.list()).map(({ planId, failedPlanId }) => [planId, failedPlanId])).toEqual([
      ['plan-2', undefined],
    ]);
  });

  it('does not bring a member back that is unknown or was removed', async () => {
    for (const prepare of [async () => {}, () => registry.forget(MEMBER, at(9))]) {
      await prepare();
      await registry.unreachable(MEMBER, at(10), 'AccessDenied');
      await registry.swept(MEMBER, SWEPT);
      await registry.failed(MEMBER, 'plan-1');
      expect(await registry.list()).toEqual([]);
    }
  });

  it('keeps for a day that a member was removed, also after a sweep that began before', async () => {
    await registry.heard(MEMBER, at(9), 'registered');
    await registry.forget(MEMBER, at(10));
    await registry.swept(MEMBER, SWEPT);
    const found = await client.send(
      new GetItemCommand({ TableName: 'findings', Key: toRegistryKey(MEMBER) }),
    );
    expect(found.Item).toEqual({
      ...toRegistryKey(MEMBER),
      removedAt: { S: at(10).toISOString() },
      expiresAt: { N: String(at(34).getTime() / 1_000) },
    });
  });

  it.each<[string, Sign, Date, 'removed' | undefined]>([
    ['a change from before', 'change', at(9), 'removed'],
    ['a change while its stack is being deleted', 'change', at(10, 10), 'removed'],
    ['a heartbeat while its stack is being deleted', 'heartbeat', at(10, 10), 'removed'],
    ['a deployment from before', 'registered', at(9), 'removed'],
    ['a deployment of the same time', 'registered', at(10), 'removed'],
    ['a change of later', 'change', at(10, 16), undefined],
    ['a heartbeat of later', 'heartbeat', at(11), undefined],
    ['a deployment of later', 'registered', at(10, 1), undefined],
  ])('says of %s whether a removed member is one again', async (_, sign, happened, expected) => {
    await registry.heard(MEMBER, at(8), 'change');
    await registry.forget(MEMBER, at(10));
    expect(await registry.heard(MEMBER, happened, sign)).toBe(expected);
    const known = { ...MEMBER, knownAt: happened, heardAt: happened };
    const listed = (await registry.list()).map(({ registeredAt: _at, heartbeatAt: _by, ...rest }) => rest);
    expect(listed).toEqual(expected === 'removed' ? [] : [known]);
  });

  it('keeps a member whose stack was made again before its removal arrived', async () => {
    await registry.heard(MEMBER, at(11), 'registered');
    await registry.forget(MEMBER, at(10));
    expect(await registry.list()).toHaveLength(1);
  });

  it('keeps the names that were recorded by account', async () => {
    const item = { ...toRegistryKey(MEMBER), name: { S: 'shop-prod' } };
    await client.send(new PutItemCommand({ TableName: 'findings', Item: item }));
    await registry.heard(MEMBER, at(9), 'change');
    expect(await registry.list()).toEqual([{ ...MEMBER, name: 'shop-prod', knownAt: at(9), heardAt: at(9) }]);
  });

  it('is no network ACL and no finding', async () => {
    await registry.heard(MEMBER, at(9), 'registered');
    const tables = { current: 'findings' };
    expect(await listRecorded(client, tables, MEMBER)).toEqual(new Set());
    const key = { ...MEMBER, networkAclId: 'acl-1' };
    expect(await new FindingsTable(() => client, tables).read(key)).toBeUndefined();
  });

  it('has a member whose item is malformed, as one of which nothing else is known', async () => {
    const item = { ...toRegistryKey(MEMBER), heardAt: { S: 'yesterday' }, name: { N: '1' } };
    await client.send(new PutItemCommand({ TableName: 'findings', Item: item }));
    expect(await registry.list()).toEqual([MEMBER]);
    expect(await registry.heard(MEMBER, at(9), 'heartbeat')).toEqual(MEMBER);
    expect(() => parseRegisteredMember({ ...item, name: { S: 'shop' } })).toThrow(
      'item 222222222222/eu-west-1 of the registry: heardAt is "yesterday", expected a time in ISO 8601',
    );
  });
});

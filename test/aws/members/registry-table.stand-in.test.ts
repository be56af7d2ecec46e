import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { FindingsTable } from '../../../functions/aws/findings-table.ts';
import { listRecorded } from '../../../functions/aws/listed-findings.ts';
import { toRegistryKey } from '../../../functions/aws/members/member-item.ts';
import { parseRegisteredMember, RegistryTable } from '../../../functions/aws/members/registry-table.ts';
import type { FinishedSweep } from '../../../functions/review/reporting/reporter-record.ts';

/** The table as DynamoDB answers it. */
let standIn: StandIn;
let client: DynamoDBClient;
let registry: RegistryTable;

const MEMBER = { account: '222222222222', region: 'eu-west-1' };
const OTHER = { account: '222222222222', region: 'us-east-1' };
const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const SWEPT: FinishedSweep = {
  purpose: 'due',
  open: { none: 0, low: 0, medium: 1, high: 2 },
  result: {
    ...{ at: at(12), evaluated: 5, covered: 2, low: 0, muted: 0, unused: 1, failed: 0 },
    withShadowedDenies: 1,
    shadowedDenies: [{ networkAclId: 'acl-1', direction: 'egress', ruleNumber: 90 }],
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
  for (const member of [MEMBER, OTHER]) await registry.forget(member);
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
    await registry.forget(OTHER);
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

  it('does not bring a forgotten member back', async () => {
    await registry.unreachable(MEMBER, at(10), 'AccessDenied');
    await registry.swept(MEMBER, SWEPT);
    await registry.failed(MEMBER, 'plan-1');
    expect(await registry.list()).toEqual([]);
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

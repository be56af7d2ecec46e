import { DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { toAttribute } from '../../functions/aws/attribute-values.ts';
import { listPending, listRecorded } from '../../functions/aws/listed-findings.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';

const dynamodb = mockClient(DynamoDBClient);
const client = new DynamoDBClient({});
const TABLES = { current: 'findings-2' };
const WITH_LEGACY = { ...TABLES, legacy: 'findings' };
const item = (networkAclId: string, member = '123456789012/us-east-1') => ({
  member: { S: member },
  networkAclId: { S: networkAclId },
});
const HEAD = { recorded: { at: new Date(0), kind: 'gap' }, origin: 'sweep' } as const;
const pendingItem = (networkAclId: string, member?: string) => ({
  ...item(networkAclId, member),
  pending: toAttribute([{ recorded: { at: HEAD.recorded.at.toISOString(), kind: 'gap' }, origin: 'sweep' }]),
});
const inputs = () => dynamodb.calls().map(({ args: [{ input }] }) => input);

beforeEach(() => void dynamodb.reset());

describe('the network ACLs that something is on record about', () => {
  it('are those of the account and region, of every page', async () => {
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [item('acl-1'), item('acl-2')], LastEvaluatedKey: item('acl-2') })
      // A page may be empty and not be the last.
      .resolvesOnce({ Items: [], LastEvaluatedKey: item('acl-3') })
      .resolvesOnce({ Items: [item('acl-4')] });
    expect([...(await listRecorded(client, TABLES, HOME))]).toEqual(['acl-1', 'acl-2', 'acl-4']);
    const query = {
      ...{ TableName: 'findings-2', ConsistentRead: true, KeyConditionExpression: '#member = :member' },
      ProjectionExpression: 'networkAclId',
      ExpressionAttributeNames: { '#member': 'member' },
      ExpressionAttributeValues: { ':member': { S: '123456789012/us-east-1' } },
    };
    expect(inputs()).toEqual([
      { ...query, ExclusiveStartKey: undefined },
      { ...query, ExclusiveStartKey: item('acl-2') },
      { ...query, ExclusiveStartKey: item('acl-3') },
    ]);
  });

  it('are those of the table of 0.1.0, too, whose items have no member', async () => {
    dynamodb
      .on(QueryCommand, { TableName: 'findings-2' })
      .resolves({ Items: [item('acl-1')] })
      .on(ScanCommand, { TableName: 'findings' })
      .resolves({ Items: [{ networkAclId: { S: 'acl-old' } }, { networkAclId: { S: 'acl-1' } }] });
    expect([...(await listRecorded(client, WITH_LEGACY, HOME))].sort()).toEqual(['acl-1', 'acl-old']);
    expect(inputs()[1]).toEqual({
      TableName: 'findings',
      ConsistentRead: true,
      ExclusiveStartKey: undefined,
    });
  });

  it('are never the item of the reporter, or of the member', async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [item('reporter'), item('#member'), item('acl-1')] });
    expect([...(await listRecorded(client, TABLES, HOME))]).toEqual(['acl-1']);
  });

  it('are unknown where one page cannot be read', async () => {
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [item('acl-1')], LastEvaluatedKey: item('acl-1') })
      .rejects(new Error('ProvisionedThroughputExceededException'));
    await expect(listRecorded(client, TABLES, HOME)).rejects.toThrow('ProvisionedThroughput');
  });
});

describe('the network ACLs with something pending', () => {
  it('are those of every account and region, of every page', async () => {
    dynamodb
      .on(ScanCommand)
      .resolvesOnce({ Items: [pendingItem('acl-1')], LastEvaluatedKey: item('acl-1') })
      .resolvesOnce({ Items: [pendingItem('acl-1', '210987654321/eu-west-1')] });
    expect(await listPending(client, TABLES)).toEqual([
      { ...HOME, networkAclId: 'acl-1', pending: [HEAD] },
      { account: '210987654321', region: 'eu-west-1', networkAclId: 'acl-1', pending: [HEAD] },
    ]);
    expect(inputs()[0]).toMatchObject({
      ...{ TableName: 'findings-2', ConsistentRead: true },
      FilterExpression: 'attribute_exists(pending)',
    });
  });

  it('are not looked for in the table of 0.1.0, which has none', async () => {
    dynamodb.on(ScanCommand).resolves({ Items: [] });
    expect(await listPending(client, WITH_LEGACY)).toEqual([]);
    expect(inputs()).toMatchObject([{ TableName: 'findings-2' }]);
  });

  it('leave out an item that is malformed', async () => {
    dynamodb
      .on(ScanCommand)
      .resolves({ Items: [{ member: { S: '1/2' } }, item('acl-2'), pendingItem('acl-1')] });
    expect(await listPending(client, TABLES)).toHaveLength(1);
  });
});

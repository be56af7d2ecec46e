import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { toItem } from '../../functions/aws/finding-item.ts';
import { FindingsTable } from '../../functions/aws/findings-table.ts';
import type { Finding } from '../../functions/review/finding.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';

const dynamodb = mockClient(DynamoDBClient);
let made: number;
const toClient = () => {
  made += 1;
  return new DynamoDBClient({});
};
const table = new FindingsTable(toClient, { current: 'findings-2' });
const withLegacy = new FindingsTable(toClient, { current: 'findings-2', legacy: 'findings' });

const KEY = { ...HOME, networkAclId: 'acl-1' };
const CURRENT = { member: { S: '123456789012/us-east-1' }, networkAclId: { S: 'acl-1' } };
const LEGACY = { networkAclId: { S: 'acl-1' } };
const OF_0_1_0 = {
  ...{ networkAclId: { S: 'acl-1' }, state: { S: 'open' }, since: { S: '2026-11-20T10:00:00.000Z' } },
  ...{ remediations: { L: [] }, revision: { N: '3' } },
};
const finding = (revision: number): Finding => ({
  ...{ ...KEY, since: new Date('2026-11-20T09:00:00Z'), pending: [], remediations: [], revision },
});
const gone = new ConditionalCheckFailedException({
  message: 'The conditional request failed',
  $metadata: {},
});
/** The name and the input of each call. */
const calls = (): (readonly [string, object | undefined])[] =>
  dynamodb.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);

beforeEach(() => {
  dynamodb.reset().onAnyCommand().resolves({});
  made = 0;
});

describe('reading a finding', () => {
  it('asks for the newest by account, region and network ACL', async () => {
    dynamodb.on(GetItemCommand).resolves({ Item: toItem(finding(4)) });
    expect(await table.read(KEY)).toEqual(finding(4));
    expect(calls()).toEqual([
      ['GetItemCommand', { TableName: 'findings-2', Key: CURRENT, ConsistentRead: true }],
    ]);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await table.read(KEY)).toBeUndefined();
    expect(await withLegacy.read(KEY)).toBeUndefined();
  });

  it('looks in the table of 0.1.0 only where the item is missing', async () => {
    dynamodb.on(GetItemCommand, { TableName: 'findings-2' }).resolves({ Item: toItem(finding(4)) });
    await withLegacy.read(KEY);
    expect(calls()).toHaveLength(1);
    dynamodb.reset().on(GetItemCommand, { TableName: 'findings-2' }).resolves({});
    dynamodb.on(GetItemCommand, { TableName: 'findings' }).resolves({ Item: OF_0_1_0 });
    expect(await withLegacy.read(KEY)).toMatchObject({ ...KEY, revision: 0 });
    expect(calls()[1]).toEqual([
      'GetItemCommand',
      { TableName: 'findings', Key: LEGACY, ConsistentRead: true },
    ]);
  });

  it('throws where one of the tables does not answer: nothing is concluded from the other', async () => {
    dynamodb.on(GetItemCommand, { TableName: 'findings' }).rejects(new Error('AccessDeniedException'));
    await expect(withLegacy.read(KEY)).rejects.toThrow('AccessDeniedException');
  });

  it('makes its client with the first call', async () => {
    expect(made).toBe(0);
    await table.read(KEY);
    expect(made).toBe(1);
  });
});

describe('writing a finding', () => {
  it.each([
    ['a new one', undefined, { ConditionExpression: 'attribute_not_exists(networkAclId)' }],
    [
      'one that was read',
      finding(4),
      {
        ConditionExpression: 'revision = :previous',
        ExpressionAttributeValues: { ':previous': { N: '4' } },
      },
    ],
  ])('takes %s on the condition that no other writer was faster', async (_, previous, condition) => {
    expect(await table.write(finding(5), previous)).toBe('written');
    expect(calls()).toEqual([
      ['PutItemCommand', { TableName: 'findings-2', Item: toItem(finding(5)), ...condition }],
    ]);
  });

  it('is outdated where another writer was faster, and leaves theirs and the table of 0.1.0 as they are', async () => {
    dynamodb.on(PutItemCommand).rejects(gone);
    expect(await withLegacy.write(finding(1), finding(0))).toBe('outdated');
    expect(calls().map(([name]) => name)).toEqual(['PutItemCommand']);
  });

  it('throws any other error: the finding may be written', async () => {
    dynamodb.on(PutItemCommand).rejects(new Error('InternalServerError'));
    await expect(table.write(finding(1), undefined)).rejects.toThrow('InternalServerError');
  });

  it('removes the item of 0.1.0 once it is carried over, and not before', async () => {
    expect(await withLegacy.write(finding(1), finding(0))).toBe('written');
    expect(calls()).toMatchObject([
      ['PutItemCommand', { TableName: 'findings-2' }],
      ['DeleteItemCommand', { TableName: 'findings' }],
    ]);
    expect(calls()[0]?.[1]).toMatchObject({ ConditionExpression: 'attribute_not_exists(networkAclId)' });
    expect(calls()[1]?.[1]).toEqual({ TableName: 'findings', Key: LEGACY });
  });

  it.each([
    ['new ones', undefined],
    ['those that are carried over already', finding(1)],
  ])('has nothing to remove from the table of 0.1.0 for %s', async (_, previous) => {
    await withLegacy.write(finding(2), previous);
    expect(dynamodb.commandCalls(DeleteItemCommand)).toHaveLength(0);
  });

  it('lets no revision 0 be written over: it is of an item of another table', async () => {
    await table.write(finding(1), finding(0));
    expect(dynamodb.call(0).args[0].input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(networkAclId)',
    });
  });
});

it('removing a finding removes it from both tables: it must not come back', async () => {
  await withLegacy.remove(KEY);
  expect(calls()).toEqual([
    ['DeleteItemCommand', { TableName: 'findings-2', Key: CURRENT }],
    ['DeleteItemCommand', { TableName: 'findings', Key: LEGACY }],
  ]);
});

it('removing a finding asks one table where there is one', async () => {
  await table.remove(KEY);
  expect(calls()).toHaveLength(1);
});

import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { expectRefusal } from './network-acl-steps.ts';

const KEY = { networkAclId: { S: 'acl-0c0ffee' } } as const;

type Item = Record<string, AttributeValue>;

async function getItem({ dynamodb, findingsTable }: ContractTarget): Promise<Item | undefined> {
  const input = { TableName: findingsTable, Key: KEY, ConsistentRead: true };
  return (await dynamodb.send(new GetItemCommand(input))).Item;
}

async function putItem(
  { dynamodb, findingsTable }: ContractTarget,
  item: Item,
  condition: { readonly ConditionExpression?: string } = {},
): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: findingsTable, Item: { ...KEY, ...item }, ...condition }),
  );
}

async function deleteItem({ dynamodb, findingsTable }: ContractTarget): Promise<void> {
  await dynamodb.send(new DeleteItemCommand({ TableName: findingsTable, Key: KEY }));
}

/** What DynamoDB does with the findings table. */
export function promiseDynamoDb(promise: DeclarePromise): void {
  promiseItems(promise);
  promiseConditions(promise);

  promise(
    'the findings table is active, and its key is the network ACL',
    async ({ dynamodb, findingsTable }) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: findingsTable }));
      expect(Table).toMatchObject({
        TableStatus: 'ACTIVE',
        KeySchema: [{ AttributeName: 'networkAclId', KeyType: 'HASH' }],
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      });
    },
  );

  promise('an unknown table is refused', async target => {
    const call = getItem({ ...target, findingsTable: `${target.findingsTable}-that-is-not-there` });
    await expectRefusal(call, 'ResourceNotFoundException');
  });
}

function promiseItems(promise: DeclarePromise): void {
  promise('an item that was put is got as it was, and is gone when deleted', async target => {
    const item: Item = {
      fingerprint: { S: 'a1' },
      remediations: { L: [{ N: '1700000000' }] },
      open: { BOOL: true },
    };
    await putItem(target, item);
    expect(await getItem(target)).toEqual({ ...KEY, ...item });
    await deleteItem(target);
    expect(await getItem(target)).toBeUndefined();
  });

  promise('a scan lists every item, with nothing but what it asks for', async target => {
    await putItem(target, { fingerprint: { S: 'a1' } });
    const { Items } = await target.dynamodb.send(
      new ScanCommand({
        TableName: target.findingsTable,
        ProjectionExpression: 'networkAclId',
        ConsistentRead: true,
      }),
    );
    expect(Items).toEqual([KEY]);
  });

  promise('an update changes what it names and leaves the rest', async target => {
    await putItem(target, { fingerprint: { S: 'a1' }, alerts: { N: '1' } });
    const input = {
      TableName: target.findingsTable,
      Key: KEY,
      UpdateExpression: 'SET alerts = alerts + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };
    await target.dynamodb.send(new UpdateItemCommand(input));
    expect(await getItem(target)).toEqual({ ...KEY, fingerprint: { S: 'a1' }, alerts: { N: '2' } });
  });
}

function promiseConditions(promise: DeclarePromise): void {
  const absent = { ConditionExpression: 'attribute_not_exists(networkAclId)' };

  promise('a conditional put takes the first writer and refuses the second', async target => {
    await deleteItem(target);
    await putItem(target, { fingerprint: { S: 'first' } }, absent);
    const second = putItem(target, { fingerprint: { S: 'second' } }, absent);
    await expectRefusal(second, 'ConditionalCheckFailedException');
    expect(await getItem(target)).toMatchObject({ fingerprint: { S: 'first' } });
  });

  promise('of two conditional puts at once one wins', async target => {
    await deleteItem(target);
    const puts = ['a', 'b'].map(fingerprint => putItem(target, { fingerprint: { S: fingerprint } }, absent));
    const outcomes = (await Promise.allSettled(puts)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(['fulfilled', 'rejected']);
  });
}

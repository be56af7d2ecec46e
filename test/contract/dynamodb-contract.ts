import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  ScanCommand,
  type ScanCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { expectRefusal } from './network-acl-steps.ts';

const KEY = { member: { S: '123456789012/us-east-1' }, networkAclId: { S: 'acl-0c0ffee' } } as const;
/** The same network ACL, as another account or region has it. */
const ELSEWHERE = { ...KEY, member: { S: '123456789012/eu-central-1' } } as const;

type Item = Record<string, AttributeValue>;

async function getItem(
  { dynamodb, findingsTable }: ContractTarget,
  Key: Item = KEY,
): Promise<Item | undefined> {
  const input = { TableName: findingsTable, Key, ConsistentRead: true };
  return (await dynamodb.send(new GetItemCommand(input))).Item;
}

async function putItem(
  { dynamodb, findingsTable }: ContractTarget,
  item: Item,
  condition: Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'> = {},
): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: findingsTable, Item: { ...KEY, ...item }, ...condition }),
  );
}

async function deleteItem({ dynamodb, findingsTable }: ContractTarget, Key: Item = KEY): Promise<void> {
  await dynamodb.send(new DeleteItemCommand({ TableName: findingsTable, Key }));
}

/** What DynamoDB does with the findings table. */
export function promiseDynamoDb(promise: DeclarePromise): void {
  promiseItems(promise);
  promiseConditions(promise);
  promiseMembers(promise);

  promise(
    'the findings table is active, and its key is the member and the network ACL',
    async ({ dynamodb, findingsTable }) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: findingsTable }));
      expect(Table).toMatchObject({
        TableStatus: 'ACTIVE',
        KeySchema: [
          { AttributeName: 'member', KeyType: 'HASH' },
          { AttributeName: 'networkAclId', KeyType: 'RANGE' },
        ],
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

  promise('items with one half of the key in common are two', async target => {
    await putItem(target, { fingerprint: { S: 'here' } });
    await putItem(target, { ...ELSEWHERE, fingerprint: { S: 'elsewhere' } });
    expect(await getItem(target)).toMatchObject({ fingerprint: { S: 'here' } });
    await deleteItem(target);
    expect(await getItem(target, ELSEWHERE)).toMatchObject({ fingerprint: { S: 'elsewhere' } });
    await deleteItem(target, ELSEWHERE);
  });

  promise('a key without its second half is refused', async target => {
    await expectRefusal(getItem(target, { member: KEY.member }), 'ValidationException');
  });

  promise('a scan with a filter lists what has the attribute, or its value', async target => {
    await putItem(target, { pending: { L: [{ S: 'alert' }] } });
    await putItem(target, { ...ELSEWHERE });
    const scan = async (filter: Pick<ScanCommandInput, 'FilterExpression'> & Partial<ScanCommandInput>) => {
      const input = { TableName: target.findingsTable, ConsistentRead: true, ...filter };
      const { Items = [] } = await target.dynamodb.send(new ScanCommand(input));
      return Items.map(({ member }) => member);
    };
    expect(await scan({ FilterExpression: 'attribute_exists(pending)' })).toEqual([KEY.member]);
    const ofMember = {
      FilterExpression: '#member = :member',
      ExpressionAttributeNames: { '#member': 'member' },
      ExpressionAttributeValues: { ':member': ELSEWHERE.member },
    };
    expect(await scan(ofMember)).toEqual([ELSEWHERE.member]);
    await deleteItem(target, ELSEWHERE);
  });

  promise('a scan lists every item, with nothing but what it asks for', async target => {
    await putItem(target, { fingerprint: { S: 'a1' } });
    const { Items } = await target.dynamodb.send(
      new ScanCommand({
        TableName: target.findingsTable,
        ProjectionExpression: '#member, networkAclId',
        ExpressionAttributeNames: { '#member': 'member' },
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

/** What the members of a hub are listed and recorded by. */
function promiseMembers(promise: DeclarePromise): void {
  const update = (
    { dynamodb, findingsTable }: ContractTarget,
    input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
  ) => dynamodb.send(new UpdateItemCommand({ TableName: findingsTable, Key: KEY, ...input }));

  promise('a query lists what one member has, with nothing but what it asks for', async target => {
    await putItem(target, { fingerprint: { S: 'a1' } });
    await putItem(target, { ...ELSEWHERE });
    const { Items } = await target.dynamodb.send(
      new QueryCommand({
        ...{ TableName: target.findingsTable, ConsistentRead: true },
        ...{ KeyConditionExpression: '#member = :member', ProjectionExpression: 'networkAclId' },
        ExpressionAttributeNames: { '#member': 'member' },
        ExpressionAttributeValues: { ':member': KEY.member },
      }),
    );
    expect(Items).toEqual([{ networkAclId: KEY.networkAclId }]);
    await deleteItem(target, ELSEWHERE);
  });

  promise(
    'an update makes an item, answers what was before, and keeps what is there already',
    async target => {
      await deleteItem(target);
      const heard = (at: string): Omit<UpdateItemCommandInput, 'TableName' | 'Key'> => ({
        UpdateExpression: 'SET heardAt = :at, knownAt = if_not_exists(knownAt, :at) REMOVE expiresAt',
        ...{ ExpressionAttributeValues: { ':at': { S: at } }, ReturnValues: 'ALL_OLD' },
      });
      expect((await update(target, heard('1'))).Attributes).toBeUndefined();
      expect((await update(target, heard('2'))).Attributes).toEqual({
        ...KEY,
        heardAt: { S: '1' },
        knownAt: { S: '1' },
      });
      expect(await getItem(target)).toEqual({ ...KEY, heardAt: { S: '2' }, knownAt: { S: '1' } });
    },
  );

  promise('an update of an item that must exist makes none', async target => {
    await deleteItem(target);
    const swept = update(target, {
      ...{ UpdateExpression: 'SET planId = :plan', ConditionExpression: 'attribute_exists(networkAclId)' },
      ExpressionAttributeValues: { ':plan': { S: 'event-1' } },
    });
    await expectRefusal(swept, 'ConditionalCheckFailedException');
    expect(await getItem(target)).toBeUndefined();
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

  promise('a put takes the revision that was read, and refuses an older one', async target => {
    await deleteItem(target);
    await putItem(target, { revision: { N: '1' } });
    const following = (revision: number) => ({
      ConditionExpression: 'revision = :previous',
      ExpressionAttributeValues: { ':previous': { N: `${revision}` } },
    });
    await putItem(target, { revision: { N: '2' } }, following(1));
    const outdated = putItem(target, { revision: { N: '2' }, late: { BOOL: true } }, following(1));
    await expectRefusal(outdated, 'ConditionalCheckFailedException');
    expect(await getItem(target)).toEqual({ ...KEY, revision: { N: '2' } });
    await deleteItem(target);
    await expectRefusal(putItem(target, {}, following(2)), 'ConditionalCheckFailedException');
  });

  promise('of two conditional puts at once one wins', async target => {
    await deleteItem(target);
    const puts = ['a', 'b'].map(fingerprint => putItem(target, { fingerprint: { S: fingerprint } }, absent));
    const outcomes = (await Promise.allSettled(puts)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(['fulfilled', 'rejected']);
  });
}

import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { ReporterTable } from '../../functions/aws/reporter-table.ts';
import {
  type FinishedSweep,
  NO_RECORD,
  type ReporterRecord,
} from '../../functions/review/reporting/reporter-record.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';

const dynamodb = mockClient(DynamoDBClient);
const table = new ReporterTable(() => new DynamoDBClient({}), 'findings', HOME);
const at = new Date('2026-11-20T06:00:00Z');
const SWEEP: FinishedSweep = {
  purpose: 'first',
  open: { none: 0, low: 0, medium: 0, high: 0 },
  result: {
    ...{ at, evaluated: 204, covered: 204, low: 0, muted: 0, unused: 8, failed: 0 },
    ...{ withShadowedDenies: 0, shadowedDenies: [] },
  },
};
const ASSUMED = { exposureKnown: 196, receivers: 61 };
const RECORD: ReporterRecord = {
  ...NO_RECORD,
  ...{ revision: 7, introduces: true, confirmed: ['email'], lastOpen: { at, count: 3 } },
  plan: { id: 'event-1', purpose: 'first', at, state: 'sending', sentTo: '222222222222/eu-west-1' },
  absence: { planId: 'event-0', namedAt: at },
};

beforeEach(() => void dynamodb.reset());

describe("the reporter's item", () => {
  it.each<[string, ReporterRecord]>([
    ['of a hub', RECORD],
    ['of a hub whose members all report', { ...RECORD, absence: { planId: 'event-0' } }],
    ['of an account and region alone', { ...RECORD, plan: undefined, absence: undefined }],
    [
      'after a sweep that counted what was assumed',
      { ...RECORD, sweep: { ...SWEEP, result: { ...SWEEP.result, assumed: ASSUMED } } },
    ],
    ['after a sweep of a version that did not', { ...RECORD, sweep: SWEEP }],
  ])('is read as it was written: %s', async (_, record) => {
    dynamodb.on(PutItemCommand).resolves({});
    expect(await table.write(record)).toBe('written');
    const { Item } = dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input ?? {};
    dynamodb.on(GetItemCommand).resolves({ ...(Item && { Item }) });
    expect(await table.read()).toEqual(record);
  });

  it('is written only over the revision that was read', async () => {
    dynamodb
      .on(PutItemCommand)
      .rejects(Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' }));
    expect(await table.write(RECORD)).toBe('outdated');
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: 'revision = :previous',
      ExpressionAttributeValues: { ':previous': { N: '6' } },
    });
  });

  it('with an unknown state of a plan is refused', async () => {
    const plan = {
      M: { id: { S: 'x' }, purpose: { S: 'due' }, at: { S: at.toISOString() }, state: { S: 'lost' } },
    };
    const Item = { revision: { N: '1' }, introduces: { BOOL: false }, plan };
    dynamodb.on(GetItemCommand).resolves({ Item });
    await expect(table.read()).rejects.toThrow(
      'the reporter\'s item: plan.state is "lost", expected sending, sent or ended',
    );
  });
});

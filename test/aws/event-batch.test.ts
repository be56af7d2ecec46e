import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { eventBatch } from '../../functions/aws/event-batch.ts';

const NONE: SQSBatchResponse = { batchItemFailures: [] };
const seen: SQSEvent[] = [];
const answering = (respond: (event: SQSEvent) => SQSBatchResponse) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(eventBatch())
    .handler(async event => {
      seen.push(event);
      return respond(event);
    }) as unknown as (event: unknown, context: Context) => Promise<SQSBatchResponse>;
const failAll = ({ Records }: SQSEvent) => ({
  batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
const context = {} as Context;

describe('eventBatch', () => {
  it('passes an SQS batch and its failures through', async () => {
    const batch = { Records: [{ messageId: '1', body: '{}' }] };
    expect(await answering(failAll)(batch, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(seen.at(-1)).toBe(batch);
  });

  it('makes a bare event a batch of one', async () => {
    expect(await answering(() => NONE)({ detail: { a: 1 } }, context)).toEqual(NONE);
    expect(seen.at(-1)?.Records.map(({ body }) => JSON.parse(body))).toEqual([{ detail: { a: 1 } }]);
  });

  it('says one line of a bare event with 100,000 nested lists', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    await expect(answering(() => NONE)({ detail: deep }, context)).rejects.toThrow(
      new Error('invalid event: nested too deep'),
    );
  });

  it.each([[{ detail: {} }], [null], [undefined], ['text']])(
    'throws when the bare event %j fails',
    async event => {
      await expect(answering(failAll)(event, context)).rejects.toThrow('not reviewed');
    },
  );
});

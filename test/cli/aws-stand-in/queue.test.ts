import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { startRegion } from './region.ts';

test('a message is kept as it was sent, under the id that was answered', async () => {
  const { sqs, standIn } = await startRegion();
  const body = '{"progress":{"nextToken":"\u{1f512} & <b>"}}';
  const message = { QueueUrl: standIn.queueUrl, MessageBody: body };
  const { MessageId } = await sqs.send(new SendMessageCommand(message));
  expect(standIn.queued).toEqual([{ messageId: MessageId, body }]);
  expect(standIn.calls).toEqual([
    { service: 'sqs', action: 'SendMessage', parameters: message, outcome: 'ok' },
  ]);
});

test.each(['https://sqs.us-east-1.amazonaws.com/123456789012/other', '/123456789012/sweep'])(
  'the queue %s is not there',
  async QueueUrl => {
    const { sqs, standIn } = await startRegion();
    const call = sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'text' }));
    await expect(call).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect(standIn.queued).toEqual([]);
  },
);

test('clearing the calls clears the queue', async () => {
  const { sendMessage, standIn } = await startRegion();
  await sendMessage();
  standIn.clearCalls();
  expect([...standIn.calls, ...standIn.queued]).toEqual([]);
});

describe('a batch', () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ Id: String(index), MessageBody: `body ${index}`, MessageGroupId: `group ${index % 2}` },
    }));

  test('is kept message by message, each with its group', async () => {
    const { sqs, standIn } = await startRegion();
    const input = { QueueUrl: standIn.queueUrl, Entries: entries(10) };
    const { Successful = [], Failed } = await sqs.send(new SendMessageBatchCommand(input));
    expect([Successful.length, Failed]).toEqual([10, []]);
    expect(standIn.queued).toHaveLength(10);
    expect(standIn.queued[3]).toEqual({
      ...{ messageId: Successful[3]?.MessageId, body: 'body 3', groupId: 'group 1' },
    });
  });

  test.each([
    ['of none', [], 'EmptyBatchRequest'],
    ['of eleven', entries(11), 'TooManyEntriesInBatchRequest'],
    ['with the same id twice', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinct'],
  ])('%s is refused, and nothing is kept', async (_, Entries, name) => {
    const { sqs, standIn } = await startRegion();
    const call = sqs.send(new SendMessageBatchCommand({ QueueUrl: standIn.queueUrl, Entries }));
    await expect(call).rejects.toMatchObject({ name });
    expect(standIn.queued).toEqual([]);
  });
});

import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
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

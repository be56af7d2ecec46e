import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ask } from './ask.ts';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
] as const;

/** How many messages a queue holds: those that wait, settle or are being worked on. @throws what `ask` throws */
export async function countMessages(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await ask('sqs:GetQueueAttributes', () =>
    client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] })),
  );
  if (Attributes === undefined) throw new Error('SQS answered without attributes');
  return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

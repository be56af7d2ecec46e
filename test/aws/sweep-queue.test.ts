import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { SweepQueue } from '../../functions/aws/sweep-queue.ts';
import { parseProgress, START } from '../../functions/sweep/progress.ts';

const sqs = mockClient(SQSClient);
const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/sweep';
let made: number;
const queue = () =>
  new SweepQueue(() => {
    made += 1;
    return new SQSClient({});
  }, QueueUrl);
const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  sqs.reset().on(SendMessageCommand).resolves({});
  made = 0;
});

describe('the queue of sweep', () => {
  it('takes a request for a report', async () => {
    await queue().requestReport(0);
    expect(sent()).toEqual([{ QueueUrl, MessageBody: '{"report":{}}' }]);
  });

  it('delivers a request after a while, in whole seconds', async () => {
    await queue().requestReport(20_500);
    expect(sent()).toMatchObject([{ DelaySeconds: 21 }]);
  });

  it('takes a request for a sweep that reports everything that is open, as sweep reads it', async () => {
    await queue().requestOpenSweep();
    expect(parseProgress(JSON.parse(sent()[0]?.MessageBody ?? ''))).toEqual({ ...START, repeatsOpen: true });
  });

  it('takes the place where a sweep stopped, as sweep reads it', async () => {
    const progress = { nextToken: 'token', skip: 5, swept: 205, openGaps: 3 };
    await queue().continueSweep(progress);
    expect(parseProgress(JSON.parse(sent()[0]?.MessageBody ?? ''))).toEqual(progress);
  });

  it('makes its client with the first message', async () => {
    const unused = queue();
    expect(made).toBe(0);
    await unused.requestReport(0);
    expect(made).toBe(1);
  });

  it('throws what SQS answers: the caller decides', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('AccessDenied'));
    await expect(queue().requestReport(0)).rejects.toThrow('AccessDenied');
  });
});

import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { SweepQueue } from '../../functions/aws/sweep-queue.ts';
import { parseHubMessage } from '../../functions/sweep/hub-message.ts';
import { parseProgress, START } from '../../functions/sweep/progress.ts';

const sqs = mockClient(SQSClient);
const HUB = {
  home: { account: '123456789012', region: 'us-east-1' },
  namespace: 'guard',
  admission: { memberAccountIds: [], ignoredAccounts: [] },
};
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

  it('takes a look at the end of a sweep of all members, and the rest of its plan, as sweep reads them', async () => {
    await queue().requestPlanEnd('event-1', 60_000);
    await queue().continuePlan('event-1');
    expect(sent()).toMatchObject([{ DelaySeconds: 60 }, {}]);
    const read = sent().map(({ MessageBody = '' }) =>
      parseHubMessage(JSON.parse(MessageBody), 'message-1', HUB),
    );
    expect(read).toEqual([
      { kind: 'end-plan', planId: 'event-1' },
      { kind: 'continue-plan', planId: 'event-1' },
    ]);
  });

  describe('takes sweeps of members', () => {
    const sweeps = Array.from({ length: 23 }, (_, index) => ({
      ...{ member: { account: `${111_111_111_111 + (index % 2)}`, region: 'eu-west-1' }, planId: 'event-1' },
      progress: { ...START, swept: index },
    }));
    const batches = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input);

    it('ten in a call, those of an account in a group, as sweep reads them', async () => {
      sqs.on(SendMessageBatchCommand).resolves({});
      await queue().requestSweeps(sweeps);
      expect(batches().map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 3]);
      const entries = batches().flatMap(({ Entries = [] }) => Entries);
      expect(entries[1]).toMatchObject({ Id: '1', MessageGroupId: '111111111112' });
      const read = entries.map(({ MessageBody = '' }) =>
        parseHubMessage(JSON.parse(MessageBody), 'message-1', HUB),
      );
      expect(read).toEqual(sweeps.map(sweep => ({ kind: 'sweep', sweep })));
    });

    it('after a while where asked for, in whole seconds', async () => {
      sqs.on(SendMessageBatchCommand).resolves({});
      await queue().requestSweeps(sweeps, 359_001);
      await queue().requestSweeps(sweeps);
      const delays = batches().map(({ Entries = [] }) => new Set(Entries.map(one => one.DelaySeconds)));
      expect(delays).toEqual([...Array(3).fill(new Set([360])), ...Array(3).fill(new Set([undefined]))]);
    });

    it('or none: one that is not taken fails the call', async () => {
      const failed = { Id: '3', SenderFault: false, Code: 'InternalError', Message: 'try again' };
      sqs
        .on(SendMessageBatchCommand)
        .resolvesOnce({})
        .resolvesOnce({ Failed: [failed] })
        .resolves({});
      await expect(queue().requestSweeps(sweeps)).rejects.toThrow(
        '1 messages were not taken: InternalError try again',
      );
    });

    it('and makes no call for none', async () => {
      await queue().requestSweeps([]);
      expect(batches()).toEqual([]);
    });
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

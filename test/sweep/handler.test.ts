import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createSweepHandler } from '../../functions/sweep/batch.ts';
import { SweepQueue } from '../../functions/sweep/sweep-queue.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const record = (messageId: string, body: string) => ({ messageId, body }) as SQSRecord;
const SCHEDULED = record('1', '{"detail-type":"Scheduled Event"}');
const PROGRESS = { nextToken: 'token', skip: 5, swept: 205, openGaps: 3 };

function handle(world: ReviewWorld, queue: SweepQueue, left: number, ...Records: SQSRecord[]) {
  const { settings, networkAcls, exposure, findings, listRecorded, alerts, clock, log } = world;
  const context = { settings, networkAcls, exposure, findings, listRecorded, alerts, clock, log };
  const handler = createSweepHandler({
    ...context,
    createExposureReader: () => exposure,
    continueSweep: progress => queue.send(progress),
  });
  return handler({ Records }, { getRemainingTimeInMillis: () => left });
}

describe('the handler of sweep', () => {
  const world = () => {
    const created = new ReviewWorld();
    for (const letter of 'abcdef') {
      created.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0'), { networkAclId: `acl-${letter}` }));
    }
    return created;
  };
  const queue = new SweepQueue(() => new SQSClient({}), 'https://sqs.example/1/sweep');

  it('sweeps for the event of a schedule', async () => {
    const swept = world();
    expect(await handle(swept, queue, 300_000, SCHEDULED)).toEqual({ batchItemFailures: [] });
    expect(swept.published).toHaveLength(6);
  });

  it('sends what it has no time for to its queue, with the place where it stopped', async () => {
    const sqs = mockClient(SQSClient).on(SendMessageCommand).resolves({});
    const resumed = record('2', JSON.stringify({ progress: { ...PROGRESS, skip: 0 } }));
    const swept = world();
    swept.networkAcls.list = async () => ({ networkAcls: new Map(swept.stored) });
    expect(await handle(swept, queue, 100_000, resumed)).toEqual({ batchItemFailures: [] });
    expect(sqs.call(0).args[0].input).toEqual({
      QueueUrl: 'https://sqs.example/1/sweep',
      MessageBody: JSON.stringify({ progress: { nextToken: 'token', skip: 5, swept: 210, openGaps: 8 } }),
    });
    expect(swept.published).toHaveLength(5);
    sqs.restore();
  });

  it('fails a message that is invalid, or that it has neither time nor a queue for', async () => {
    const swept = world();
    const response = await handle(swept, new SweepQueue(() => new SQSClient({}), undefined), 0, SCHEDULED, {
      ...SCHEDULED,
      messageId: '2',
      body: '{',
    });
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }] });
    const failed = swept.logged.filter(({ level }) => level === 'ERROR');
    expect(failed.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['failed', expect.stringContaining('SWEEP_QUEUE_URL names no queue')],
      ['failed', expect.stringContaining('SyntaxError')],
    ]);
  });
});

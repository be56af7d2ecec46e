import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { SweepQueue } from '../../functions/aws/sweep-queue.ts';
import { createSweepHandler } from '../../functions/sweep/batch.ts';
import type { SweepContext } from '../../functions/sweep/sweep.ts';
import { withoutQueue } from '../../functions/sweep/without-queue.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const record = (messageId: string, body: string) => ({ messageId, body }) as SQSRecord;
const SCHEDULED = record('1', '{"detail-type":"Scheduled Event"}');
const REPORT = record('1', '{"report":{}}');
const PROGRESS = { nextToken: 'token', skip: 5, swept: 205, openGaps: 3 };
const ALL_THE_TIME = 300_000;

const queue = new SweepQueue(() => new SQSClient({}), 'https://sqs.example/1/sweep');
let world: ReviewWorld;

function handle(
  left: number,
  Records: readonly SQSRecord[],
  continueSweep: SweepContext['continueSweep'] = progress => queue.continueSweep(progress),
) {
  const { reviewing, listRecorded, reporting } = world;
  const handler = createSweepHandler(
    { ...reviewing, listRecorded, continueSweep, createExposureReader: () => reviewing.exposure },
    reporting,
  );
  return handler({ Records: [...Records] }, { getRemainingTimeInMillis: () => left });
}

const errors = () =>
  world.logged.filter(({ outcome }) => outcome === 'failed').map(({ message, error }) => [message, error]);

beforeEach(() => {
  world = new ReviewWorld();
  for (const letter of 'abcdef')
    world.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0'), { networkAclId: `acl-${letter}` }));
});

describe('the handler of sweep', () => {
  it('sweeps for the event of a schedule, and then publishes what is pending', async () => {
    expect(await handle(ALL_THE_TIME, [SCHEDULED])).toEqual({ batchItemFailures: [] });
    expect(world.digests).toMatchObject([{ about: { kind: 'sweep' }, open: { high: 6 } }]);
    const messages = world.logged.map(({ message }) => message);
    expect(messages.indexOf('sweep finished')).toBeLessThan(messages.indexOf('digest published'));
  });

  it('sends what it has no time for to its queue, with the place where it stopped; the last one reports', async () => {
    const sqs = mockClient(SQSClient).on(SendMessageCommand).resolves({});
    world.networkAcls.list = async () => ({ networkAcls: new Map(world.stored) });
    const resumed = record('2', JSON.stringify({ progress: { ...PROGRESS, skip: 0 } }));
    expect(await handle(100_000, [resumed])).toEqual({ batchItemFailures: [] });
    expect(sqs.call(0).args[0].input).toEqual({
      QueueUrl: 'https://sqs.example/1/sweep',
      MessageBody: expect.stringContaining('"nextToken":"token","skip":5,"swept":210,'),
    });
    expect([world.published.length, world.findings.listPending().length]).toEqual([0, 5]);
    sqs.restore();
  });

  it('fails a message that is invalid, or that it has neither time nor a queue for', async () => {
    const response = await handle(0, [SCHEDULED, record('2', '{')], withoutQueue);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }] });
    expect(errors()).toEqual([
      ['sweep failed', expect.stringContaining('SWEEP_QUEUE_URL names no queue')],
      ['sweep failed', expect.stringContaining('SyntaxError')],
    ]);
  });
});

describe('a request for a report', () => {
  /** Leaves alerts about all network ACLs pending. */
  const leavePending = () => handle(ALL_THE_TIME, [SCHEDULED]).then(() => undefined);

  it('publishes what is pending, and reviews nothing', async () => {
    world.publishError = new Error('KMSThrottling');
    await leavePending();
    world.publishError = undefined;
    world.now = new Date(world.now.getTime() + 360_000);
    world.reads = 0;
    expect(await handle(ALL_THE_TIME, [REPORT])).toEqual({ batchItemFailures: [] });
    expect([world.reported().length, world.reads]).toEqual([6, 0]);
  });

  it('has nothing to do where nothing is pending', async () => {
    expect(await handle(ALL_THE_TIME, [REPORT])).toEqual({ batchItemFailures: [] });
    expect([world.reported(), world.logged]).toEqual([[], []]);
  });

  it('fails where something cannot be published, to be delivered again', async () => {
    world.publishError = new Error('KMSThrottling');
    expect(await handle(ALL_THE_TIME, [SCHEDULED])).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(errors()).toEqual([['sweep failed', 'Error: 6 findings could not be reported']]);
    expect(world.findings.listPending()).toHaveLength(6);
  });

  it('has another invocation publish it where no time is left', async () => {
    world.publishError = new Error('KMSThrottling');
    await leavePending();
    world.publishError = undefined;
    world.now = new Date(world.now.getTime() + 360_000);
    expect(await handle(60_000, [REPORT])).toEqual({ batchItemFailures: [] });
    expect([world.reported().length, world.findings.listPending().length]).toEqual([0, 6]);
    expect(world.requests).toEqual([0]);
  });
});

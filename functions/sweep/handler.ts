import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../aws/clients.ts';
import { parseSweepEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import { listRecorded } from '../aws/recorded-network-acls.ts';
import { createFindingsClient, createReviewContext } from '../aws/review-context.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { createSweepHandler } from './batch.ts';
import { SweepQueue } from './sweep-queue.ts';

const environment = parseSweepEnvironment(process.env);
const findingsClient = createFindingsClient(environment);
const context = createReviewContext(environment, renderMessage, createTelemetry('sweep'), findingsClient);
const queue = new SweepQueue(
  onFirstCall(() => new SQSClient({ ...CLIENT_SETTINGS, region: environment.region })),
  environment.sweepQueueUrl,
);

/** Schedule -> review of every network ACL. */
export const handler = middy()
  .use(eventBatch())
  .handler(
    createSweepHandler({
      ...context,
      listRecorded: () => listRecorded(findingsClient(), environment.findingsTable),
      continueSweep: progress => queue.send(progress),
    }),
  );

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../aws/clients.ts';
import { parseSweepEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import { listRecorded } from '../aws/recorded-network-acls.ts';
import { createReviewContext } from '../aws/review-context.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { createSweepHandler } from './batch.ts';
import { SweepQueue } from './sweep-queue.ts';

const environment = parseSweepEnvironment(process.env);
const context = createReviewContext(environment, renderMessage, createTelemetry('sweep'));
const settings = { ...CLIENT_SETTINGS, region: environment.region };
const queue = new SweepQueue(
  onFirstCall(() => new SQSClient(settings)),
  environment.sweepQueueUrl,
);
const findings = onFirstCall(() => new DynamoDBClient(settings));

/** Schedule -> review of every network ACL. */
export const handler = middy()
  .use(eventBatch())
  .handler(
    createSweepHandler({
      ...context,
      listRecorded: () => listRecorded(findings(), environment.findingsTable),
      goOn: progress => queue.goOn(progress),
    }),
  );

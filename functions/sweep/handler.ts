import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../aws/clients.ts';
import { parseEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import { sweepExposureReaders } from '../aws/exposure-readers.ts';
import { listPending, listRecorded } from '../aws/listed-findings.ts';
import { ReporterTable } from '../aws/reporter-table.ts';
import { createFindingsClient, createReviewContext } from '../aws/review-context.ts';
import { SweepQueue } from '../aws/sweep-queue.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { TopicSubscriptions } from '../aws/topic-subscriptions.ts';
import { createSweepHandler } from './batch.ts';
import { withoutQueue, withoutReportQueue } from './sweep.ts';

const environment = parseEnvironment(process.env);
const { sweepQueueUrl, region, findingsTables } = environment;
const findings = createFindingsClient(environment);
const log = createTelemetry('sweep');
const { alerts, ...context } = createReviewContext(environment, renderMessage, log, findings);
const client = onFirstCall(() => new SQSClient({ ...CLIENT_SETTINGS, region }));
const topic = onFirstCall(() => new SNSClient({ ...CLIENT_SETTINGS, region }));
const queue = sweepQueueUrl && new SweepQueue(client, sweepQueueUrl);

/** Schedule, or what guard asks for -> review of every network ACL, and all alerts that are pending. */
export const handler = middy()
  .use(eventBatch())
  .handler(
    createSweepHandler(
      {
        ...context,
        listRecorded: () => listRecorded(findings(), findingsTables, environment),
        createExposureReader: sweepExposureReaders(environment, log, context.exposure),
        continueSweep: queue ? progress => queue.continueSweep(progress) : withoutQueue,
      },
      {
        ...context,
        alerts,
        listPending: () => listPending(findings(), findingsTables),
        records: new ReporterTable(findings, findingsTables.current, environment),
        subscribers: new TopicSubscriptions(topic, environment.alertTopicArn),
        requestReport: queue ? after => queue.requestReport(after) : withoutReportQueue,
        requestOpenSweep: queue ? () => queue.requestOpenSweep() : withoutReportQueue,
      },
    ),
  );

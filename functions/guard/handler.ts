import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../aws/clients.ts';
import { parseEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import { createReviewContext } from '../aws/review-context.ts';
import { SweepQueue } from '../aws/sweep-queue.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import type { NetworkAclKey } from '../review/finding.ts';
import { report } from '../review/reporter.ts';
import { createGuard } from './guard.ts';

const environment = parseEnvironment(process.env);
const { sweepQueueUrl, region } = environment;
const context = createReviewContext(environment, renderMessage, createTelemetry('guard'));
const client = onFirstCall(() => new SQSClient({ ...CLIENT_SETTINGS, region }));
const queue = sweepQueueUrl && new SweepQueue(client, sweepQueueUrl);

/** Without a queue, as in a replay, guard is its own reporter. */
const requestReport = (pending: readonly NetworkAclKey[]) =>
  queue ? queue.requestReport() : report(pending, () => true, context);

/** Change queue -> review of each network ACL that changed. */
export const handler = middy()
  .use(eventBatch())
  .handler(createGuard({ ...context, requestReport }));

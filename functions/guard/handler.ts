import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../aws/clients.ts';
import { parseEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import type { HubSettings } from '../aws/hub-variables.ts';
import { MemberItem } from '../aws/members/member-item.ts';
import { createReviewContexts } from '../aws/members/review-contexts.ts';
import { createFindingsClient, createReviewContext } from '../aws/review-context.ts';
import { SweepQueue } from '../aws/sweep-queue.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import type { NetworkAclKey } from '../review/finding.ts';
import { QUIET } from '../review/reporting/due.ts';
import { createGuard } from './guard.ts';
import { createHubGuard } from './hub-guard.ts';
import { noteChanges } from './note-changes.ts';
import { reportAtOnce } from './report-at-once.ts';

const environment = parseEnvironment(process.env);
const { sweepQueueUrl, region, hub } = environment;
const findings = createFindingsClient(environment);
const context = createReviewContext(environment, renderMessage, createTelemetry('guard'), findings);
const client = onFirstCall(() => new SQSClient({ ...CLIENT_SETTINGS, region }));
const queue = sweepQueueUrl && new SweepQueue(client, sweepQueueUrl);

/** Milliseconds by which the clocks of two functions may differ. */
const CLOCK_SKEW = 1_000;

/** Without a queue, as in a replay, guard is its own reporter. */
const requestReport = (pending: readonly NetworkAclKey[]) =>
  queue ? queue.requestReport(QUIET + CLOCK_SKEW) : reportAtOnce(pending, context);

/** Of a stack with other members: each change is reviewed where it happened. */
function createHub(settings: HubSettings) {
  const { clock, log } = context;
  const item = new MemberItem(findings, environment.findingsTables.current);
  return createHubGuard({
    ...{ home: environment, admission: settings, requestReport, log },
    contextOf: createReviewContexts(environment, settings, context, findings).contextOf,
    noteChange: noteChanges((...sign) => item.recordSign(...sign), clock, log),
  });
}

/** Change queue -> review of each network ACL that changed. */
export const handler = middy()
  .use(eventBatch())
  .handler(hub ? createHub(hub) : createGuard({ ...context, requestReport }));

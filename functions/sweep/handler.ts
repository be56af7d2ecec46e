import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { isAdmitted } from '../aws/change-origin.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../aws/clients.ts';
import { parseEnvironment } from '../aws/environment.ts';
import { eventBatch } from '../aws/event-batch.ts';
import { sweepExposureReaders } from '../aws/exposure-readers.ts';
import type { FindingsTables } from '../aws/findings-table.ts';
import type { HubSettings } from '../aws/hub-variables.ts';
import { listPending, listRecorded } from '../aws/listed-findings.ts';
import { withoutOthers } from '../aws/members/network-acls-of-others.ts';
import { RegistryTable } from '../aws/members/registry-table.ts';
import { createReviewContexts } from '../aws/members/review-contexts.ts';
import { sweepExposuresOf } from '../aws/members/sweep-exposures.ts';
import { ReporterTable } from '../aws/reporter-table.ts';
import { createFindingsClient, createReviewContext } from '../aws/review-context.ts';
import { SweepQueue } from '../aws/sweep-queue.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { TopicSubscriptions } from '../aws/topic-subscriptions.ts';
import type { Member } from '../review/member.ts';
import { createSweepHandler } from './batch.ts';
import type { HubSweepContext } from './hub-context.ts';
import { rememberAnswer } from './recent-answer.ts';
import { LIST_LIFETIME } from './sweep-registered.ts';
import { withoutQueue, withoutReportQueue } from './without-queue.ts';

const environment = parseEnvironment(process.env);
const { sweepQueueUrl, region, findingsTables } = environment;
const findings = createFindingsClient(environment);
const log = createTelemetry('sweep');
const { alerts, ...context } = createReviewContext(environment, renderMessage, log, findings);
const client = onFirstCall(() => new SQSClient({ ...CLIENT_SETTINGS, region }));
const topic = onFirstCall(() => new SNSClient({ ...CLIENT_SETTINGS, region }));
const queue = sweepQueueUrl === undefined ? undefined : new SweepQueue(client, sweepQueueUrl);
const records = new ReporterTable(findings, findingsTables.current, environment);
const hub = environment.hub && createHub(environment.hub);

/** Of a stack with other members: each of them is swept by a message of its own. */
function createHub(settings: HubSettings): HubSweepContext {
  if (queue === undefined) throw new Error('SWEEP_QUEUE_URL names no queue: a hub cannot sweep its members');
  const contexts = createReviewContexts(environment, settings, context, findings);
  const isMember = (member: Member) => isAdmitted(member, environment, settings);
  const exposureOf = sweepExposuresOf(environment, contexts);
  const registry = new RegistryTable(findings, findingsTables.current, isMember);
  return {
    ...{ home: environment, admission: settings, namespace: settings.namespace },
    ...{ registry, listRecent: rememberAnswer(() => registry.list(), LIST_LIFETIME, Date.now) },
    ...{ records, queue, clock: context.clock, log },
    sweepContextOf: (member, signal) => ({
      ...withoutOthers(contexts.contextOf(member), account => isMember({ ...member, account })),
      exposure: exposureOf(member, signal),
      listRecorded: () => listRecorded(findings(), toTables(member), member),
    }),
  };
}

/** The table of 0.1.0 has findings of the own account and region only. */
function toTables({ account, region: of }: Member): FindingsTables {
  return account === environment.account && of === region
    ? findingsTables
    : { current: findingsTables.current };
}

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
        records,
        ...(hub &&
          environment.hub && { hub: { registry: hub.registry, digestBy: environment.hub.digestBy } }),
        subscribers: new TopicSubscriptions(topic, environment.alertTopicArn),
        requestReport: queue ? after => queue.requestReport(after) : withoutReportQueue,
        requestOpenSweep: queue ? () => queue.requestOpenSweep() : withoutReportQueue,
      },
      hub,
    ),
  );

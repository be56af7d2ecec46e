import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Alerts, Findings, Log, NetworkAcls, ReviewContext } from '../review/interfaces.ts';
import { AlertTopic, type RenderAlert } from './alert-topic.ts';
import { CLIENT_SETTINGS, onFirstCall } from './clients.ts';
import { createEc2Client } from './ec2-client.ts';
import { Ec2NetworkAcls } from './ec2-network-acls.ts';
import type { Environment } from './environment.ts';
import { createExposureReader } from './exposure-readers.ts';
import { FindingsTable } from './findings-table.ts';
import { PrefetchedFindings } from './prefetched-findings.ts';

/** The client of the findings table, made with its first call. */
export function createFindingsClient({ region }: Environment): () => DynamoDBClient {
  return onFirstCall(() => new DynamoDBClient({ ...CLIENT_SETTINGS, region }));
}

/** All that a review needs, over the SDK: for every function that reviews. */
export function createReviewContext(
  environment: Environment,
  render: RenderAlert,
  log: Log,
  findingsClient = createFindingsClient(environment),
): ReviewContext & { readonly alerts: Alerts } {
  const { settings, region, findingsTables } = environment;
  const clientSettings = { ...CLIENT_SETTINGS, region };
  const networkAcls = new Ec2NetworkAcls(
    createEc2Client(clientSettings),
    onFirstCall(() => createEc2Client({ ...clientSettings, maxAttempts: 1 })),
    environment,
  );
  return {
    ...{ settings, log },
    exposure: createExposureReader(environment, log),
    ...besideFindings(settings, networkAcls, new FindingsTable(findingsClient, findingsTables)),
    alerts: new AlertTopic(
      onFirstCall(() => new SNSClient(clientSettings)),
      environment.alertTopicArn,
      render,
    ),
    clock: { now: () => new Date(), wait },
  };
}

/** Where nothing is written, findings are read while network ACLs are. */
export function besideFindings(
  { mode }: ReviewContext['settings'],
  networkAcls: NetworkAcls,
  findings: Findings,
): Pick<ReviewContext, 'networkAcls' | 'findings'> {
  if (mode !== 'notify') return { networkAcls, findings };
  const prefetched = new PrefetchedFindings(findings);
  return { networkAcls: prefetched.before(networkAcls), findings: prefetched };
}

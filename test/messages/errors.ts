import { setTimeout as wait } from 'node:timers/promises';
import { DescribeNetworkAclsCommand, EC2Client, type NetworkAcl } from '@aws-sdk/client-ec2';
import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { parseAlertDocument } from '../../functions/alert/document/parse-document.ts';
import { parseChangeEvent } from '../../functions/aws/change-event.ts';
import { Ec2NetworkAcls } from '../../functions/aws/ec2-network-acls.ts';
import { parseEnvironment, parseSlackEnvironment } from '../../functions/aws/environment.ts';
import { eventBatch } from '../../functions/aws/event-batch.ts';
import { parseFinding } from '../../functions/aws/finding-item.ts';
import { RefusedError } from '../../functions/aws/members/assume-role.ts';
import { parseRegisteredMember } from '../../functions/aws/members/registry-table.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { UnreachableError } from '../../functions/review/unreachable.ts';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { parseProgress, START } from '../../functions/sweep/progress.ts';
import { withoutQueue } from '../../functions/sweep/without-queue.ts';
import { deliver } from '../../functions/webhook/delivery.ts';
import { namedParameter } from '../../functions/webhook/named-parameter.ts';
import { parseWebhookUrl } from '../../functions/webhook/webhook-url.ts';
import { GAP } from '../fixtures/alert-document.ts';

const HOME = { account: '123456789012', region: 'us-east-1', partition: 'aws' };
const REQUIRED = { ALERT_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:alerts', FINDINGS_TABLE: 'findings' };
const ENTRY = {
  ...({ RuleNumber: 100, Protocol: '6', RuleAction: 'allow', Egress: true, CidrBlock: '0.0.0.0/0' } as const),
};

/** Bad values of environment variables. */
const VARIABLES: readonly (readonly [name: string, value: string | undefined])[] = [
  ['MODE', 'loud'],
  ['EPHEMERAL_PORTS', '1024'],
  ['REPORT_INGRESS', 'yes'],
  ['MIN_SEVERITY', 'critical'],
  ['RULE_QUOTA', '41'],
  ['REMIND_AFTER_HOURS', '-1'],
  ['ALERT_TOPIC_ARN', undefined],
  ['ALERT_TOPIC_ARN', 'alerts'],
  ['FINDINGS_TABLE', 'a b'],
  ['LEGACY_FINDINGS_TABLE', 'a b'],
  ['SWEEP_QUEUE_URL', 'queue'],
];

/** Bad values of the variables of a hub. */
const HUB_VARIABLES: readonly (readonly [name: string, value: string | undefined])[] = [
  ['ORGANIZATION_ID', 'o-1'],
  ['MEMBER_ACCOUNT_IDS', '222222222222, 333333333333'],
  ['IGNORED_ACCOUNTS', '12'],
  ['EXTERNAL_ID', 'a b'],
  ['ROLE_PATH', 'platform'],
  ['NAMESPACE', undefined],
  ['DIGEST_BY', 'owner'],
];
const HUB = { NAMESPACE: 'guard-prod', MEMBER_ACCOUNT_IDS: '222222222222' };

/** Bad fields of a rule, as EC2 could describe it. */
const FIELDS: readonly object[] = [
  { RuleNumber: 0 },
  { Egress: 'yes' },
  { RuleAction: 'ALLOW' },
  { Protocol: 'tcp' },
  { PortRange: { From: 22, To: 21 } },
  { CidrBlock: undefined },
  { CidrBlock: '::/0' },
  { Ipv6CidrBlock: '::/0' },
];

function describe(entry: object): NetworkAcl {
  return { NetworkAclId: 'acl-1', Entries: [{ ...ENTRY, ...entry }] } as NetworkAcl;
}

type Thrower = () => unknown;

const PARSERS: readonly Thrower[] = [
  ...VARIABLES.map(
    ([name, value]) =>
      () =>
        parseEnvironment({ ...REQUIRED, [name]: value }),
  ),
  ...HUB_VARIABLES.map(
    ([name, value]) =>
      () =>
        parseEnvironment({ ...REQUIRED, ...HUB, [name]: value }),
  ),
  () => parseEnvironment({}),
  () => parseSlackEnvironment({ SLACK_WEBHOOK_PARAMETER: 'webhook' }),
  () => parseChangeEvent({ detail: { eventName: 'RunInstances' } }, HOME),
  () => parseChangeEvent({ detail: { eventName: 'DeleteNetworkAcl' } }, HOME),
  ...FIELDS.map(field => () => parseNetworkAcl(describe(field))),
  () => parseNetworkAcl({}),
  () => parseNetworkAcl({ NetworkAclId: 'acl-1' }),
  () => parseNetworkAcl({ NetworkAclId: 'acl-1', Entries: [{ ...ENTRY }, { ...ENTRY }] }),
  () => parseProgress({ progress: { ...START, swept: 1.5 } }),
  () => parseFinding({ networkAclId: { S: 'acl-1' }, since: { S: 'yesterday' } }, HOME),
  () => parseRegisteredMember({ member: { S: '1/eu-west-1' } }),
  () => parseAlertDocument('Clients get no replies', 'event.Records[0].Sns.Message'),
  () => parseAlertDocument(JSON.stringify({ ...GAP, version: '3' }), 'event.Records[0].Sns.Message'),
  () => parseWebhookUrl('ftp://hooks.slack.com', '/webhook', 'service', SLACK),
  () => parseWebhookUrl(undefined, '/webhook', 'service', SLACK),
];

const CALLS: readonly Thrower[] = [
  () => {
    throw new UnreachableError({ account: '222222222222', region: 'eu-west-1' }, 'AccessDenied');
  },
  () => {
    throw new RefusedError('arn:aws:iam::222222222222:role/guard-prod-reader', 'AccessDenied');
  },
  () => withoutQueue({ ...START, swept: 205 }),
  () => describeWithoutList(),
  () => failBareEvent(),
  () => failParameter(),
  () => post(new Response('invalid_payload', { status: 400 })),
  () => post(new Response('', { status: 503 })),
  () => post(new Response('', { status: 429, headers: { 'retry-after': '3600' } })),
  () => post(new DOMException('', 'TimeoutError')),
];

async function describeWithoutList() {
  const ec2 = mockClient(EC2Client).on(DescribeNetworkAclsCommand).resolves({});
  try {
    await new Ec2NetworkAcls(new EC2Client({}), () => new EC2Client({}), HOME).list(undefined);
  } finally {
    ec2.restore();
  }
}

function failBareEvent(): Promise<unknown> {
  const handler = middy<SQSEvent, { batchItemFailures: { itemIdentifier: string }[] }>()
    .use(eventBatch())
    .handler(async ({ Records }) => ({
      batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
  return handler({ detail: {} } as unknown as SQSEvent, {} as Context);
}

async function failParameter(): Promise<never> {
  const reason = Object.assign(new Error('not authorized'), {
    name: 'AccessDeniedException',
    $fault: 'client',
  });
  const request = { error: new Error('failed', { cause: { data: [reason] } }) };
  await namedParameter('/webhook').onError?.(request as never);
  throw request.error;
}

function post(answer: Response | Error): Promise<number> {
  return deliver(new URL('https://hooks.slack.com/services/T/B/x'), {}, 16_000, {
    service: SLACK,
    fetch: async () => {
      if (answer instanceof Error) throw answer;
      return answer.clone() as Response;
    },
    clock: { now: () => new Date(0), wait: () => wait(0) },
    random: () => 0,
    limits: { requests: 2, requestTimeout: 4_000, budget: 16_000 },
  });
}

/** The messages of the functions' errors. @throws Error where one of the calls does not fail */
export async function collectErrors(): Promise<string[]> {
  const messages: string[] = [];
  for (const each of [...PARSERS, ...CALLS]) {
    const error = await (async () => each())().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    if (error === undefined) throw new Error(`did not fail: ${each}`);
    messages.push(error.message);
  }
  return messages;
}

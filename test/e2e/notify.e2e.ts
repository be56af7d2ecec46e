import { readFile } from 'node:fs/promises';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { resolveTemplate, type WholeTemplate } from '../infra/resolve.ts';
import { packageWhole } from '../infra/service-package.ts';
import { propertiesOf } from '../infra/template.ts';
import { OK, startWebhook } from '../slack/webhook-server.ts';
import { inventory } from './account.ts';
import { change, putEvent, recordOf, report } from './cloud-trail.ts';
import {
  type Deployment,
  deploy,
  type Fed,
  findingOf,
  outcomesIn,
  policiesOf,
  publish,
  review,
} from './deployment.ts';
import { ExecutionEnvironment, fetchFunction } from './lambda-function.ts';
import { createEntry, entriesOf, REPLIES, SHOWN, SSH } from './network.ts';
import { NOT_IN_MOTO } from './not-in-moto.ts';
import { ACCOUNT, aws, REGION } from './region.ts';
import { type ReceivedAlert, Subscriber } from './subscriber.ts';

const PARAMETER = '/nacl-ephemeral-guard/slack-webhook';
const PARAMETERS = ['email=you@example.com', 'settleSeconds=2', `slackWebhookParameter=${PARAMETER}`];

let deployment: Deployment;
let sweep: Fed;
/** Gets what the slack function's subscription would. */
let slackAlerts: Subscriber;
/** The calls by which a warm guard learns of a VPC, in the order in which they are begun. */
const EXPOSURE = [
  ...['DescribeVpcs', 'DescribeSubnets'],
  ...['DescribeNetworkInterfaces', 'DescribeNetworkInterfaces', 'DescribeNetworkInterfaces'],
  'DescribeSecurityGroups',
];

/** The network ACL with the entry that lets SSH in. */
let bastion: string;

beforeAll(async () => {
  deployment = await deploy(...PARAMETERS);
  const { service, vpc } = deployment;
  sweep = deployment.sweep;
  const { FilterPolicy } = propertiesOf(service.template, 'SlackSubscription');
  slackAlerts = await Subscriber.subscribe(service.idOf('AlertTopic'), 'slack-alerts', FilterPolicy);
  bastion = await vpc.createNetworkAcl('bastion');
});

afterAll(async () => {
  await deployment?.close();
});

describe('deployed in notify mode, the service', () => {
  it('is what npm run package makes, except for the dashboard and the tag of the key', async () => {
    const { template } = await packageWhole(...PARAMETERS);
    expect(forMoto(template)).not.toEqual(withoutTimes(template));
    expect(withoutTimes(deployment.service.template)).toEqual(forMoto(template));
  });

  it('is complete, except for what moto does not create', async () => {
    const { template, parameters, resourceTypes } = deployment.service;
    const { Resources } = resolveTemplate(template, parameters);
    const types = new Set(Object.values(Resources).map(({ Type }) => Type));
    expect([...types].filter(type => !resourceTypes.has(type)).toSorted()).toEqual(NOT_IN_MOTO);
    expect(await inventory()).toMatchObject({
      stacks: ['nacl-ephemeral-guard-prod'],
      buckets: [{}],
      tables: [{}, {}],
    });
  });

  it.each(['guard', 'sweep', 'slack'])('has only the bundle of %s and the notices in its zip', async name => {
    const logicalId = `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
    const { configuration, files } = await fetchFunction(deployment.service, logicalId);
    expect([...files.keys()]).toEqual(['dist/THIRD-PARTY-NOTICES.txt', `dist/${name}/index.mjs`]);
    expect(files.get(`dist/${name}/index.mjs`)?.equals(await readFile(`dist/${name}/index.mjs`))).toBe(true);
    expect(configuration).toMatchObject({ Handler: `dist/${name}/index.handler`, Runtime: 'nodejs24.x' });
  });

  it('has roles without a policy of remediation', async () => {
    expect(await policiesOf(deployment, 'GuardRole')).toEqual(['exposure', 'guard']);
    expect(await policiesOf(deployment, 'SweepRole')).toEqual(['exposure', 'sweep']);
  });
});

describe('an entry that lets SSH in from a Windows PC', () => {
  it('waits in the change queue until it has settled', async () => {
    await change(bastion, SSH);
    expect(await deployment.guard.queue.count()).toEqual({ visible: 0, delayed: 1, taken: 0 });
  });

  it('is reviewed: the alert is on record, nothing is published yet, and nothing is written', async () => {
    const { relay, alerts, guard } = deployment;
    const invocation = await review(deployment);
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(outcomesIn(invocation)).toEqual([{ outcome: 'pending', networkAclId: bastion, alertKind: 'gap' }]);
    expect(invocation.log).toContainEqual(
      expect.objectContaining({ service: 'guard', outcome: 'pending', Outcome: 1 }),
    );
    expect(await alerts.take()).toEqual([]);
    expect(relay.takeEc2Actions()).toEqual(['DescribeNetworkAcls', ...EXPOSURE, 'DescribeTags']);
    expect(await entriesOf(bastion)).toEqual([SHOWN.ssh]);
    expect(await findingOf(deployment, bastion)).toMatchObject({ version: { N: '2' }, pending: { L: [{}] } });
    expect(await guard.queue.count()).toEqual({ visible: 0, delayed: 0, taken: 0 });
  });

  it('is alerted by sweep, as guard has requested', async () => {
    const { relay, alerts } = deployment;
    const invocation = await publish(deployment);
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(invocation.log).toContainEqual(
      expect.objectContaining({ message: 'alert published', networkAclId: bastion, alertKind: 'gap' }),
    );
    const [alert, ...others] = await alerts.take();
    expect(others).toEqual([]);
    expectSeedAlert(alert);
    expect(relay.takeEc2Actions()).toEqual([]);
    const finding = await findingOf(deployment, bastion);
    expect(finding).toMatchObject({ alerted: { M: { kind: { S: 'gap' }, severity: { S: 'high' } } } });
    expect(finding).not.toHaveProperty('pending');
  });

  it('is known when its event is delivered again', async () => {
    await report(recordOf(bastion, SSH));
    expect(outcomesIn(await review(deployment))).toEqual([
      { outcome: 'already-reported', networkAclId: bastion },
    ]);
    expect(await sweep.queue.count()).toMatchObject({ visible: 0 });
    expect(await deployment.alerts.take()).toEqual([]);
  });

  it.each(['Client.DryRunOperation', 'Client.NetworkAclEntryAlreadyExists'])(
    'does not reach the change queue where the call ended with %s',
    async errorCode => {
      await report(recordOf(bastion, SSH, { errorCode }));
      expect(await deployment.guard.queue.count()).toEqual({ visible: 0, delayed: 0, taken: 0 });
    },
  );

  it('is reviewed although a message beside it fails, and that message stays in the queue', async () => {
    const { queue } = deployment.guard;
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.queueUrl, MessageBody: '{"no":"event"}' }));
    await report(recordOf(bastion, SSH));
    const { records, ...invocation } = await review(deployment, 2);
    const failed = records.find(({ body }) => !body.includes(bastion))?.messageId;
    expect(invocation).toMatchObject({ response: { batchItemFailures: [{ itemIdentifier: failed }] } });
    expect(outcomesIn(invocation)).toEqual([
      { outcome: 'failed' },
      { outcome: 'already-reported', networkAclId: bastion },
    ]);
    expect(await queue.count()).toEqual({ visible: 0, delayed: 0, taken: 1 });
  });
});

describe('the sweep', () => {
  let web: string;

  it('starts when this stack was deployed', async () => {
    const deployed = (stackId: string) => ({
      'stack-id': stackId,
      'status-details': { status: 'UPDATE_COMPLETE' },
    });
    const other = await messagesAfter(deployed(`${deployment.service.stackId}-other`));
    // The rules of schedules have no pattern, and in moto take every event.
    expect((await messagesAfter(deployed(deployment.service.stackId))) - other).toBe(1);
  });

  it('finds a gap that had no event, and reports that it is complete', async () => {
    web = await deployment.vpc.createNetworkAcl('web');
    await createEntry(web, SSH);
    await startSweep();
    const invocation = await sweep.queue.feed(sweep.environment, 1);
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(outcomesIn(invocation)).toEqual(
      expect.arrayContaining([
        { outcome: 'already-reported', networkAclId: bastion },
        { outcome: 'pending', networkAclId: web, alertKind: 'gap' },
      ]),
    );
    // The VPCs' own two are covered.
    expect(invocation.log).toContainEqual(
      expect.objectContaining({ message: 'sweep finished', networkAclsEvaluated: 4 }),
    );
    expect(invocation.log).toContainEqual(
      expect.objectContaining({ _aws: expect.anything(), service: 'sweep', SweepsFinished: 1 }),
    );
    const alerts = await deployment.alerts.take();
    expect(alerts.map(({ document }) => [document.networkAcl.id, document.change])).toEqual([[web, null]]);
    expect(await sweep.queue.count()).toEqual({ visible: 0, delayed: 0, taken: 0 });
  });

  it('continues in another invocation where its time is short', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await deployment.vpc.createNetworkAcl(name);
    await startSweep();
    const first = await sweep.queue.feed(sweep.environment, 1, { time: 100_000 });
    expect(first.log).toContainEqual(
      expect.objectContaining({ message: 'sweep continues in another invocation' }),
    );
    const second = await sweep.queue.feed(sweep.environment, 1);
    expect(second.log).toContainEqual(
      expect.objectContaining({ message: 'sweep finished', networkAclsEvaluated: 8 }),
    );
    expect(await deployment.alerts.take()).toEqual([]);
  });
});

describe('Slack', () => {
  let received: ReceivedAlert[];

  it('is sent alerts, but no alarms', async () => {
    const TopicArn = deployment.service.idOf('AlertTopic');
    await aws.sns.send(
      new PublishCommand({ TopicArn, Subject: 'ALARM', Message: '{"AlarmName":"Heartbeat"}' }),
    );
    expect(await deployment.alerts.take()).toHaveLength(1);
    received = await slackAlerts.take();
    expect(received.map(({ document }) => document.networkAcl.name)).toEqual(['bastion', 'web']);
  });

  it('gets the alert at the webhook that the parameter names', async () => {
    const { url, bodies } = await startWebhook(OK);
    await aws.ssm.send(new PutParameterCommand({ Name: PARAMETER, Type: 'SecureString', Value: url }));
    const slack = await fetchFunction(deployment.service, 'SlackLambdaFunction');
    const environment = await ExecutionEnvironment.start(slack, deployment.relay.endpoint);
    onTestFinished(() => environment.close());
    const [alert] = received;
    const invocation = await environment.invoke(toLambdaEvent(alert));
    expect(invocation).toMatchObject({ kind: 'response' });
    expect(invocation.log).toContainEqual(
      expect.objectContaining({ outcome: 'delivered', alertId: alert?.document.id }),
    );
    expect(bodies.map(body => JSON.parse(body))).toEqual([alert && renderSlack(alert.document)]);
    expect(JSON.stringify(invocation)).not.toContain(url);
  });
});

describe('an operator who fixes it', () => {
  it('gets one alert that it is resolved', async () => {
    await change(bastion, REPLIES);
    const invocation = await review(deployment);
    expect(outcomesIn(invocation)).toEqual([
      { outcome: 'pending', networkAclId: bastion, alertKind: 'resolved' },
    ]);
    await publish(deployment);
    const [alert] = await deployment.alerts.take();
    expect(alert?.attributes).toMatchObject({ kind: 'resolved', status: 'covered' });
    expect(await findingOf(deployment, bastion)).toMatchObject({
      alerted: { M: { kind: { S: 'resolved' } } },
      expiresAt: { N: expect.stringMatching(/^\d{10}$/) },
    });
  });

  it('gets no further alert', async () => {
    await report(recordOf(bastion, REPLIES));
    expect(outcomesIn(await review(deployment))).toEqual([{ outcome: 'covered', networkAclId: bastion }]);
    expect(await deployment.alerts.take()).toEqual([]);
  });
});

it('a wrong variable is named when the function starts', async () => {
  const { relay, guard } = deployment;
  const environment = await ExecutionEnvironment.start(guard.deployed, relay.endpoint, { MODE: 'loud' });
  onTestFinished(() => environment.close());
  expect(await environment.invoke({ Records: [] })).toMatchObject({
    kind: 'error',
    type: 'ParseError',
    message: 'environment variable MODE is "loud", expected notify, opt-in or remediate',
  });
});

it('npm run remove leaves nothing behind', async () => {
  await deployment.alerts.close();
  await slackAlerts.close();
  await deployment.service.remove();
  expect(Object.entries(await inventory()).filter(([, names]) => names.length > 0)).toEqual([]);
});

function expectSeedAlert(alert: ReceivedAlert | undefined): void {
  expect(alert?.subject).toMatch(/^\[high\] .+: all SSH connections .*time out/);
  expect(alert?.subject).toContain(` (${ACCOUNT} ${REGION})`);
  expect(alert?.attributes).toEqual({
    kind: 'gap',
    severity: 'high',
    status: 'gap',
    account: ACCOUNT,
    region: REGION,
    vpcId: deployment.vpc.id,
    mode: 'notify',
  });
  expect(alert?.document).toMatchObject({
    version: '2',
    networkAcl: { id: bastion, name: 'bastion', vpcName: 'production', subnets: [{ name: 'bastion-a' }] },
    // Everywhere but in the subnet itself, whose traffic meets no network ACL.
    gaps: expect.arrayContaining([
      expect.objectContaining({
        ...{ protocol: 'tcp', cidr: '128.0.0.0/1', fromPort: 1024, toPort: 65535 },
        ...{ admittedBy: [100], evidence: 'accepted', behind: [expect.stringMatching(/^i-/)] },
      }),
    ]),
    exposure: 'known',
    clients: expect.arrayContaining([expect.objectContaining({ client: 'windows', replies: 'blocked' })]),
    change: { action: 'CreateNetworkAclEntry', target: 'inbound rule 100', sourceAddress: '198.51.100.24' },
    guard: { undo: [] },
    fix: { cli: [expect.stringMatching(/^aws ec2 create-network-acl-entry .*--rule-number 100 /)] },
  });
}

/**
 * How many messages an event of CloudFormation puts into the sweep queue, which is empty before and after. They have the
 * event for a body: moto ignores the constant input of a target.
 */
async function messagesAfter(detail: object): Promise<number> {
  await sweep.queue.empty();
  await putEvent('aws.cloudformation', 'CloudFormation Stack Status Change', detail);
  const { visible } = await sweep.queue.count();
  await sweep.queue.empty();
  return visible;
}

/** As docs/operations.md says. */
async function startSweep(): Promise<void> {
  await sweep.queue.empty();
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: sweep.queue.queueUrl, MessageBody: '{}' }));
}

/** What SNS invokes a function with. Functions and queues get the same text of an alert. */
function toLambdaEvent(alert: ReceivedAlert | undefined): object {
  const Sns = {
    Type: 'Notification',
    MessageId: alert?.messageId,
    Subject: alert?.subject,
    Message: alert?.message,
  };
  return { Records: [{ EventVersion: '1.0', EventSource: 'aws:sns', Sns }] };
}

/** osls puts the zips under the time of packaging. */
function withoutTimes(template: WholeTemplate): WholeTemplate {
  return JSON.parse(JSON.stringify(template).replaceAll(/\d{13}-[\dT:.-]+Z/g, 'TIME'));
}

function forMoto(template: WholeTemplate): WholeTemplate {
  const { Resources, Outputs, ...rest } = withoutTimes(template);
  const { Dashboard: _, AlertKey, ...resources } = Resources;
  const { DashboardName: __, ...outputs } = Outputs;
  if (!AlertKey) throw new Error('The template has no AlertKey');
  const { Tags: ___, ...Properties } = AlertKey.Properties;
  return { ...rest, Resources: { ...resources, AlertKey: { ...AlertKey, Properties } }, Outputs: outputs };
}

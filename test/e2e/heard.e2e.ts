import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertiesOf } from '../infra/template.ts';
import { change } from './cloud-trail.ts';
import { type Deployment, deploy, findingOf, outcomesIn, publish, review } from './deployment.ts';
import type { Invocation } from './lambda-function.ts';
import { createEntry, SSH } from './network.ts';
import { aws, REGION, toAwsVariables } from './region.ts';
import { type ReceivedAlert, Subscriber } from './subscriber.ts';

const EMAIL = 'you@example.com';
const ANOTHER_EMAIL = 'team@example.com';

let deployment: Deployment;
let bastion: string;
let web: string;
let operators: Subscriber;
let team: Subscriber;

beforeAll(async () => {
  deployment = await deploy(`email=${EMAIL}`, 'settleSeconds=0');
  // moto skips the subscription of the stack, too.
  await deployment.alerts.close();
  deployment.relay.pending.add(EMAIL);
  [bastion, web] = [await createGap('bastion'), await createGap('web')];
});

afterAll(() => deployment?.close());

describe('before the email subscription is confirmed', () => {
  it('the first sweep publishes nothing, and the findings stay unreported', async () => {
    const invocation = await happen('SweepAfterDeployRule');
    expect(outcomesIn(invocation)).toEqual(
      expect.arrayContaining([
        { outcome: 'pending', networkAclId: bastion, alertKind: 'gap' },
        { outcome: 'pending', networkAclId: web, alertKind: 'gap' },
      ]),
    );
    expectNotHeard(invocation, 2);
    for (const networkAclId of [bastion, web]) {
      const finding = await findingOf(deployment, networkAclId);
      expect(finding).toMatchObject({ pending: { L: [{}] } });
      expect(finding).not.toHaveProperty('alerted');
    }
  });

  it('nothing is published an hour later, either', async () => {
    expectNotHeard(await hourPasses(), 2);
  });

  it('doctor says that no one receives alerts', async () => {
    expect(await diagnose()).toMatch(
      new RegExp(
        `^PROBLEM +subscriptions +no one receives alerts yet: ${EMAIL} has not confirmed the subscription$`,
        'm',
      ),
    );
  });
});

describe('when it is confirmed', () => {
  beforeAll(async () => {
    operators = await confirm(EMAIL, 'operators');
  });

  it('the digest of the first sweep arrives with the next hour', async () => {
    const invocation = await hourPasses();
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(metricsOf(invocation, 'NotHeard')).toEqual([]);
    const digest = await takeOne(operators);
    expectDigest(digest, 'first-sweep', [bastion, web]);
    expect(deployment.relay.takePublished()).toBeGreaterThan(0);
    expect(digest?.subject).toMatch(/^\[high\] 2 of 4 network ACLs block replies /);
    for (const networkAclId of [bastion, web]) {
      const finding = await findingOf(deployment, networkAclId);
      expect(finding).toMatchObject({ alerted: { M: { kind: { S: 'gap' } } } });
      expect(finding).not.toHaveProperty('pending');
    }
  });

  it('the hour after that sends nothing', async () => {
    await hourPasses();
    expect(deployment.relay.takePublished()).toBe(0);
    expect(await operators.take()).toEqual([]);
  });
});

describe('while another subscription is pending', () => {
  let api: string;

  it('an alert to the confirmed one counts as reported', async () => {
    deployment.relay.pending.add(ANOTHER_EMAIL);
    api = await deployment.vpc.createNetworkAcl('api');
    await change(api, SSH);
    await review(deployment);
    await publish(deployment);
    expect((await takeOne(operators))?.document.networkAcl.id).toBe(api);
    expect(await findingOf(deployment, api)).toMatchObject({ alerted: { M: { kind: { S: 'gap' } } } });
    expect(await diagnose()).toMatch(
      new RegExp(`^ok +subscriptions .+\n(.*\n)*?warn +${ANOTHER_EMAIL} has not confirmed`, 'm'),
    );
  });

  it('and when it is confirmed, everything open is sent once', async () => {
    team = await confirm(ANOTHER_EMAIL, 'team');
    await hourPasses();
    const { queue, environment } = deployment.sweep;
    await queue.feed(environment, 1);
    for (const subscriber of [team, operators]) {
      expectDigest(await takeOne(subscriber), 'open', [bastion, web, api]);
    }
  });

  it('and then nothing more', async () => {
    await hourPasses();
    expect(await deployment.sweep.queue.count()).toEqual({ visible: 0, delayed: 0, taken: 0 });
    expect([await team.take(), await operators.take()]).toEqual([[], []]);
  });
});

/** A call to a slow moto is repeated, and the topic then has the same message twice: its id says so. */
async function takeOne(subscriber: Subscriber): Promise<ReceivedAlert | undefined> {
  const received = await subscriber.take();
  expect(new Set(received.map(({ document }) => document.id)).size).toBe(1);
  return received[0];
}

/** A network ACL whose gap no event reports. */
async function createGap(name: string): Promise<string> {
  const networkAclId = await deployment.vpc.createNetworkAcl(name);
  await createEntry(networkAclId, SSH);
  return networkAclId;
}

/** What the operator does with the link of the email: from now on a queue is the mailbox. */
async function confirm(address: string, name: string): Promise<Subscriber> {
  deployment.relay.pending.delete(address);
  return Subscriber.subscribe(deployment.service.idOf('AlertTopic'), name);
}

/** Has sweep handle what a rule of the stack puts into its queue: moto ignores the constant input, and fires no schedule. */
async function happen(rule: string): Promise<Invocation> {
  const { queue, environment } = deployment.sweep;
  const { Targets } = propertiesOf(deployment.service.template, rule) as { Targets: [{ Input: string }] };
  await queue.empty();
  const MessageBody = Targets[0].Input;
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.queueUrl, MessageBody }));
  return queue.feed(environment, 1);
}

async function hourPasses(): Promise<Invocation> {
  const { ScheduleExpression } = propertiesOf(deployment.service.template, 'ReportRule');
  expect(ScheduleExpression).toBe('rate(1 hour)');
  return happen('ReportRule');
}

function expectNotHeard(invocation: Invocation, count: number): void {
  expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
  expect(invocation.log).toContainEqual(
    expect.objectContaining({ level: 'WARN', message: 'no subscription is confirmed', outcome: 'not-heard' }),
  );
  expect(metricsOf(invocation, 'NotHeard')).toEqual([count]);
  expect(deployment.relay.takePublished()).toBe(0);
}

const metricsOf = ({ log }: Invocation, name: string): unknown[] =>
  log.flatMap(line => ('_aws' in line && name in line ? [line[name]] : []));

function expectDigest(received: ReceivedAlert | undefined, about: string, ids: readonly string[]): void {
  const document = received?.document as object | undefined;
  expect(document).toMatchObject({ kind: 'digest', about, open: { high: ids.length } });
  const { members } = document as { members: readonly { readonly id: string }[] };
  expect(members.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
}

/** What `npm run doctor` prints. It ends with code 1: moto lacks alarms and policies. */
async function diagnose(): Promise<string> {
  const env = { ...process.env, ...toAwsVariables(), AWS_ENDPOINT_URL: deployment.relay.endpoint };
  const args = ['cli/doctor/main.ts', '--region', REGION];
  const failed = await promisify(execFile)(process.execPath, args, { env }).catch((error: unknown) => error);
  return String((failed as { stdout?: unknown }).stdout);
}

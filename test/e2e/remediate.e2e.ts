import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventory } from './account.ts';
import { change, recordOf, report } from './cloud-trail.ts';
import { type Deployment, deploy, findingOf, outcomesIn, policiesOf, publish, review } from './deployment.ts';
import { createEntry, entriesOf, REPLIES, SHOWN, SSH } from './network.ts';
import { ACCOUNT, aws, REGION } from './region.ts';

/** The calls by which guard reads what is behind a network ACL. */
const EXPOSURE = /^Describe(NetworkInterfaces|SecurityGroups|Subnets|Vpcs)$/;

let deployment: Deployment;
let bastion: string;

beforeAll(async () => {
  deployment = await deploy('email=you@example.com', 'settleSeconds=0', 'mode=remediate');
  bastion = await deployment.vpc.createNetworkAcl('bastion');
});

afterAll(() => deployment?.close());

it('deployed in remediate mode, the roles have a policy of remediation', async () => {
  expect(await policiesOf(deployment, 'GuardRole')).toEqual(['exposure', 'guard', 'remediation']);
  expect(await policiesOf(deployment, 'SweepRole')).toEqual(['exposure', 'remediation', 'sweep']);
});

describe('an entry that lets SSH in from a Windows PC', () => {
  it('gets the entry that lets the replies out', async () => {
    await change(bastion, SSH);
    const invocation = await review(deployment);
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(outcomesIn(invocation)).toEqual([
      { outcome: 'pending', networkAclId: bastion, alertKind: 'remediated' },
    ]);
    expect(invocation.log).toContainEqual(expect.objectContaining({ service: 'guard', EntriesAdded: 1 }));
    const actions = deployment.relay.takeEc2Actions();
    expect(actions.filter(action => !EXPOSURE.test(action))).toEqual([
      'DescribeNetworkAcls',
      'DescribeNetworkAcls', // right before writing
      'CreateNetworkAclEntry',
      'DescribeNetworkAcls',
      'DescribeTags',
    ]);
    expect(await entriesOf(bastion)).toEqual([SHOWN.replies, SHOWN.ssh]);
    expect(await deployment.guard.queue.count()).toEqual({ visible: 0, delayed: 0, taken: 0 });
  });

  it('is alerted with the added entry and its undo', async () => {
    await publish(deployment);
    const [alert, ...others] = await deployment.alerts.take();
    expect(others).toEqual([]);
    expect(alert?.attributes).toMatchObject({ kind: 'remediated', severity: 'high', mode: 'remediate' });
    expect(alert?.document.guard).toMatchObject({
      did: ['Added outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0.', 'Replies now reach all clients.'],
      undo: [
        `aws ec2 delete-network-acl-entry --region ${REGION} --network-acl-id ${bastion} --egress --rule-number 100`,
      ],
    });
    expect(await findingOf(deployment, bastion)).toMatchObject({
      alerted: { M: { kind: { S: 'remediated' } } },
      remediations: { L: [{ M: { entries: { L: [{}] }, reported: { BOOL: true } } }] },
    });
  });

  it('causes an event of its own, which ends as covered, without an alert', async () => {
    const name = deployment.guard.deployed.configuration.FunctionName;
    const session = `${deployment.service.idOf('GuardRole')}/${name}`;
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${session}`;
    await report(recordOf(bastion, REPLIES, { userIdentity: { type: 'AssumedRole', arn } }));
    expect(outcomesIn(await review(deployment))).toEqual([{ outcome: 'covered', networkAclId: bastion }]);
    expect(await deployment.alerts.take()).toEqual([]);
    expect(deployment.relay.takeEc2Actions()).toEqual(['DescribeNetworkAcls']);
  });
});

describe.each([
  ['notify', [{ outcome: 'pending', alertKind: 'gap' }], ['gap']],
  ['ignore', [{ outcome: 'muted' }], []],
  // A value that the guard does not know.
  ['off', [{ outcome: 'pending', alertKind: 'gap' }], ['gap']],
])('a network ACL that is tagged %s', (tag, outcomes, alerted) => {
  it('is not changed', async () => {
    const networkAclId = await deployment.vpc.createNetworkAcl(`tagged-${tag}`, tag);
    await change(networkAclId, SSH);
    const invocation = await review(deployment);
    expect(outcomesIn(invocation)).toEqual(outcomes.map(outcome => ({ ...outcome, networkAclId })));
    expect(deployment.relay.takeEc2Actions()).not.toContain('CreateNetworkAclEntry');
    expect(await entriesOf(networkAclId)).toEqual([SHOWN.ssh]);
    if (alerted.length > 0) await publish(deployment);
    const alerts = await deployment.alerts.take();
    expect(alerts.map(({ attributes }) => attributes.kind)).toEqual(alerted);
  });
});

describe('a gap that only a sweep finds', () => {
  let web: string;
  const sweepBy = async (body: string) => {
    const { queue, environment } = deployment.sweep;
    await queue.empty();
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.queueUrl, MessageBody: body }));
    await queue.feed(environment, 1);
    const alerts = await deployment.alerts.take();
    return alerts.map(({ document }): object => document);
  };

  it('is reported, and not written to, by the first sweep after a deployment', async () => {
    web = await deployment.vpc.createNetworkAcl('web');
    await createEntry(web, SSH);
    const [digest, ...others] = await sweepBy('{"firstSweep":{}}');
    expect(others).toEqual([]);
    expect(digest).toMatchObject({
      ...{ kind: 'digest', about: 'first-sweep' },
      members: expect.arrayContaining([expect.objectContaining({ id: web })]),
    });
    expect(await entriesOf(web)).toEqual([SHOWN.ssh]);
  });

  it('is fixed by the next sweep', async () => {
    const did = expect.arrayContaining(['Added outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0.']);
    const [alert, ...others] = await sweepBy('{}');
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: 'remediated', networkAcl: { id: web }, guard: { did } });
    expect(await entriesOf(web)).toEqual([SHOWN.replies, SHOWN.ssh]);
  });
});

it('npm run remove leaves nothing behind', async () => {
  await deployment.alerts.close();
  await deployment.service.remove();
  expect(Object.entries(await inventory()).filter(([, names]) => names.length > 0)).toEqual([]);
});

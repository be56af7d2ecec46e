import {
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  ListStackInstancesCommand,
} from '@aws-sdk/client-cloudformation';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

vi.hoisted(() => {
  process.env.E2E_ACCOUNT = '111111111111';
  process.env.E2E_REGION = 'us-east-1';
});

import { RegistryTable } from '../../functions/aws/members/registry-table.ts';
import { completeOf, recordOf, report } from './cloud-trail.ts';
import { type Deployment, deploy, outcomesIn, policiesOf, publish } from './deployment.ts';
import type { LogLine } from './lambda-function.ts';
import { completeOfStack, createOrganization, deployMember, reportStack, stackSetOf } from './member.ts';
import { createEntry, entriesOf, SHOWN, SSH, Vpc } from './network.ts';
import { ACCOUNT, aws, type Clients, REGION, signIn } from './region.ts';

const NAMESPACE = 'nacl-ephemeral-guard-prod';
const MEMBER = { account: '222222222222', region: 'eu-west-1' };

let deployment: Deployment;
let unit: Awaited<ReturnType<typeof createOrganization>>;
let ofMember: Clients;
let values: Readonly<Record<string, string>>;

beforeAll(async () => {
  const parameters = ['email=you@example.com', 'settleSeconds=0', 'mode=remediate'];
  // Deploying empties the accounts, so the organisation comes afterwards: moto checks no id of it.
  deployment = await deploy(...parameters, 'organizationId=o-a1b2c3d4e5');
  unit = await createOrganization(3);
  values = { hubAccountId: ACCOUNT, hubRegion: REGION, organizationId: 'o-a1b2c3d4e5', mode: 'remediate' };
  ofMember = await deployMember(MEMBER.account, MEMBER.region, { ...values, homeRegion: MEMBER.region });
});

afterAll(async () => {
  delete process.env.E2E_ACCOUNT;
  delete process.env.E2E_REGION;
  await deployment?.close();
});

it('the member is in another account than the hub', async () => {
  const accountOf = async ({ sts }: Clients) => (await sts.send(new GetCallerIdentityCommand({}))).Account;
  expect([await accountOf(ofMember), await accountOf(aws)]).toEqual([MEMBER.account, '111111111111']);
  const { Roles = [] } = await ofMember.iam.send(new ListRolesCommand({}));
  expect(Roles.map(({ RoleName }) => RoleName).toSorted()).toEqual(
    ['forward-eu-west-1', 'reader', 'remediator'].map(name => `${NAMESPACE}-${name}`),
  );
});

it('the hub is in account 111111111111 and us-east-1, with roles that members know by their names', async () => {
  expect(deployment.service.stackId).toContain(':us-east-1:111111111111:stack/');
  expect(deployment.service.idOf('GuardRole')).toBe(`${NAMESPACE}-guard`);
  const all = ['exposure', 'read-organization', 'registry', 'remediate-organization', 'remediation'];
  expect(await policiesOf(deployment, 'GuardRole')).toEqual(['guard', ...all].toSorted());
  expect(await policiesOf(deployment, 'SweepRole')).toEqual(['sweep', ...all].toSorted());
});

describe('a change of account 222222222222 in eu-west-1', () => {
  let bastion: string;

  it('gets the entry that lets the replies out, in the member', async () => {
    const vpc = await Vpc.create('production', ofMember);
    bastion = await vpc.createNetworkAcl('bastion');
    await createEntry(bastion, SSH, ofMember);
    await deployment.sweep.queue.empty();
    const origin = { awsRegion: MEMBER.region, recipientAccountId: MEMBER.account };
    // On the member's own bus: the rules of both stacks bring it to the queue of the hub.
    await report(recordOf(bastion, SSH, origin), ofMember);
    const { guard } = deployment;
    const invocation = await guard.queue.feed(guard.environment, 1, { complete: completeOf(MEMBER) });
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(outcomesIn(invocation)).toEqual([
      { outcome: 'pending', networkAclId: bastion, alertKind: 'remediated' },
    ]);
    expect(await entriesOf(bastion, ofMember)).toEqual([SHOWN.replies, SHOWN.ssh]);
    await expect(entriesOf(bastion)).rejects.toThrow(/does not exist/);
  });

  it('is alerted in the hub, with account and region', async () => {
    await publish(deployment);
    const [alert, ...others] = await deployment.alerts.take();
    expect(others).toEqual([]);
    expect(alert?.attributes).toMatchObject({ kind: 'remediated', ...MEMBER });
    expect(alert?.subject).toContain(`(${MEMBER.account} ${MEMBER.region})`);
  });

  it('is refused where the event names another account than its record', async () => {
    const origin = { awsRegion: MEMBER.region, recipientAccountId: '333333333333' };
    await report(recordOf(bastion, SSH, origin), ofMember);
    const { guard } = deployment;
    const invocation = await guard.queue.feed(guard.environment, 1, { complete: completeOf(MEMBER) });
    expect(invocation.log).toContainEqual(expect.objectContaining({ outcome: 'refused' }));
    expect(await deployment.alerts.take()).toEqual([]);
  });
});

describe('a stack set', () => {
  const REGIONS = [REGION, 'eu-west-1'];

  it('makes members of three accounts in two regions', async () => {
    const stackSet = stackSetOf(values);
    const named = { StackSetName: stackSet.StackSetName };
    await aws.cloudFormation.send(new CreateStackSetCommand(stackSet));
    const DeploymentTargets = { OrganizationalUnitIds: [unit.unitId] };
    await aws.cloudFormation.send(
      new CreateStackInstancesCommand({ ...named, DeploymentTargets, Regions: REGIONS }),
    );
    const { Summaries = [] } = await aws.cloudFormation.send(new ListStackInstancesCommand(named));
    const expected = unit.accounts.flatMap(account => REGIONS.map(region => `${account} ${region} CURRENT`));
    expect(
      Summaries.map(({ Account, Region, Status }) => `${Account} ${Region} ${Status}`).toSorted(),
    ).toEqual(expected.toSorted());
  });

  it('makes the roles of the hub once in an account, and a forwarder and rules in each region', async () => {
    for (const account of unit.accounts) {
      const { iam } = await signIn(account, REGION);
      const { Roles = [] } = await iam.send(new ListRolesCommand({}));
      const names = ['reader', 'remediator', ...REGIONS.map(region => `forward-${region}`)];
      const roles = names.map(name => `${NAMESPACE}-${name}`);
      // Organizations makes one, too.
      expect(Roles.map(({ RoleName }) => RoleName).toSorted()).toEqual(
        ['OrganizationAccountAccessRole', ...roles].toSorted(),
      );
      for (const region of REGIONS) {
        const { events } = await signIn(account, region);
        const { Rules = [] } = await events.send(new ListRulesCommand({}));
        const names = ['change', 'registration', 'tamper'].map(rule => `${NAMESPACE}-${rule}`);
        expect(Rules.map(({ Name }) => Name).toSorted()).toEqual(names);
      }
    }
  });

  it('registers its members with the hub, which sweeps each of them', async () => {
    const { sweep, service } = deployment;
    await sweep.queue.empty();
    const members = unit.accounts.flatMap(account => REGIONS.map(region => ({ account, region })));
    for (const { account, region } of members) {
      const stackId = await reportStack(NAMESPACE, await signIn(account, region));
      expect(stackId).toContain(`:${region}:${account}:stack/`);
    }
    const log: LogLine[] = [];
    // A message about each stack, and then one that has its member swept.
    for (let count = 0; count < 2 * members.length; count += 1) {
      const invocation = await sweep.queue.feed(sweep.environment, 1, { complete: completeOfStack });
      expect(invocation.log.filter(({ level }) => level === 'ERROR')).toEqual([]);
      log.push(...invocation.log);
    }
    for (const message of ['heard from the member', 'sweep finished'])
      expect(log.filter(line => line.message === message)).toEqual(
        expect.arrayContaining(members.map(member => expect.objectContaining(member))),
      );
    const registry = new RegistryTable(() => aws.dynamoDb, `${service.outputs.FindingsTableName}`);
    const listed = await registry.list();
    for (const member of members)
      expect(listed).toContainEqual(
        expect.objectContaining({
          ...member,
          registeredAt: expect.any(Date),
          lastSweep: expect.objectContaining({ purpose: 'first' }),
        }),
      );
  });
});

import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateVpcCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callOrganizations } from '../fixtures/organizations-api.ts';
import { deployMember, logicalIdsOf } from './member.ts';
import { BUS_POLICY } from './not-in-ministack.ts';
import { ACCOUNT, administratorOf, aws, type Clients, REGION, sessionOf } from './region.ts';
import { deployByTemplate, SINGLE_NAME } from './single-file.ts';
import type { Deployed } from './stack.ts';

const MEMBER = { account: '222222222222', region: 'eu-west-1' };
const HUB = SINGLE_NAME;
const MEMBERS = '222222222222,333333333333,444444444444';

let hub: Deployed;
let ofMember: Clients;
let parameters: Readonly<Record<string, string>>;

/** As an administrator may let an account's root assume a role for a while. */
const trust = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
    ],
  });

/** A session of a role of an account. Lambda's functions have such sessions of guard and sweep. */
async function actAs({ sts }: Clients, account: string, role: string): Promise<Clients> {
  const RoleArn = `arn:aws:iam::${account}:role/${role}`;
  const { Credentials = {} } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  return sessionOf(Credentials as Parameters<typeof sessionOf>[0], MEMBER.region);
}

/** A role that may assume every role, in an account. */
async function createAdministrator({ iam }: Clients, account: string, RoleName: string): Promise<void> {
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(account) }));
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
}

beforeAll(async () => {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
  const api = { endpoint, accessKeyId: 'administrator' };
  // Every account that asks is an organisation of its own.
  const { Organization } = await callOrganizations(api, 'DescribeOrganization', {});
  const organizationId = String(Organization.Id);
  // MiniStack knows no aws:ResourceOrgID, so the hub may assume roles in listed accounts.
  hub = await deployByTemplate({ mode: 'remediate', organizationId, memberAccountIds: MEMBERS });
  for (const role of ['guard', 'sweep'])
    await aws.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: `${HUB}-${role}`, PolicyDocument: trust(ACCOUNT) }),
    );
  const home = { homeRegion: MEMBER.region, namespace: HUB, mode: 'remediate', organizationId };
  parameters = { hubAccountId: ACCOUNT, hubRegion: REGION, ...home };
  ofMember = await deployMember(MEMBER.account, MEMBER.region, parameters);
});

afterAll(() => hub?.remove().catch(() => undefined));

const assume = (clients: Clients, role: string, account = MEMBER.account) =>
  actAs(clients, account, `${HUB}-${role}`);

describe('the roles of a member', () => {
  test.each(['guard', 'sweep'])('let %s of the hub in', async name => {
    const caller = await actAs(aws, ACCOUNT, `${HUB}-${name}`);
    await expect(assume(caller, 'reader')).resolves.toBeDefined();
    await expect(assume(caller, 'remediator')).resolves.toBeDefined();
  });

  test.each<[string, () => Promise<Clients>]>([
    [
      'an administrator of the hub',
      async () => {
        await createAdministrator(aws, ACCOUNT, 'administrators');
        return actAs(aws, ACCOUNT, 'administrators');
      },
    ],
    [
      'another role of the hub with a similar name',
      async () => {
        await createAdministrator(aws, ACCOUNT, `${HUB}-guardian`);
        return actAs(aws, ACCOUNT, `${HUB}-guardian`);
      },
    ],
    [
      'a role of that name in another account',
      async () => {
        const stranger = administratorOf('999999999999', MEMBER.region);
        await createAdministrator(stranger, '999999999999', `${HUB}-guard`);
        return actAs(stranger, '999999999999', `${HUB}-guard`);
      },
    ],
    [
      'an administrator of the member',
      async () => {
        await createAdministrator(ofMember, MEMBER.account, 'administrators');
        return actAs(ofMember, MEMBER.account, 'administrators');
      },
    ],
  ])('do not let %s in', async (_, login) => {
    const caller = await login();
    await expect(assume(caller, 'reader')).rejects.toThrow(/not authorized/);
    await expect(assume(caller, 'remediator')).rejects.toThrow(/not authorized/);
  });

  test('the hub assumes none in an account that is not listed', async () => {
    const guard = await actAs(aws, ACCOUNT, `${HUB}-guard`);
    await expect(assume(guard, 'reader', '555555555555')).rejects.toThrow(/not authorized/);
  });
});

describe('what the roles may do', () => {
  let networkAclId: string;
  const entry = () => ({ NetworkAclId: networkAclId, RuleNumber: 100, Egress: true });
  const created = () =>
    ({ ...entry(), RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' }) as const;

  beforeAll(async () => {
    const { Vpc } = await ofMember.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const { NetworkAcl } = await ofMember.ec2.send(new CreateNetworkAclCommand({ VpcId: Vpc?.VpcId }));
    networkAclId = NetworkAcl?.NetworkAclId ?? '';
  });

  test('the reader reads, and does nothing else', async () => {
    const { ec2, sqs } = await assume(await actAs(aws, ACCOUNT, `${HUB}-guard`), 'reader');
    const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
    expect(NetworkAcls.map(({ NetworkAclId }) => NetworkAclId)).toContain(networkAclId);
    await expect(ec2.send(new CreateNetworkAclEntryCommand(created()))).rejects.toThrow(/not authorized/);
    await expect(sqs.send(new ListQueuesCommand({}))).rejects.toThrow(/not authorized/);
  });

  test('the remediator does not delete', async () => {
    const { ec2 } = await assume(await actAs(aws, ACCOUNT, `${HUB}-guard`), 'remediator');
    await expect(ec2.send(new DeleteNetworkAclEntryCommand(entry()))).rejects.toThrow(/not authorized/);
    await expect(ec2.send(new DescribeNetworkAclsCommand({}))).rejects.toThrow(/not authorized/);
  });
});

test('a stack has what belongs to its account and region', async () => {
  const rules = ['ChangeRule', 'ForwarderRole', 'HeartbeatRule', 'RegistrationRule', 'TamperRule'];
  expect(await logicalIdsOf(ofMember)).toEqual(
    [...rules, 'Placeholder', 'ReaderRole', 'RemediatorRole'].toSorted(),
  );
  const elsewhere = await deployMember(MEMBER.account, 'eu-north-1', parameters);
  expect(await logicalIdsOf(elsewhere)).toEqual([...rules, 'Placeholder'].toSorted());
  const ownRegion = await deployMember(ACCOUNT, REGION, parameters);
  expect(await logicalIdsOf(ownRegion)).toEqual(['Placeholder']);
});

describe('what is changed for MiniStack is still needed', () => {
  test('literals: without them the home region has no roles', async () => {
    const unchanged = await deployMember('333333333333', MEMBER.region, parameters, ['sessions']);
    expect(await logicalIdsOf(unchanged)).not.toContain('ReaderRole');
  });

  test('policies of buses: a template with one is refused', async () => {
    const Statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' };
    const Policy = { Type: BUS_POLICY, Properties: { StatementId: 'all', Statement } };
    const TemplateBody = JSON.stringify({ Resources: { Policy } });
    const command = new CreateStackCommand({ StackName: 'bus-policy', TemplateBody });
    await expect(aws.cloudFormation.send(command)).rejects.toThrow(/Unrecognized resource types/);
  });

  test('sessions: without them guard is not let in', async () => {
    await deployMember('444444444444', MEMBER.region, parameters, ['literals']);
    const guard = await actAs(aws, ACCOUNT, `${HUB}-guard`);
    await expect(assume(guard, 'reader', '444444444444')).rejects.toThrow(/not authorized/);
  });
});

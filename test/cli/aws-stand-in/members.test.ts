import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeRegionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { FINDINGS_TABLE, HTTPS_OUT, NETWORK_ACL_ID, TOPIC_ARN } from './region.ts';

const HOME = '123456789012';
const MEMBER = '222222222222';
const READER = `arn:aws:iam::${MEMBER}:role/team/nacl-ephemeral-guard-reader`;
const REMEDIATOR = `arn:aws:iam::${MEMBER}:role/nacl-ephemeral-guard-remediator`;
const ROLES = [
  { arn: READER, actions: ['ec2:Describe*'] },
  { arn: REMEDIATOR, actions: ['ec2:CreateNetworkAclEntry'], externalId: 'secret', trusts: [HOME] },
];

const named = (name: string) => [
  { NetworkAclId: NETWORK_ACL_ID, VpcId: 'vpc-1', Tags: [{ Key: 'Name', Value: name }] },
];

async function startOrganisation(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const standIn = await startStandIn({
    ...{ networkAcls: named('home'), topicArn: TOPIC_ARN, findingsTable: FINDINGS_TABLE, roles: ROLES },
    members: [
      { account: HOME, region: 'eu-west-1', networkAcls: named('home, Ireland') },
      { account: MEMBER, region: 'us-east-1', networkAcls: named('member') },
      { account: MEMBER, region: 'eu-west-1', networkAcls: named('member, Ireland'), findingsTable: 'old' },
    ],
    ...options,
  });
  onTestFinished(() => standIn.close());
  return standIn;
}

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
const USER: Key = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
const userOf = (account: string): Key => ({ ...USER, accessKeyId: `AKIA${account}0000` });

const settings = ({ endpoint }: StandIn, credentials: Key, region: string) => ({
  ...{ endpoint, credentials, region, maxAttempts: 1 },
});

async function assume(standIn: StandIn, input: Partial<AssumeRoleCommandInput> = {}): Promise<Key> {
  const sts = new STSClient(settings(standIn, USER, 'us-east-1'));
  const request = { RoleArn: READER, RoleSessionName: 'nacl-ephemeral-guard', ...input };
  const { Credentials: { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = {} } = await sts.send(
    new AssumeRoleCommand(request),
  );
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

async function describedNames(standIn: StandIn, credentials: Key, region: string) {
  const ec2 = new EC2Client(settings(standIn, credentials, region));
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
  return NetworkAcls.map(({ Tags }) => Tags?.[0]?.Value);
}

const createEntry = (
  standIn: StandIn,
  credentials: Key,
  NetworkAclId = NETWORK_ACL_ID,
  region = 'us-east-1',
) =>
  new EC2Client(settings(standIn, credentials, region)).send(
    new CreateNetworkAclEntryCommand({ NetworkAclId, ...HTTPS_OUT }),
  );

describe('network ACLs with the same id', () => {
  test.each([
    ['home', USER, 'us-east-1'],
    ['home', userOf(HOME), 'us-east-1'],
    ['home, Ireland', USER, 'eu-west-1'],
    ['member', userOf(MEMBER), 'us-east-1'],
    ['member, Ireland', userOf(MEMBER), 'eu-west-1'],
  ])('are told apart by access key and region: %s', async (name, credentials, region) => {
    expect(await describedNames(await startOrganisation(), credentials, region)).toEqual([name]);
  });

  test('an account and region that no one described has none', async () => {
    expect(await describedNames(await startOrganisation(), userOf('333333333333'), 'us-east-1')).toEqual([]);
  });

  test('are written in the account of the caller only', async () => {
    const standIn = await startOrganisation();
    await createEntry(standIn, userOf(MEMBER));
    const entries = (account: string) =>
      standIn.place({ account, region: 'us-east-1' }).networkAcl(NETWORK_ACL_ID)?.Entries?.length;
    expect([entries(MEMBER), entries(HOME)]).toEqual([3, 2]);
    expect(standIn.networkAcl(NETWORK_ACL_ID)?.Entries).toHaveLength(2);
  });

  test('are all of one region where there are neither members nor roles', async () => {
    const standIn = await startOrganisation({ members: [], roles: [] });
    expect(await describedNames(standIn, userOf(MEMBER), 'eu-west-1')).toEqual(['home']);
    expect(standIn.calls[0]).not.toHaveProperty('caller');
  });
});

test('the regions are those that were described', async () => {
  const ec2 = new EC2Client(settings(await startOrganisation(), USER, 'us-east-1'));
  const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({}));
  expect(Regions).toEqual([
    { RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required' },
    { RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' },
  ]);
});

test('tables are of one account and region', async () => {
  const standIn = await startOrganisation();
  const Item = { member: { S: `${MEMBER}/eu-west-1` }, networkAclId: { S: NETWORK_ACL_ID } };
  const there = new DynamoDBClient(settings(standIn, userOf(MEMBER), 'eu-west-1'));
  const here = new DynamoDBClient(settings(standIn, USER, 'us-east-1'));
  await there.send(new PutItemCommand({ TableName: 'old', Item }));
  expect((await there.send(new ScanCommand({ TableName: 'old' }))).Count).toBe(1);
  expect((await here.send(new ScanCommand({ TableName: FINDINGS_TABLE }))).Count).toBe(0);
  await expect(here.send(new ScanCommand({ TableName: 'old' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

describe('a session of a role', () => {
  test('is in the account of the role, in every region, and is recorded with it', async () => {
    const standIn = await startOrganisation();
    const key = await assume(standIn);
    expect(key.accessKeyId).toMatch(/^ASIA222222222222\d{4}$/);
    expect(await describedNames(standIn, key, 'us-east-1')).toEqual(['member']);
    expect(await describedNames(standIn, key, 'eu-west-1')).toEqual(['member, Ireland']);
    expect(standIn.calls.map(({ caller }) => caller)).toEqual([
      { account: HOME, region: 'us-east-1', role: undefined },
      { account: MEMBER, region: 'us-east-1', role: READER },
      { account: MEMBER, region: 'eu-west-1', role: READER },
    ]);
  });

  test('knows who it is', async () => {
    const standIn = await startOrganisation();
    const identify = async (key: Key) => {
      const sts = new STSClient(settings(standIn, key, 'us-east-1'));
      const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
      return [Account, Arn];
    };
    const session = `arn:aws:sts::${MEMBER}:assumed-role/nacl-ephemeral-guard-reader/nacl-ephemeral-guard`;
    expect(await identify(await assume(standIn))).toEqual([MEMBER, session]);
    expect(await identify(USER)).toEqual([HOME, `arn:aws:iam::${HOME}:user/operator`]);
  });

  test.each([
    ['that does not exist', { RoleArn: 'arn:aws:iam::333333333333:role/nacl-ephemeral-guard-reader' }],
    ['without its external id', { RoleArn: REMEDIATOR }],
    ['with another external id', { RoleArn: REMEDIATOR, ExternalId: 'guessed' }],
  ])('%s is refused', async (_, input) => {
    const standIn = await startOrganisation();
    await expect(assume(standIn, input)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(standIn.calls).toMatchObject([{ service: 'sts', outcome: 'AccessDenied' }]);
  });

  test('whose trust policy does not name the account is refused', async () => {
    const standIn = await startOrganisation();
    standIn.roles.put({ arn: READER, actions: [], trusts: ['333333333333'] });
    await expect(assume(standIn)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('may do what the role may', async () => {
    const standIn = await startOrganisation();
    const reader = await assume(standIn);
    await expect(createEntry(standIn, reader)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    const remediator = await assume(standIn, { RoleArn: REMEDIATOR, ExternalId: 'secret' });
    await createEntry(standIn, remediator);
    await expect(describedNames(standIn, remediator, 'us-east-1')).rejects.toThrow('not authorized');
  });

  test('whose role was removed may do nothing more', async () => {
    const standIn = await startOrganisation();
    const key = await assume(standIn);
    standIn.roles.remove(READER);
    await expect(describedNames(standIn, key, 'us-east-1')).rejects.toThrow('not authorized');
    await expect(assume(standIn)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('with a policy writes where the policy lets it', async () => {
    const standIn = await startOrganisation();
    for (const region of ['us-east-1', 'eu-west-1'])
      standIn.place({ account: MEMBER, region }).putNetworkAcl({ NetworkAclId: 'acl-2' });
    const Resource = `arn:aws:ec2:us-east-1:${MEMBER}:network-acl/acl-2`;
    const statement = { Effect: 'Allow', Action: 'ec2:CreateNetworkAclEntry', Resource };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const key = await assume(standIn, { RoleArn: REMEDIATOR, ExternalId: 'secret', Policy });
    await createEntry(standIn, key, 'acl-2');
    await expect(createEntry(standIn, key)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    await expect(createEntry(standIn, key, 'acl-2', 'eu-west-1')).rejects.toThrow('not authorized');
  });

  test.each(['{', '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'])(
    'with the policy %s is refused',
    async Policy => {
      const standIn = await startOrganisation();
      await expect(assume(standIn, { Policy })).rejects.toMatchObject({
        name: 'MalformedPolicyDocumentException',
      });
    },
  );

  test.each([899, 43_201])('of %i seconds is refused', async DurationSeconds => {
    const standIn = await startOrganisation();
    await expect(assume(standIn, { DurationSeconds })).rejects.toThrow('from 900 to 43200');
  });

  test('expires when the test says so, and a new one works', async () => {
    const standIn = await startOrganisation();
    const key = await assume(standIn);
    standIn.expireSessions();
    await expect(describedNames(standIn, key, 'us-east-1')).rejects.toMatchObject({ name: 'RequestExpired' });
    const sts = new STSClient(settings(standIn, key, 'us-east-1'));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
    expect(await describedNames(standIn, await assume(standIn), 'us-east-1')).toEqual(['member']);
  });

  test('works with its own access key only', async () => {
    const standIn = await startOrganisation();
    const { sessionToken = '' } = await assume(standIn);
    const mixed = { ...userOf('333333333333'), sessionToken };
    await expect(describedNames(standIn, mixed, 'us-east-1')).rejects.toMatchObject({ name: 'AuthFailure' });
  });
});

test('a fault can be of one account and region', async () => {
  const standIn = await startOrganisation();
  const key = await assume(standIn);
  const where = { account: MEMBER, region: 'eu-west-1' };
  standIn.inject({ action: 'DescribeNetworkAcls', fault: 'throttle', ...where });
  expect(await describedNames(standIn, key, 'us-east-1')).toEqual(['member']);
  expect(await describedNames(standIn, USER, 'eu-west-1')).toEqual(['home, Ireland']);
  await expect(describedNames(standIn, key, 'eu-west-1')).rejects.toMatchObject({
    name: 'RequestLimitExceeded',
  });
});

import { DescribeNetworkAclsCommand, DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { acl, REPLIES, run, SSH } from './program.ts';

const ec2 = mockClient(EC2Client);
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
};

beforeEach(() => {
  ec2.reset();
  for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value);
});
afterAll(() => ec2.restore());

/** EC2 gives each region one network ACL; those in `denied` may not be read. */
function answer(regions: readonly string[], denied: readonly string[] = []): void {
  ec2.on(DescribeRegionsCommand).resolves({ Regions: regions.map(RegionName => ({ RegionName })) });
  ec2.on(DescribeNetworkAclsCommand).callsFake(async (_, getClient) => {
    const region = await getClient().config.region();
    if (denied.includes(region))
      throw Object.assign(new Error('You are not authorized to perform this operation.'), {
        name: 'UnauthorizedOperation',
      });
    return { NetworkAcls: [acl(`acl-${region}`, SSH, REPLIES)] };
  });
}

const regionsOf = (stdout: string) =>
  JSON.parse(stdout).networkAcls.map(({ region }: { region: string }) => region);

describe('several regions', () => {
  it.each<[string, string[]]>([
    ['eu-west-1', ['eu-west-1']],
    ['us-east-1,eu-west-1,us-east-1', ['us-east-1', 'eu-west-1']],
    ['all', ['eu-central-1', 'eu-west-1', 'us-east-1']],
  ])('--region %s', async (choice, expected) => {
    answer(['us-east-1', 'eu-west-1', 'eu-central-1']);
    const { status, stdout, stderr } = await run(['--json', '--region', choice]);
    expect([status, regionsOf(stdout), stderr]).toEqual([0, expected, '']);
  });

  it('are counted in the table, and named where something is wrong', async () => {
    answer(['eu-west-1', 'us-east-1']);
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [acl('acl-1', SSH)] });
    const { stdout } = await run(['--region', 'all']);
    expect(stdout).toMatch(/^2 network ACLs in 2 regions: 2 high\n/);
    expect(stdout).toMatch(/^HIGH {4}acl-1 {2}vpc-1 {2}eu-west-1$/m);
    expect(stdout).toMatch(/^Next: nacl-ephemeral-guard check --region all --fix cli$/m);
  });

  it('are a group each, with the region first', async () => {
    answer(['eu-west-1', 'us-east-1']);
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [acl('acl-1', SSH), acl('acl-2', SSH)] });
    const { stdout } = await run(['--region', 'all']);
    expect(stdout.match(/^HIGH .*$/gm)).toEqual([
      'HIGH    eu-west-1  acl-1, acl-2',
      'HIGH    us-east-1  acl-1, acl-2',
    ]);
  });

  it('that cannot be read do not hide the others', async () => {
    answer(['eu-west-1', 'us-east-1'], ['us-east-1']);
    const { status, stdout, stderr } = await run(['--json', '--region', 'all']);
    expect([status, regionsOf(stdout)]).toEqual([2, ['eu-west-1']]);
    expect(stderr).toBe(
      'cannot read the network ACLs of us-east-1: the permission ec2:DescribeNetworkAcls is missing -> get the permission ec2:DescribeNetworkAcls, or use a role that has it\n',
    );
  });

  it('show the progress on a terminal only', async () => {
    answer(['eu-west-1', 'us-east-1']);
    const { stderr } = await run(['--json', '--region', 'all'], { isTerminal: true });
    expect(stderr).toContain('\rus-east-1: 1 network ACL read from EC2, 2 of 2 regions');
    expect(stderr).toMatch(/\n$/);
    expect((await run(['--json', '--region', 'all'])).stderr).toBe('');
  });

  it.each([
    ['Frankfurt', '--region is "Frankfurt", expected the name of a region such as eu-central-1'],
    ['eu-west-1,', '--region is "", expected the name of a region such as eu-central-1'],
  ])('--region %s is refused', async (choice, message) => {
    const { status, stderr } = await run(['--region', choice]);
    expect([status, stderr]).toEqual([2, `${message}\n`]);
  });
});

describe('errors of AWS are in the words of doctor', () => {
  const failing = (name: string, message: string, more: object = {}) =>
    ec2.on(DescribeNetworkAclsCommand).rejects(Object.assign(new Error(message), { name, ...more }));

  it.each<[string, () => unknown, string]>([
    [
      'credentials',
      () => failing('ExpiredToken', 'The security token included in the request is expired'),
      'AWS does not accept the credentials: The security token included in the request is expired -> sign in (aws sso login or aws configure), or use another profile with --profile',
    ],
    [
      'a region that does not exist',
      () => failing('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }),
      'eu-west-9, from --region: the region does not exist or cannot be reached -> check the name, and whether this machine can reach the internet',
    ],
  ])('%s', async (_, fail, reason) => {
    fail();
    const { status, stdout, stderr } = await run(['--region', 'eu-west-9']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`cannot read the network ACLs of eu-west-9: ${reason}\n`);
  });

  it('no region', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', '/no/such/file');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/no/such/file');
    ec2.on(DescribeNetworkAclsCommand).rejects(new Error('Region is missing'));
    const { status, stderr } = await run([]);
    expect([status, stderr]).toEqual([
      2,
      'no region: none of --region, AWS_REGION, AWS_DEFAULT_REGION and the profile names one -> name one with --region\n',
    ]);
  });
});

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import { acl, REPLIES, run, SSH, spawned } from './program.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };

const startRegion = (networkAcls: readonly object[], surroundings: object = {}) =>
  startStandIn({
    networkAcls: networkAcls as never,
    surroundings,
    topicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
    findingsTable: 'findings',
  });

async function runLive(networkAcls: readonly object[], more: readonly string[] = []) {
  const standIn = await startRegion(networkAcls);
  const env = { ...process.env, ...CREDENTIALS, AWS_ENDPOINT_URL: standIn.endpoint };
  const args = ['cli/check/main.ts', 'check', '--json', '--region', 'us-east-1', ...more];
  const child = spawn(process.execPath, args, { env });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await standIn.close();
  const called = standIn.calls.map(({ action }) => action);
  return { networkAcls: stdout === '' ? [] : JSON.parse(stdout).networkAcls, stderr, called };
}

it('reads all network ACLs of a region, page by page, and no exposure that changes nothing', async () => {
  const all = Array.from({ length: 1_005 }, (_, index) =>
    acl(`acl-${String(index).padStart(4, '0')}`, SSH, REPLIES),
  );
  const { networkAcls, called } = await runLive(all);
  expect(networkAcls).toHaveLength(1_005);
  expect(networkAcls[0]).toMatchObject({ region: 'us-east-1', source: { file: null } });
  expect(called).toEqual(['DescribeNetworkAcls', 'DescribeNetworkAcls']);
});

it('takes from the region what a plan only refers to', async () => {
  const all = [acl('acl-0a1b2c3d4e5f60718', SSH, REPLIES), acl('acl-other', SSH)];
  const plan = 'test/fixtures/terraform/plan-worse.json';
  const { networkAcls } = await runLive(all, [plan, '--network-acls', 'ec2']);
  const elsewhere = networkAcls.filter(({ source }: { source: { address: string } }) =>
    source.address.endsWith('.elsewhere'),
  );
  expect(networkAcls).toHaveLength(10);
  expect(elsewhere).toEqual([
    expect.objectContaining({ networkAclId: 'acl-0a1b2c3d4e5f60718', status: 'covered' }),
  ]);
});

describe('exposure', () => {
  const ssh = { FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24' }] };
  const SURROUNDINGS = {
    NetworkInterfaces: [networkInterface(1, { Association: { PublicIp: '203.0.113.1' } })],
    SecurityGroups: [group('sg-1', ssh)],
    Subnets: [subnet('subnet-1')],
    Vpcs: [vpc()],
  };
  const sts = mockClient(STSClient);
  beforeEach(() => void sts.reset());
  afterAll(() => sts.restore());

  /** In this process, where STS can be mocked: the stand-in has none. */
  async function runHere() {
    const standIn = await startRegion([acl('acl-1', SSH)], SURROUNDINGS);
    for (const [name, value] of Object.entries({ ...CREDENTIALS, AWS_ENDPOINT_URL: standIn.endpoint })) {
      vi.stubEnv(name, value);
    }
    const { stdout, stderr } = await run(['--json', '--region', 'us-east-1']);
    vi.unstubAllEnvs();
    await standIn.close();
    return { evaluated: JSON.parse(stdout).networkAcls[0], stderr };
  }

  it('is read where it can change the result', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
    const { evaluated, stderr } = await runHere();
    expect(stderr).toBe('');
    expect(evaluated).toMatchObject({
      ...{ severity: 'high', assumptions: { exposure: 'known' } },
      plan: { entries: [{ CidrBlock: '203.0.113.0/24' }] },
    });
  });

  it('of a VPC of another account is unknown', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '999999999999' });
    expect((await runHere()).evaluated.assumptions.exposure).toBe('unknown');
  });

  it('is unknown if the account cannot be read, with one line', async () => {
    sts.on(GetCallerIdentityCommand).rejects(new Error('no route\nat all'));
    const { evaluated, stderr } = await runHere();
    expect(evaluated.assumptions.exposure).toBe('unknown');
    expect(stderr).toBe('interfaces and security groups were not read: the account is unknown: no route\n');
  });
});

it('a wrong profile is one line, also on the oldest Node that the package allows', () => {
  const version = 'data:text/javascript,Object.defineProperty(process,%22version%22,{value:%22v20.16.0%22})';
  const env = { ...process.env, NODE_OPTIONS: `--import=${version}` };
  const { status, stdout, stderr } = spawned(['--region', 'us-east-1', '--profile', 'no-such'], { env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^cannot read the network ACLs of us-east-1: .*no-such.*\n$/);
});

it('EC2 that does not answer is one line', () => {
  const env = { ...process.env, ...CREDENTIALS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const { status, stdout, stderr } = spawned(['--region', 'us-east-1'], { env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /^cannot read the network ACLs of us-east-1: ec2:DescribeNetworkAcls failed: ECONNREFUSED -> try again; .*\n$/,
  );
});

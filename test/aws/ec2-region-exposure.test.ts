import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Ec2Exposure } from '../../functions/aws/ec2-exposure.ts';
import { Ec2RegionExposure } from '../../functions/aws/ec2-region-exposure.ts';
import { calledActions, describeUsualVpc } from '../fixtures/described-region.ts';
import { vpc } from '../fixtures/ec2-surroundings.ts';

const ec2 = mockClient(EC2Client);
const lines: unknown[] = [];
const coded = (name: string) => Object.assign(new Error('told apart by code alone'), { name });
const { signal } = new AbortController();

let time = new AbortController();
let region: Ec2RegionExposure;
let oneByOne: Ec2Exposure;
const placed = (number: number, change: object = {}) => ({
  networkAclId: `acl-${number}`,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1'],
  ...change,
});
const readMany = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, number) => region.read(placed(number), signal)));

beforeEach(() => {
  ec2.reset();
  describeUsualVpc(ec2);
  lines.length = 0;
  time = new AbortController();
  const client = new EC2Client({});
  const log = (line: unknown) => void lines.push(line);
  const sources = { client: () => client, account: '123456789012', log, now: () => 0 };
  oneByOne = new Ec2Exposure(sources);
  region = new Ec2RegionExposure(sources, oneByOne, time.signal);
});

describe('a sweep', () => {
  it('reads four network ACLs one by one', async () => {
    await readMany(4);
    const filtered = ec2.calls().filter(call => 'Filters' in call.args[0].input);
    expect(filtered).toHaveLength(ec2.calls().length - 1); // the prefix list has no filter
  });

  it('does not count a network ACL that it reads again', async () => {
    for (let time = 0; time < 9; time += 1) await region.read(placed(1), signal);
    expect(ec2.calls()).toHaveLength(8);
  });

  it('reads the region once for all others', async () => {
    await readMany(4);
    ec2.resetHistory();
    const [one] = (await readMany(300)).slice(-1);
    expect(calledActions(ec2).sort()).toEqual([
      'DescribeNetworkInterfaces',
      'DescribeSecurityGroups',
      'DescribeSubnets',
      'DescribeVpcs',
      'GetManagedPrefixListEntries',
    ]);
    for (const call of ec2.calls()) expect(call.args[0].input).not.toHaveProperty('Filters');
    expect(one?.exposure.kind).toBe('known');
  });

  it('finds the same, whichever way it reads', async () => {
    const alone = await oneByOne.read(placed(1), signal);
    const [, , , , together] = await readMany(5);
    expect(together).toEqual(alone);
  });

  it.each<[string, object]>([
    ['VPC', { vpcId: 'vpc-9' }],
    ['subnet', { subnetIds: ['subnet-1', 'subnet-9'] }],
  ])('reads a %s that is younger than the lists by itself', async (_, change) => {
    await readMany(5);
    ec2.resetHistory();
    await region.read(placed(9, change), signal);
    const filtered = ec2.calls().filter(call => 'Filters' in call.args[0].input);
    expect(filtered.length).toBeGreaterThan(0);
  });

  it('reads an interface whose group is younger than the lists by itself', async () => {
    await readMany(4);
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] });
    const [, , , , read] = await readMany(5);
    expect(read?.exposure.kind).toBe('known'); // the group is still remembered
  });

  it('knows nothing of a VPC of another account', async () => {
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [vpc({ OwnerId: '999999999999' })] });
    const read = await readMany(6);
    expect(new Set(read.map(({ exposure }) => exposure.kind === 'unknown' && exposure.reason))).toEqual(
      new Set(['shared-vpc']),
    );
  });

  it.each<[string, string]>([
    ['UnauthorizedOperation', 'not-allowed'],
    ['RequestLimitExceeded', 'failed'],
  ])('tries the region once after %s, and one line says so', async (code, reason) => {
    await readMany(4);
    ec2.on(DescribeNetworkInterfacesCommand).rejects(coded(code));
    ec2.resetHistory();
    const read = (await readMany(50)).slice(4);
    expect(read.every(({ exposure }) => exposure.kind === 'unknown' && exposure.reason === reason)).toBe(
      true,
    );
    expect(calledActions(ec2)).toEqual(['DescribeNetworkInterfaces']);
    expect(lines).toMatchObject([{ message: 'could not read interfaces and security groups', reason }]);
  });

  it('goes on without exposure where the time for the region is over', async () => {
    await readMany(4);
    ec2.on(DescribeNetworkInterfacesCommand).callsFake(() => {
      time.abort();
      throw coded('AbortError');
    });
    const [, , , , read] = await readMany(5);
    expect(read?.exposure).toEqual({ kind: 'unknown', reason: 'no-time' });
  });

  it('knows nothing where a prefix list fails', async () => {
    ec2.on(GetManagedPrefixListEntriesCommand).rejects(coded('InternalError'));
    const [, , , , read] = await readMany(5);
    expect(read?.exposure).toEqual({ kind: 'unknown', reason: 'failed' });
  });
});

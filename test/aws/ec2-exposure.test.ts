import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Ec2Exposure } from '../../functions/aws/ec2-exposure.ts';
import { formatCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { calledActions, describeUsualVpc } from '../fixtures/described-region.ts';
import { group, networkInterface, subnet, vpc } from '../fixtures/ec2-surroundings.ts';

const NETWORK_ACL = { networkAclId: 'acl-1', vpcId: 'vpc-1', subnetIds: ['subnet-1'] };
const MINUTE = 60_000;
const ec2 = mockClient(EC2Client);
const lines: unknown[] = [];
const coded = (name: string) => Object.assign(new Error('told apart by code alone'), { name });

let now = 0;
let reader: Ec2Exposure;
const read = (networkAcl = NETWORK_ACL, signal = new AbortController().signal) =>
  reader.read(networkAcl, signal);
const readKnown = async (networkAcl = NETWORK_ACL) => {
  const { exposure } = await read(networkAcl);
  if (exposure.kind !== 'known') throw new Error(`exposure is unknown: ${exposure.reason}`);
  return exposure;
};

beforeEach(() => {
  ec2.reset();
  describeUsualVpc(ec2);
  lines.length = 0;
  now = 0;
  const client = new EC2Client({});
  const log = (line: unknown) => void lines.push(line);
  reader = new Ec2Exposure({ client: () => client, account: '123456789012', log, now: () => now });
});

describe('a usual VPC', () => {
  it('is read with eight calls', async () => {
    const { exposure, vpcBlocks, subnetBlocks } = await read();
    expect(calledActions(ec2).sort()).toEqual([
      'DescribeNetworkInterfaces',
      'DescribeNetworkInterfaces',
      'DescribeNetworkInterfaces',
      'DescribeNetworkInterfaces',
      'DescribeSecurityGroups',
      'DescribeSubnets',
      'DescribeVpcs',
      'GetManagedPrefixListEntries',
    ]);
    expect(vpcBlocks.map(formatCidrBlock)).toEqual(['10.0.0.0/16']);
    expect([...subnetBlocks.keys()]).toEqual(['subnet-1', 'subnet-2']);
    expect(exposure).toMatchObject({
      kind: 'known',
      interfaces: [{ subnetId: 'subnet-1', count: 1, owners: [{ type: 'instance', name: 'i-1' }] }],
      hasInternetFacingNlb: false,
    });
  });

  it('shows the clients, carriers and prefix lists that its groups take', async () => {
    const { clients, securityGroups, carriers, prefixLists } = await readKnown();
    expect(clients.map(({ address }) => formatCidrBlock(address))).toEqual(['10.0.2.8/32', '10.0.2.9/32']);
    expect([...securityGroups.keys()]).toEqual(['sg-1']);
    expect([...carriers]).toEqual([['sg-2', ['subnet-2']]]);
    expect([...prefixLists.values()].flat().map(formatCidrBlock)).toEqual(['192.0.2.0/24']);
  });

  it('is asked for by filters, always with a page size', async () => {
    await read();
    for (const call of ec2.calls())
      expect(call.args[0].input).toMatchObject({ MaxResults: expect.any(Number) });
    expect(ec2.commandCalls(DescribeNetworkInterfacesCommand)[0]?.args[0].input).toEqual({
      Filters: [{ Name: 'subnet-id', Values: ['subnet-1'] }],
      MaxResults: 1000,
    });
    expect(ec2.commandCalls(DescribeSecurityGroupsCommand)[0]?.args[0].input).toEqual({
      Filters: [{ Name: 'group-id', Values: ['sg-1'] }],
      MaxResults: 1000,
    });
  });

  it('that is empty is known to be empty', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
    const { interfaces, clients } = await readKnown();
    expect([...interfaces, ...clients]).toEqual([]);
    expect(ec2.commandCalls(DescribeSecurityGroupsCommand)).toHaveLength(0);
  });

  it('asks about no interfaces where the network ACL has no subnets', async () => {
    await readKnown({ ...NETWORK_ACL, subnetIds: [] });
    const asked = ec2.commandCalls(DescribeNetworkInterfacesCommand).map(call => call.args[0].input.Filters);
    expect(asked.flat().map(filter => filter?.Name)).not.toContain('subnet-id');
  });
});

describe('pages', () => {
  it('are all read', async () => {
    ec2
      .on(DescribeNetworkInterfacesCommand)
      .resolves({ NetworkInterfaces: [] })
      .on(DescribeNetworkInterfacesCommand, { Filters: [{ Name: 'subnet-id', Values: ['subnet-1'] }] })
      .resolvesOnce({ NetworkInterfaces: [networkInterface(1)], NextToken: 'more' })
      .resolvesOnce({ NetworkInterfaces: [networkInterface(2)] });
    expect((await readKnown()).interfaces).toMatchObject([{ count: 2 }]);
  });

  it('of 450 subnets take three filters of 200 values at most', async () => {
    const subnetIds = Array.from({ length: 450 }, (_, index) => `subnet-${index}`);
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: subnetIds.map(id => subnet(id)) });
    await readKnown({ ...NETWORK_ACL, subnetIds });
    const asked = ec2
      .commandCalls(DescribeNetworkInterfacesCommand)
      .flatMap(call => call.args[0].input.Filters ?? [])
      .filter(({ Name }) => Name === 'subnet-id');
    expect(asked.map(({ Values }) => Values?.length)).toEqual([200, 200, 50]);
  });

  it('whose token repeats end with an error', async () => {
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [], NextToken: 'again' });
    expect((await read()).exposure).toEqual({ kind: 'unknown', reason: 'failed' });
    expect(ec2.commandCalls(DescribeSubnetsCommand)).toHaveLength(2);
    expect(lines).toMatchObject([{ error: 'Error: EC2 repeated a NextToken of Subnets' }]);
  });
});

describe('what was read', () => {
  it('is remembered for a minute', async () => {
    await read();
    ec2.resetHistory();
    now = MINUTE - 1;
    await readKnown();
    expect(calledActions(ec2)).toEqual([]);
  });

  it('of interfaces and groups is read again after a minute, of blocks after an hour', async () => {
    await read();
    ec2.resetHistory();
    now = MINUTE;
    await readKnown();
    expect(new Set(calledActions(ec2))).toEqual(
      new Set(['DescribeNetworkInterfaces', 'DescribeSecurityGroups']),
    );
    ec2.resetHistory();
    now = 60 * MINUTE;
    await readKnown();
    expect(new Set(calledActions(ec2)).size).toBe(5);
  });

  it('serves another network ACL of the VPC, which takes one call for its own subnets', async () => {
    await read();
    ec2.resetHistory();
    await readKnown({ networkAclId: 'acl-2', vpcId: 'vpc-1', subnetIds: ['subnet-2'] });
    expect(calledActions(ec2)).toEqual(['DescribeNetworkInterfaces']);
  });

  it('does not serve a subnet that is younger', async () => {
    await read();
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [subnet('subnet-1'), subnet('subnet-3')] });
    const { subnetBlocks } = await read({ ...NETWORK_ACL, subnetIds: ['subnet-3'] });
    expect([...subnetBlocks.keys()]).toEqual(['subnet-1', 'subnet-3']);
  });

  it('is read for one network ACL after the other', async () => {
    const both = await Promise.all([read(), read({ ...NETWORK_ACL, networkAclId: 'acl-2' })]);
    expect(both.map(({ exposure }) => exposure.kind)).toEqual(['known', 'known']);
    expect(ec2.calls()).toHaveLength(8);
  });
});

describe('what cannot be read', () => {
  it.each<[string, () => unknown]>([
    ['interfaces', () => ec2.on(DescribeNetworkInterfacesCommand).rejects(coded('UnauthorizedOperation'))],
    ['groups', () => ec2.on(DescribeSecurityGroupsCommand).rejects(coded('UnauthorizedOperation'))],
    ['subnets', () => ec2.on(DescribeSubnetsCommand).rejects(coded('UnauthorizedOperation'))],
    ['VPCs', () => ec2.on(DescribeVpcsCommand).rejects(coded('AccessDenied'))],
  ])('for lack of permission on %s is unknown, and one line says so', async (_, deny) => {
    deny();
    expect((await read()).exposure).toEqual({ kind: 'unknown', reason: 'not-allowed' });
    expect(lines).toMatchObject([
      {
        level: 'WARN',
        message: 'could not read interfaces and security groups',
        networkAclId: 'acl-1',
        reason: 'not-allowed',
      },
    ]);
  });

  it('leaves the CIDR blocks known', async () => {
    ec2.on(DescribeNetworkInterfacesCommand).rejects(coded('UnauthorizedOperation'));
    const { vpcBlocks, subnetBlocks } = await read();
    expect([vpcBlocks.length, subnetBlocks.size]).toEqual([1, 2]);
  });

  it.each<[string, () => unknown]>([
    ['throttles', () => ec2.on(DescribeSecurityGroupsCommand).rejects(coded('RequestLimitExceeded'))],
    ['answers without a list', () => ec2.on(DescribeNetworkInterfacesCommand).resolves({})],
    [
      'answers what is malformed',
      () => ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [{ VpcId: 'vpc-1' }] }),
    ],
    ['does not list the VPC', () => ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [] })],
    ['does not list a group', () => ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] })],
    [
      'fails to list a prefix list',
      () => ec2.on(GetManagedPrefixListEntriesCommand).rejects(coded('InternalError')),
    ],
  ])('because EC2 %s is unknown', async (_, fail) => {
    fail();
    expect((await read()).exposure).toEqual({ kind: 'unknown', reason: 'failed' });
    expect(lines).toHaveLength(1);
  });

  it.each(['UnauthorizedOperation', 'InvalidPrefixListID.NotFound', 'InvalidPrefixListId.NotFound'])(
    'is left out where it is a prefix list (%s), which is asked for once',
    async code => {
      ec2.on(GetManagedPrefixListEntriesCommand).rejects(coded(code));
      expect((await readKnown()).prefixLists.size).toBe(0);
      await readKnown();
      expect(ec2.commandCalls(GetManagedPrefixListEntriesCommand)).toHaveLength(1);
    },
  );

  it('in a VPC of another account is unknown, and its interfaces are not asked for', async () => {
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [vpc({ OwnerId: '999999999999' })] });
    const { exposure, vpcBlocks } = await read();
    expect(exposure).toEqual({ kind: 'unknown', reason: 'shared-vpc' });
    expect(vpcBlocks).toHaveLength(1);
    expect(ec2.commandCalls(DescribeNetworkInterfacesCommand)).toHaveLength(0);
  });

  it('because time is over is unknown, without a call', async () => {
    expect((await read(NETWORK_ACL, AbortSignal.abort())).exposure).toEqual({
      kind: 'unknown',
      reason: 'no-time',
    });
    expect(calledActions(ec2)).toEqual([]);
  });

  it('because time runs out meanwhile is unknown, and the next review begins afresh', async () => {
    const time = new AbortController();
    const cutOff = () => {
      time.abort();
      throw coded('AbortError');
    };
    ec2
      .on(DescribeSecurityGroupsCommand)
      .callsFakeOnce(cutOff)
      .resolves({ SecurityGroups: [group('sg-1')] });
    const [cut, next] = await Promise.all([read(NETWORK_ACL, time.signal), read()]);
    expect(cut.exposure).toEqual({ kind: 'unknown', reason: 'no-time' });
    expect(next.exposure.kind).toBe('known');
  });

  it('hands its time limit to every call', async () => {
    const { signal } = new AbortController();
    await read(NETWORK_ACL, signal);
    for (const { args } of ec2.calls()) expect([...args].at(1)).toEqual({ abortSignal: signal });
  });
});

import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type Filter,
  GetManagedPrefixListEntriesCommand,
  type NetworkInterface,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { type Region, startRegion } from './region.ts';

const INTERFACE: NetworkInterface = {
  Association: { IpOwnerId: '123456789012', PublicIp: '192.0.2.1' },
  Attachment: { AttachmentId: 'eni-attach-1', InstanceId: 'i-1', InstanceOwnerId: '123456789012' },
  Description: 'a <bastion> & more',
  Groups: [{ GroupId: 'sg-1', GroupName: 'web' }],
  InterfaceType: 'interface',
  Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
  Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8::/80' }],
  NetworkInterfaceId: 'eni-1',
  OwnerId: '123456789012',
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: '10.0.0.4' }],
  Status: 'in-use',
  SubnetId: 'subnet-1',
  TagSet: [],
  VpcId: 'vpc-1',
};
const GROUP: SecurityGroup = {
  Description: 'of the web servers',
  GroupId: 'sg-1',
  GroupName: 'web',
  IpPermissions: [
    {
      FromPort: 443,
      IpProtocol: 'tcp',
      IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
      ToPort: 443,
      UserIdGroupPairs: [
        { GroupId: 'sg-2', PeeringStatus: 'active', UserId: '123456789012', VpcId: 'vpc-2' },
      ],
    },
  ],
  IpPermissionsEgress: [],
  Tags: [{ Key: 'Name', Value: 'web' }],
  VpcId: 'vpc-1',
};
const SUBNET: Subnet = {
  CidrBlock: '10.0.0.0/24',
  Ipv6CidrBlockAssociationSet: [
    { Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } },
  ],
  OwnerId: '123456789012',
  SubnetId: 'subnet-1',
  VpcId: 'vpc-1',
};
const VPC: Vpc = {
  CidrBlock: '10.0.0.0/16',
  CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
  Ipv6CidrBlockAssociationSet: [],
  OwnerId: '123456789012',
  VpcId: 'vpc-1',
};
const OTHER: NetworkInterface = {
  ...INTERFACE,
  Groups: [],
  InterfaceType: 'natGateway',
  NetworkInterfaceId: 'eni-2',
  Status: 'available',
  SubnetId: 'subnet-2',
  VpcId: 'vpc-2',
};
const surroundings = {
  NetworkInterfaces: [OTHER, INTERFACE],
  SecurityGroups: [GROUP],
  Subnets: [SUBNET],
  Vpcs: [VPC],
  PrefixLists: [{ PrefixListId: 'pl-1', Entries: [{ Cidr: '192.0.2.0/24' }, { Cidr: '10.0.0.0/8' }] }],
};

const interfaces = async ({ ec2 }: Region, ...Filters: Filter[]) => {
  const answer = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters, MaxResults: 5 }));
  return answer.NetworkInterfaces;
};

describe('what is around network ACLs', () => {
  test('is described as it was given', async () => {
    const region = await startRegion({ surroundings, networkAcls: [] });
    expect(await interfaces(region)).toEqual([INTERFACE, OTHER]);
    const groups = await region.ec2.send(new DescribeSecurityGroupsCommand({}));
    expect(groups.SecurityGroups).toEqual([GROUP]);
    expect((await region.ec2.send(new DescribeSubnetsCommand({}))).Subnets).toEqual([SUBNET]);
    expect((await region.ec2.send(new DescribeVpcsCommand({}))).Vpcs).toEqual([VPC]);
  });

  test.each<[string, Filter[], string[]]>([
    ['a subnet', [{ Name: 'subnet-id', Values: ['subnet-1', 'subnet-9'] }], ['eni-1']],
    ['a VPC', [{ Name: 'vpc-id', Values: ['vpc-2'] }], ['eni-2']],
    ['a group', [{ Name: 'group-id', Values: ['sg-1'] }], ['eni-1']],
    ['a type', [{ Name: 'interface-type', Values: ['natGateway'] }], ['eni-2']],
    ['a description with a wildcard', [{ Name: 'description', Values: ['a <*'] }], ['eni-1', 'eni-2']],
    ['a status', [{ Name: 'status', Values: ['available'] }], ['eni-2']],
    [
      'two filters, which both have to match',
      [
        { Name: 'vpc-id', Values: ['vpc-1'] },
        { Name: 'status', Values: ['available'] },
      ],
      [],
    ],
  ])('filters interfaces by %s', async (_, filters, expected) => {
    const found = await interfaces(await startRegion({ surroundings }), ...filters);
    expect(found?.map(({ NetworkInterfaceId }) => NetworkInterfaceId)).toEqual(expected);
  });

  test.each(['group-id', 'vpc-id'])('filters security groups by %s', async Name => {
    const { ec2 } = await startRegion({ surroundings });
    const find = async (value: string) => {
      const Filters = [{ Name, Values: [value] }];
      return (await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups?.length;
    };
    expect(await find(Name === 'group-id' ? 'sg-1' : 'vpc-1')).toBe(1);
    expect(await find('other')).toBe(0);
  });

  test('a VPC and subnets of a network ACL exist without being described', async () => {
    const Associations = ['subnet-8', 'subnet-9'].map(SubnetId => ({ SubnetId }));
    const networkAcls = [{ NetworkAclId: 'acl-1', VpcId: 'vpc-9', Associations }];
    const { ec2 } = await startRegion({ networkAcls });
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
    expect(Vpcs).toMatchObject([{ VpcId: 'vpc-9', OwnerId: '123456789012' }]);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
    expect(Subnets?.map(({ CidrBlock }) => CidrBlock)).toEqual(['10.0.0.0/24', '10.0.1.0/24']);
  });

  test('can be put and removed', async () => {
    const region = await startRegion({ surroundings });
    region.standIn.putSurroundings({ NetworkInterfaces: [{ ...INTERFACE, Status: 'available' }] });
    region.standIn.removeSurrounding('eni-2');
    expect(await interfaces(region)).toEqual([{ ...INTERFACE, Status: 'available' }]);
  });

  test('without an id is refused', async () => {
    const { standIn } = await startRegion();
    expect(() => standIn.putSurroundings({ SecurityGroups: [{ GroupName: 'web' }] })).toThrow('GroupId');
  });

  test('is paged, each interface once', async () => {
    const NetworkInterfaces = Array.from({ length: 12 }, (_, index) => ({
      NetworkInterfaceId: `eni-${String(index).padStart(2, '0')}`,
    }));
    const { ec2 } = await startRegion({ surroundings: { NetworkInterfaces } });
    const pages: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5, NextToken }));
      pages.push(page.NetworkInterfaces?.length ?? 0);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(pages).toEqual([5, 5, 2]);
  });

  test('a call by ids is refused: the stand-in has filters only', async () => {
    const { ec2 } = await startRegion({ surroundings });
    const call = ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] }));
    await expect(call).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('a filter of 201 values is refused', async () => {
    const region = await startRegion({ surroundings });
    const Values = Array.from({ length: 201 }, (_, index) => `subnet-${index}`);
    const call = interfaces(region, { Name: 'subnet-id', Values });
    await expect(call).rejects.toMatchObject({ name: 'FilterLimitExceeded' });
  });
});

describe('a prefix list', () => {
  test('lists its entries, page by page', async () => {
    const { ec2 } = await startRegion({ surroundings });
    const input = { PrefixListId: 'pl-1', MaxResults: 1 };
    const first = await ec2.send(new GetManagedPrefixListEntriesCommand(input));
    const { NextToken } = first;
    const second = await ec2.send(new GetManagedPrefixListEntriesCommand({ ...input, NextToken }));
    expect(first.Entries).toEqual([{ Cidr: '10.0.0.0/8' }]);
    expect(second.Entries).toEqual([{ Cidr: '192.0.2.0/24' }]);
    expect(second.NextToken).toBeUndefined();
  });

  test('that does not exist is refused', async () => {
    const { ec2 } = await startRegion({ surroundings });
    const call = ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-9' }));
    await expect(call).rejects.toMatchObject({ name: 'InvalidPrefixListID.NotFound' });
  });
});

test('faults hit the describe calls, too', async () => {
  const region = await startRegion({ surroundings });
  region.standIn.inject({ action: 'DescribeNetworkInterfaces', fault: 'denied' });
  await expect(interfaces(region)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  expect(await interfaces(region)).toHaveLength(2);
});

import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type Filter,
  GetManagedPrefixListEntriesCommand,
  paginateDescribeNetworkInterfaces,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { expectRefusal } from './network-acl-steps.ts';

const UNKNOWN_PREFIX_LIST = 'pl-0123456789abcdef0';

type ToFilter = (target: ContractTarget) => Filter;

/** The filters by which interfaces are asked for; each finds all of those that were made. */
const FINDING: Readonly<Record<string, ToFilter>> = {
  'subnet-id': ({ associated }) => ({ Name: 'subnet-id', Values: ['subnet-0', associated.subnetId] }),
  'group-id': ({ surroundings }) => ({ Name: 'group-id', Values: [surroundings.groupId] }),
  'interface-type': () => ({ Name: 'interface-type', Values: ['nat_gateway', 'interface'] }),
  'description with a wildcard': ({ surroundings: { description } }) => ({
    Name: 'description',
    Values: [`${description.slice(0, -2)}*`],
  }),
};

/** The same, where nothing is found. */
const FINDING_NOTHING: Readonly<Record<string, Filter>> = {
  'subnet-id': { Name: 'subnet-id', Values: ['subnet-0123456789abcdef0'] },
  'group-id': { Name: 'group-id', Values: ['sg-0123456789abcdef0'] },
  'interface-type': { Name: 'interface-type', Values: ['nat_gateway', 'lambda'] },
  description: { Name: 'description', Values: ['ELB *'] },
};

async function findInterfaces({ ec2, vpcId }: ContractTarget, filter: Filter): Promise<string[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }, filter];
  const answer = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters, MaxResults: 1000 }));
  return (answer.NetworkInterfaces ?? []).map(({ NetworkInterfaceId = '' }) => NetworkInterfaceId).sort();
}

/** What the describe calls answer about interfaces, security groups, subnets, VPCs and prefix lists. */
export function promiseSurroundings(promise: DeclarePromise): void {
  promiseInterfaces(promise);
  promiseGroups(promise);
  promisePlaces(promise);
  promisePrefixLists(promise);
}

function promiseInterfaces(promise: DeclarePromise): void {
  for (const [title, toFilter] of Object.entries(FINDING)) {
    promise(`interfaces are found by the VPC and ${title}`, async target => {
      const expected = [...target.surroundings.interfaceIds].sort();
      await expect.poll(() => findInterfaces(target, toFilter(target))).toEqual(expected);
    });
  }

  for (const [title, filter] of Object.entries(FINDING_NOTHING)) {
    promise(`no interface is found by another ${title}`, async target => {
      expect(await findInterfaces(target, filter)).toEqual([]);
    });
  }

  promise('an interface that nothing uses is available, with its group and address', async target => {
    const { groupId, interfaceIds, description } = target.surroundings;
    const Filters = [{ Name: 'group-id', Values: [groupId] }];
    const answer = await target.ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
    const described = answer.NetworkInterfaces?.find(each => each.NetworkInterfaceId === interfaceIds[0]);
    expect(described).toMatchObject({
      VpcId: target.vpcId,
      SubnetId: target.associated.subnetId,
      InterfaceType: 'interface',
      Description: description,
      Status: 'available',
      Groups: [{ GroupId: groupId }],
      PrivateIpAddress: expect.stringMatching(/^[\d.]+$/),
    });
  });

  promise('paging lists each interface once, at most MaxResults of them to a page', async target => {
    const { ec2: client, associated } = target;
    const Filters = [{ Name: 'subnet-id', Values: [associated.subnetId] }];
    const pages: string[][] = [];
    for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces(
      { client, pageSize: 5 },
      { Filters },
    ))
      pages.push(NetworkInterfaces.map(({ NetworkInterfaceId = '' }) => NetworkInterfaceId));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every(page => page.length <= 5)).toBe(true);
    expect(pages.flat().sort()).toEqual([...target.surroundings.interfaceIds].sort());
  });

  promise('describe refuses a filter of 201 values', async target => {
    const Values = Array.from({ length: 201 }, (_, index) => `subnet-${index}`);
    await expectRefusal(findInterfaces(target, { Name: 'subnet-id', Values }), 'FilterLimitExceeded');
  });
}

function promiseGroups(promise: DeclarePromise): void {
  const describe = async ({ ec2 }: ContractTarget, id: string) => {
    const Filters = [{ Name: 'group-id', Values: [id] }];
    return (await ec2.send(new DescribeSecurityGroupsCommand({ Filters, MaxResults: 1000 }))).SecurityGroups;
  };

  promise('a security group lists its inbound rules by protocol and ports', async target => {
    const { groupId, prefixListId } = target.surroundings;
    const [group] = (await describe(target, groupId)) ?? [];
    expect(group).toMatchObject({ GroupId: groupId, VpcId: target.vpcId });
    const rules = group?.IpPermissions ?? [];
    expect(rules).toContainEqual(
      expect.objectContaining({
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      }),
    );
    const PrefixListIds = [{ PrefixListId: prefixListId }];
    expect(rules).toContainEqual(expect.objectContaining({ FromPort: 22, PrefixListIds }));
  });

  promise('a rule for all protocols has no ports, and a reference inside the VPC no VPC', async target => {
    const { groupId } = target.surroundings;
    const [group] = (await describe(target, groupId)) ?? [];
    const all = group?.IpPermissions?.find(({ IpProtocol }) => IpProtocol === '-1');
    expect(all).toMatchObject({ UserIdGroupPairs: [{ GroupId: groupId }] });
    expect([all?.FromPort, all?.ToPort, all?.UserIdGroupPairs?.[0]?.VpcId]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  promise('a filter that finds no security group answers an empty list', async target => {
    expect(await describe(target, 'sg-0123456789abcdef0')).toEqual([]);
  });
}

function promisePlaces(promise: DeclarePromise): void {
  promise('a VPC is found by its id, with its blocks and its owner', async ({ ec2, vpcId }) => {
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters, MaxResults: 1000 }));
    expect(Vpcs).toMatchObject([{ VpcId: vpcId, OwnerId: expect.stringMatching(/^\d{12}$/) }]);
    expect(Vpcs?.[0]?.CidrBlock).toMatch(/^10\.0\.0\.0\//);
  });

  promise('subnets are found by the VPC, with their blocks', async ({ ec2, vpcId, associated }) => {
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters, MaxResults: 1000 }));
    expect(Subnets).toMatchObject([{ SubnetId: associated.subnetId, VpcId: vpcId }]);
    expect(Subnets?.[0]?.CidrBlock).toMatch(/^10\.0\.0\.0\//);
  });
}

function promisePrefixLists(promise: DeclarePromise): void {
  promise('a prefix list lists its entries', async ({ ec2, surroundings }) => {
    const input = { PrefixListId: surroundings.prefixListId, MaxResults: 100 };
    const { Entries = [] } = await ec2.send(new GetManagedPrefixListEntriesCommand(input));
    expect(Entries.map(({ Cidr }) => Cidr).sort()).toEqual([...surroundings.prefixListBlocks].sort());
  });

  promise('a prefix list that does not exist is refused', async ({ ec2 }) => {
    const call = ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: UNKNOWN_PREFIX_LIST }));
    await expectRefusal(call, /^InvalidPrefixListI[dD]\.NotFound$/);
  });
}

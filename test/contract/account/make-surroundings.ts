import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import type { ContractRegion, ContractSurroundings } from '../aws-contract.ts';
import { type Making, makeOne } from './making.ts';
import { patiently } from './patience.ts';
import { namesOf, tagsFor } from './run.ts';

/** More than the smallest page takes. */
export const INTERFACES = 6;
const PREFIX_LIST_BLOCKS = ['192.0.2.0/24', '198.51.100.0/24'];

type Place = Pick<ContractRegion, 'vpcId' | 'associated'>;

/** Makes in the VPC's subnet what could be behind a network ACL: interfaces that carry a security group. */
export async function makeSurroundings(
  making: Making,
  { vpcId, associated: { subnetId } }: Place,
): Promise<ContractSurroundings> {
  const { run, clients } = making;
  const prefixListId = await makePrefixList(making);
  const groupId = await makeGroup(making, vpcId, prefixListId);
  const interfaceIds: string[] = [];
  while (interfaceIds.length < INTERFACES) {
    const id = await makeOne(making, 'interface', async ({ ec2 }) => {
      const input = {
        SubnetId: subnetId,
        Groups: [groupId],
        Description: namesOf(run).resource,
        TagSpecifications: tagsFor('network-interface', run),
      };
      return (await ec2.send(new CreateNetworkInterfaceCommand(input))).NetworkInterface?.NetworkInterfaceId;
    });
    interfaceIds.push(id);
  }
  const description = namesOf(run).resource;
  const made = { groupId, interfaceIds, description, prefixListId, prefixListBlocks: PREFIX_LIST_BLOCKS };
  await patiently('what is around the network ACLs', () => areSeen(clients.ec2, made));
  return made;
}

function makePrefixList(making: Making): Promise<string> {
  const { run } = making;
  return makeOne(making, 'prefix list', async ({ ec2 }) => {
    const input = {
      PrefixListName: namesOf(run).resource,
      AddressFamily: 'IPv4',
      MaxEntries: PREFIX_LIST_BLOCKS.length,
      Entries: PREFIX_LIST_BLOCKS.map(Cidr => ({ Cidr })),
      TagSpecifications: tagsFor('prefix-list', run),
    };
    return (await ec2.send(new CreateManagedPrefixListCommand(input))).PrefixList?.PrefixListId;
  });
}

async function makeGroup(making: Making, VpcId: string, prefixListId: string): Promise<string> {
  const { run, clients } = making;
  const GroupId = await makeOne(making, 'security group', async ({ ec2 }) => {
    const input = {
      GroupName: namesOf(run).resource,
      Description: namesOf(run).resource,
      VpcId,
      TagSpecifications: tagsFor('security-group', run),
    };
    return (await ec2.send(new CreateSecurityGroupCommand(input))).GroupId;
  });
  const tcp = (port: number, source: object) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...source,
  });
  const IpPermissions = [
    tcp(443, { IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] }),
    tcp(22, { PrefixListIds: [{ PrefixListId: prefixListId }] }),
    { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] },
  ];
  await patiently('the rules of the security group', async () => {
    await clients.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    return true;
  });
  return GroupId;
}

/** @returns undefined as long as a read may miss something of what was made last */
async function areSeen(
  ec2: EC2Client,
  { groupId, interfaceIds, prefixListId }: ContractSurroundings,
): Promise<true | undefined> {
  const Filters = [{ Name: 'group-id', Values: [groupId] }];
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  const input = { PrefixListId: prefixListId };
  const { Entries = [] } = await ec2.send(new GetManagedPrefixListEntriesCommand(input));
  const isRuled = SecurityGroups[0]?.IpPermissions?.length === 3;
  return (isRuled && NetworkInterfaces.length === interfaceIds.length && Entries.length > 0) || undefined;
}

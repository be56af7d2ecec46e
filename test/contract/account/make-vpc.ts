import {
  CreateNetworkAclCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeTagsCommand,
  type EC2Client,
  type NetworkAcl,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import type { ContractRegion } from '../aws-contract.ts';
import { type Making, makeOne } from './making.ts';
import { patiently } from './patience.ts';
import { namesOf, tagsFor, tagsOf } from './run.ts';

/** Custom network ACLs, next to the VPC's default one. */
export const NETWORK_ACLS = 6;
const BLOCK = '10.0.0.0/24';
const SUBNET_BLOCK = '10.0.0.0/28';

type InVpc = Pick<
  ContractRegion,
  'vpcId' | 'defaultNetworkAclId' | 'networkAclIds' | 'associated' | 'tagged'
>;

/** Creates the VPC with all that is in it. */
export async function makeVpc(making: Making): Promise<InVpc> {
  const { run, clients } = making;
  const vpcId = await makeOne(making, 'VPC', async ({ ec2 }) => {
    const input = { CidrBlock: BLOCK, TagSpecifications: tagsFor('vpc', run) };
    return (await ec2.send(new CreateVpcCommand(input))).Vpc?.VpcId;
  });
  const subnetId = await makeOne(making, 'subnet', async ({ ec2 }) => {
    const input = { VpcId: vpcId, CidrBlock: SUBNET_BLOCK, TagSpecifications: tagsFor('subnet', run) };
    return (await ec2.send(new CreateSubnetCommand(input))).Subnet?.SubnetId;
  });
  const [defaultNetworkAclId, associationId] = await patiently('the default network ACL', () =>
    findDefault(clients.ec2, vpcId, subnetId),
  );
  const Resources = [defaultNetworkAclId];
  await patiently('the tags', () =>
    clients.ec2.send(new CreateTagsCommand({ Resources, Tags: tagsOf(run) })),
  );
  const networkAclIds = await makeNetworkAcls(making, vpcId);
  const [first, second] = networkAclIds;
  const association = { AssociationId: associationId, NetworkAclId: first };
  await patiently('the association', () =>
    clients.ec2.send(new ReplaceNetworkAclAssociationCommand(association)),
  );
  const tag = { Key: 'Name', Value: namesOf(run).resource };
  await patiently('the name', () =>
    clients.ec2.send(new CreateTagsCommand({ Resources: [second], Tags: [tag] })),
  );
  const made = {
    vpcId,
    defaultNetworkAclId,
    networkAclIds,
    associated: { subnetId, networkAclId: first },
    tagged: { key: tag.Key, value: tag.Value, networkAclId: second },
  };
  await patiently('the network ACLs of the VPC', () => areSeen(clients.ec2, made));
  return made;
}

async function makeNetworkAcls(making: Making, VpcId: string): Promise<[string, string, ...string[]]> {
  const makeNetworkAcl = () =>
    makeOne(making, 'network ACL', async ({ ec2 }) => {
      const input = { VpcId, TagSpecifications: tagsFor('network-acl', making.run) };
      return (await ec2.send(new CreateNetworkAclCommand(input))).NetworkAcl?.NetworkAclId;
    });
  const ids: [string, string, ...string[]] = [await makeNetworkAcl(), await makeNetworkAcl()];
  while (ids.length < NETWORK_ACLS) ids.push(await makeNetworkAcl());
  return ids;
}

async function inVpc(ec2: EC2Client, vpcId: string): Promise<NetworkAcl[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  return (await ec2.send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls ?? [];
}

/** The VPC's default network ACL with the association that the subnet has with it at first. */
async function findDefault(
  ec2: EC2Client,
  vpcId: string,
  subnetId: string,
): Promise<[networkAclId: string, associationId: string] | undefined> {
  for (const { IsDefault, NetworkAclId, Associations = [] } of await inVpc(ec2, vpcId)) {
    const association = Associations.find(({ SubnetId }) => SubnetId === subnetId);
    if (IsDefault && NetworkAclId && association?.NetworkAclAssociationId)
      return [NetworkAclId, association.NetworkAclAssociationId];
  }
  return undefined;
}

/** @returns undefined as long as a read may miss what was created last */
async function areSeen(
  ec2: EC2Client,
  { vpcId, associated, tagged, ...made }: InVpc,
): Promise<true | undefined> {
  const seen = await inVpc(ec2, vpcId);
  const first = seen.find(({ NetworkAclId }) => NetworkAclId === associated.networkAclId);
  const isAssociated = first?.Associations?.some(({ SubnetId }) => SubnetId === associated.subnetId);
  const Filters = [{ Name: 'resource-id', Values: [tagged.networkAclId] }];
  const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters }));
  const isTagged = Tags.some(({ Key }) => Key === tagged.key);
  return (isAssociated && isTagged && seen.length === made.networkAclIds.length + 1) || undefined;
}

import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
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
  type ResourceType,
} from '@aws-sdk/client-ec2';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { ContractRegion } from '../aws-contract.ts';
import type { AwsClients } from './clients.ts';
import { patiently } from './patience.ts';
import type { Resource } from './resources.ts';
import { namesOf, type Run, tagsOf } from './run.ts';

/** Custom network ACLs, next to the VPC's default one. */
export const NETWORK_ACLS = 6;
const BLOCK = '10.0.0.0/24';
const SUBNET_BLOCK = '10.0.0.0/28';
/** Seconds that a table may take to become active. */
const TABLE_TIMEOUT = 120;

/** The run being made: what is made is told at once, so that it can be removed whatever comes next. */
export interface Making {
  readonly clients: AwsClients;
  readonly run: Run;
  readonly onMade: (resource: Resource) => void;
  /** Aborted: what is under way is awaited, and nothing more is begun. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes what the contract needs, each with the tags of the run, and waits until it can be seen.
 *
 * @throws what a call throws; what was made until then has been told
 */
export async function makeRegion(making: Making): Promise<ContractRegion> {
  const { run } = making;
  const vpc = await makeVpc(making);
  const named = await makeNamed(making);
  return { ...vpc, ...named, entryQuota: run.entryQuota };
}

type InVpc = Pick<
  ContractRegion,
  'vpcId' | 'defaultNetworkAclId' | 'networkAclIds' | 'associated' | 'tagged'
>;

async function makeVpc(making: Making): Promise<InVpc> {
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
  await clients.ec2.send(new CreateTagsCommand({ Resources, Tags: tagsOf(run) }));
  const networkAclIds = await makeNetworkAcls(making, vpcId);
  const [first, second] = networkAclIds;
  const association = { AssociationId: associationId, NetworkAclId: first };
  await clients.ec2.send(new ReplaceNetworkAclAssociationCommand(association));
  const tag = { Key: 'Name', Value: namesOf(run).resource };
  await clients.ec2.send(new CreateTagsCommand({ Resources: [second], Tags: [tag] }));
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

async function makeNamed(
  making: Making,
): Promise<Pick<ContractRegion, 'topicArn' | 'findingsTable' | 'parameter' | 'queueUrl'>> {
  const { run } = making;
  const { resource: name, parameter: Name } = namesOf(run);
  const Tags = tagsOf(run);
  const topicArn = await makeOne(making, 'topic', async ({ sns }) => {
    return (await sns.send(new CreateTopicCommand({ Name: name, Tags }))).TopicArn;
  });
  const queueUrl = await makeOne(making, 'queue', async ({ sqs }) => {
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    return (await sqs.send(new CreateQueueCommand({ QueueName: name, tags }))).QueueUrl;
  });
  const parameter = { name: Name, value: 'not for everybody' };
  await makeOne(making, 'parameter', async ({ ssm }) => {
    const input = { Name, Type: 'SecureString', Value: parameter.value, Tags } as const;
    await ssm.send(new PutParameterCommand(input));
    return Name;
  });
  await patiently('the parameter', async () => {
    const { Parameters = [] } = await making.clients.ssm.send(new GetParametersCommand({ Names: [Name] }));
    return Parameters[0]?.Name;
  });
  return { topicArn, queueUrl, parameter, findingsTable: await makeTable(making) };
}

async function makeTable(making: Making): Promise<string> {
  const { resource: TableName } = namesOf(making.run);
  await makeOne(making, 'table', async ({ dynamodb }) => {
    const table = {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'networkAclId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'networkAclId', KeyType: 'HASH' }],
      Tags: tagsOf(making.run),
    } as const satisfies ConstructorParameters<typeof CreateTableCommand>[0];
    await dynamodb.send(new CreateTableCommand(table));
    return TableName;
  });
  const waiting = { client: making.clients.dynamodb, maxWaitTime: TABLE_TIMEOUT, minDelay: 1, maxDelay: 5 };
  await waitUntilTableExists(waiting, { TableName });
  return TableName;
}

/** Makes one thing and tells of it. What it stands in may not be seen yet: then the call is made again. */
async function makeOne(
  { clients, onMade, signal }: Making,
  kind: Resource['kind'],
  create: (clients: AwsClients) => Promise<string | undefined>,
): Promise<string> {
  const id = await patiently(`a ${kind}`, async () => {
    signal?.throwIfAborted();
    const created = await create(clients);
    if (created === undefined) throw new Error(`the answer names no ${kind}`);
    return created;
  });
  onMade({ kind, id });
  return id;
}

function tagsFor(ResourceType: ResourceType, run: Run) {
  return [{ ResourceType, Tags: tagsOf(run) }];
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

/** @returns undefined as long as a read may miss something of what was made last */
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

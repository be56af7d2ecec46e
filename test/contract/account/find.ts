import {
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import {
  type Filter,
  paginateDescribeManagedPrefixLists,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { ListTagsForResourceCommand as ListTopicTagsCommand, paginateListTopics } from '@aws-sdk/client-sns';
import { ListQueueTagsCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import {
  ListTagsForResourceCommand as ListParameterTagsCommand,
  paginateDescribeParameters,
} from '@aws-sdk/client-ssm';
import type { AwsClients } from './clients.ts';
import { isNotThere } from './patience.ts';
import type { Resource, ResourceKind } from './resources.ts';
import { NAME_PREFIX, RUN_TAG } from './run.ts';

/** A resource with the id of the run that made it. */
export interface Found extends Resource {
  readonly runId: string;
}

/** Finds one kind of resource that carries the tag of a run. */
type Find = (clients: AwsClients) => AsyncGenerator<Found>;

/**
 * Everything that runs have created and that still exists. Only what carries the tag counts, not its name.
 *
 * @param runId - only what this run has created
 */
export async function findMade(clients: AwsClients, runId?: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const find of [findQueues, findParameters, findTables, findTopics, findBehind, findInVpc])
    for await (const resource of find(clients)) found.push(resource);
  return runId === undefined ? found : found.filter(resource => resource.runId === runId);
}

type Tags = readonly { readonly Key?: string; readonly Value?: string }[];

function* tagged(kind: ResourceKind, id: string | undefined, tags: Tags | undefined): Generator<Found> {
  const runId = tags?.find(({ Key }) => Key === RUN_TAG)?.Value;
  if (id !== undefined && runId !== undefined) yield { kind, id, runId };
}

const findBehind: Find = async function* ({ ec2: client }) {
  const config = { client };
  const Filters: Filter[] = [{ Name: 'tag-key', Values: [RUN_TAG] }];
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces(config, { Filters }))
    for (const { NetworkInterfaceId, TagSet } of NetworkInterfaces)
      yield* tagged('interface', NetworkInterfaceId, TagSet);
  for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups(config, { Filters }))
    for (const { GroupId, Tags } of SecurityGroups) yield* tagged('security group', GroupId, Tags);
  // Prefix lists are not found by tags; while one is being deleted it is still listed.
  for await (const { PrefixLists = [] } of paginateDescribeManagedPrefixLists(config, {}))
    for (const { PrefixListId, State, Tags } of PrefixLists)
      if (!State?.startsWith('delete')) yield* tagged('prefix list', PrefixListId, Tags);
};

const findInVpc: Find = async function* ({ ec2: client }) {
  const config = { client };
  const hasTag: Filter = { Name: 'tag-key', Values: [RUN_TAG] };
  // The default network ACL of a VPC is tagged, too, and goes with the VPC.
  const custom: Filter = { Name: 'default', Values: ['false'] };
  for await (const { Subnets = [] } of paginateDescribeSubnets(config, { Filters: [hasTag] }))
    for (const { SubnetId, Tags } of Subnets) yield* tagged('subnet', SubnetId, Tags);
  for await (const { NetworkAcls = [] } of paginateDescribeNetworkAcls(config, { Filters: [hasTag, custom] }))
    for (const { NetworkAclId, Tags } of NetworkAcls) yield* tagged('network ACL', NetworkAclId, Tags);
  for await (const { Vpcs = [] } of paginateDescribeVpcs(config, { Filters: [hasTag] }))
    for (const { VpcId, Tags } of Vpcs) yield* tagged('VPC', VpcId, Tags);
};

// The other services do not filter by tags: the tags of everything with the name are read.

const findQueues: Find = async function* ({ sqs }) {
  const input = { QueueNamePrefix: NAME_PREFIX, MaxResults: 1_000 };
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, input)) {
    for (const QueueUrl of QueueUrls) {
      const answer = await ifThere(sqs.send(new ListQueueTagsCommand({ QueueUrl })));
      const tags = Object.entries(answer?.Tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
      yield* tagged('queue', QueueUrl, tags);
    }
  }
};

const findTopics: Find = async function* ({ sns }) {
  for await (const { Topics = [] } of paginateListTopics({ client: sns }, {})) {
    for (const { TopicArn = '' } of Topics) {
      if (!TopicArn.split(':').at(-1)?.startsWith(NAME_PREFIX)) continue;
      const answer = await ifThere(sns.send(new ListTopicTagsCommand({ ResourceArn: TopicArn })));
      yield* tagged('topic', TopicArn, answer?.Tags);
    }
  }
};

const findTables: Find = async function* ({ dynamodb }) {
  for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {})) {
    for (const TableName of TableNames.filter(name => name.startsWith(NAME_PREFIX))) {
      const described = await ifThere(dynamodb.send(new DescribeTableCommand({ TableName })));
      const { TableArn: ResourceArn, TableStatus } = described?.Table ?? {};
      if (ResourceArn === undefined || TableStatus === 'DELETING') continue;
      const answer = await ifThere(dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn })));
      yield* tagged('table', TableName, answer?.Tags);
    }
  }
};

const findParameters: Find = async function* ({ ssm }) {
  const ParameterFilters = [{ Key: 'Name', Option: 'BeginsWith', Values: [`/${RUN_TAG}/`] }];
  for await (const { Parameters = [] } of paginateDescribeParameters({ client: ssm }, { ParameterFilters })) {
    for (const { Name = '' } of Parameters) {
      const input = { ResourceType: 'Parameter', ResourceId: Name } as const;
      const answer = await ifThere(ssm.send(new ListParameterTagsCommand(input)));
      yield* tagged('parameter', Name, answer?.TagList);
    }
  }
};

/** @returns undefined where it has gone since it was listed */
async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (isNotThere(error)) return undefined;
    throw error;
  });
}

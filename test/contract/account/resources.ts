import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteManagedPrefixListCommand,
  DeleteNetworkAclCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { DeleteTopicCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import type { AwsClients } from './clients.ts';
import { isNotThere, OutOfPatienceError, type Pause, patiently } from './patience.ts';

type Remove = (clients: AwsClients, id: string) => Promise<unknown>;

/**
 * In the order in which they can be removed: an interface holds its security group and its subnet, a group the prefix list
 * of its rules, a subnet its network ACL, and all of them hold the VPC.
 */
const REMOVALS = {
  queue: ({ sqs }, QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl })),
  parameter: ({ ssm }, Name) => ssm.send(new DeleteParameterCommand({ Name })),
  table: ({ dynamodb }, TableName) => dynamodb.send(new DeleteTableCommand({ TableName })),
  topic: ({ sns }, TopicArn) => sns.send(new DeleteTopicCommand({ TopicArn })),
  interface: ({ ec2 }, NetworkInterfaceId) =>
    ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })),
  'security group': ({ ec2 }, GroupId) => ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
  'prefix list': ({ ec2 }, PrefixListId) => ec2.send(new DeleteManagedPrefixListCommand({ PrefixListId })),
  subnet: async ({ ec2 }, SubnetId) => {
    await freeNetworkAcl(ec2, SubnetId);
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  },
  'network ACL': ({ ec2 }, NetworkAclId) => ec2.send(new DeleteNetworkAclCommand({ NetworkAclId })),
  VPC: ({ ec2 }, VpcId) => ec2.send(new DeleteVpcCommand({ VpcId })),
} as const satisfies Readonly<Record<string, Remove>>;

export type ResourceKind = keyof typeof REMOVALS;

const KINDS = Object.keys(REMOVALS) as ResourceKind[];

/** Something that a run made in an account. */
export interface Resource {
  readonly kind: ResourceKind;
  /** An ARN for a topic, a URL for a queue, a name for a table and a parameter. */
  readonly id: string;
}

/** What still exists although it had to be removed. */
export interface Unremoved {
  readonly resource: Resource;
  readonly reason: string;
}

/** Codes that do not go away by waiting. */
const REFUSED = /Unauthorized|AccessDenied|AuthorizationError|ExpiredToken|InvalidClientToken|Credentials/;

/** Gives a subnet back to the default network ACL: AWS forgets an association with its subnet, moto does not. */
async function freeNetworkAcl(ec2: AwsClients['ec2'], subnetId: string): Promise<void> {
  const describe = async (Name: string, value: string) => {
    const Filters = [{ Name, Values: [value] }];
    return (await ec2.send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls ?? [];
  };
  const [associated] = await describe('association.subnet-id', subnetId);
  if (associated === undefined || associated.IsDefault) return;
  const { Associations = [], VpcId = '' } = associated;
  const AssociationId = Associations.find(({ SubnetId }) => SubnetId === subnetId)?.NetworkAclAssociationId;
  const fallback = (await describe('vpc-id', VpcId)).find(({ IsDefault }) => IsDefault);
  const NetworkAclId = fallback?.NetworkAclId;
  await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
}

/** Removes each once, in the right order, also after one that cannot be removed. What is gone already is no failure. */
export async function removeAll(
  clients: AwsClients,
  resources: readonly Resource[],
  pause?: Pause,
): Promise<Unremoved[]> {
  const unremoved: Unremoved[] = [];
  for (const resource of toRemovalOrder(resources)) {
    const reason = await remove(clients, resource, pause);
    if (reason !== undefined) unremoved.push({ resource, reason });
  }
  return unremoved;
}

function toRemovalOrder(resources: readonly Resource[]): Resource[] {
  const distinct = new Map(resources.map(resource => [`${resource.kind} ${resource.id}`, resource]));
  return [...distinct.values()].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** @returns why it could not be removed */
async function remove(
  clients: AwsClients,
  { kind, id }: Resource,
  pause?: Pause,
): Promise<string | undefined> {
  const attempt = async () => {
    await REMOVALS[kind](clients, id).catch((error: unknown) => {
      if (!isNotThere(error)) throw error;
    });
    return true;
  };
  try {
    await patiently(`${kind} ${id}`, attempt, isPassing, pause);
    return undefined;
  } catch (error) {
    return toReason(error instanceof OutOfPatienceError ? error.cause : error);
  }
}

// A dependency that AWS still sees, a table that is still being created, throttling.
function isPassing(error: unknown): boolean {
  return error instanceof Error && !REFUSED.test(error.name);
}

/** The first line of an error, with its code. */
export function toReason(error: unknown): string {
  return String(error).split('\n')[0] ?? '';
}

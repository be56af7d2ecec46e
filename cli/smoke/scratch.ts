import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  ReplaceNetworkAclAssociationCommand,
  type ResourceType,
  type TagSpecification,
} from '@aws-sdk/client-ec2';
import { asFields } from '../../functions/parsing/structures.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { ask, NotThereError } from '../deployment/ask.ts';
import { BACK_OFF, type Clock } from './clock.ts';

/** On everything that smoke makes; its value is the run. Nothing else may have it: `--clean` goes by it. */
export const SMOKE_TAG = 'nacl-ephemeral-guard-smoke';

/** The smallest that EC2 makes, and connected to nothing, so that it cannot overlap with anything. */
export const CIDR_BLOCK = '192.168.255.0/28';

/** Lets SSH in. A new network ACL lets nothing out, so that no client gets an answer. */
export const BREAKING_ENTRY = {
  RuleNumber: 100,
  Egress: false,
  Protocol: '6',
  RuleAction: 'allow',
  CidrBlock: '0.0.0.0/0',
  PortRange: { From: 22, To: 22 },
} as const;

/** What a run needs to make things. */
export interface Workshop {
  readonly ec2: EC2Client;
  readonly clock: Clock;
  /** Says that the operator wants an end: nothing more is begun then. */
  readonly signal: AbortSignal;
  /** The value of {@link SMOKE_TAG}. */
  readonly run: string;
}

/** What was made, as far as EC2 has said so. */
export interface Scratch {
  vpcId?: string;
  subnetId?: string;
  networkAclId?: string;
}

/** Makes a VPC without a way out, a subnet in it, and a network ACL for that subnet, and notes down each at once. */
export async function makeScratch(
  workshop: Workshop,
  mode: Mode,
  made: Scratch,
): Promise<{ networkAclId: string }> {
  const { ec2, run } = workshop;
  const vpc = await step(workshop, 'ec2:CreateVpc', () =>
    ec2.send(new CreateVpcCommand({ CidrBlock: CIDR_BLOCK, TagSpecifications: tags('vpc', run) })),
  );
  const VpcId = required('CreateVpc', vpc.Vpc?.VpcId);
  made.vpcId = VpcId;
  const subnet = await step(workshop, 'ec2:CreateSubnet', () =>
    ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock: CIDR_BLOCK, TagSpecifications: tags('subnet', run) }),
    ),
  );
  const subnetId = required('CreateSubnet', subnet.Subnet?.SubnetId);
  made.subnetId = subnetId;
  const asked: Record<string, string> = mode === 'opt-in' ? { [TAG]: 'remediate' } : {};
  const created = await step(workshop, 'ec2:CreateNetworkAcl', () =>
    ec2.send(new CreateNetworkAclCommand({ VpcId, TagSpecifications: tags('network-acl', run, asked) })),
  );
  const networkAclId = required('CreateNetworkAcl', created.NetworkAcl?.NetworkAclId);
  made.networkAclId = networkAclId;
  await associate(workshop, subnetId, networkAclId);
  return { networkAclId };
}

/** Takes the subnet over from the VPC's default network ACL. */
async function associate(workshop: Workshop, subnetId: string, NetworkAclId: string): Promise<void> {
  const { ec2 } = workshop;
  const AssociationId = await step(workshop, 'ec2:DescribeNetworkAcls', async () => {
    const Filters = [{ Name: 'association.subnet-id', Values: [subnetId] }];
    const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    const found = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
      association => association.SubnetId === subnetId,
    );
    if (found?.NetworkAclAssociationId === undefined) throw new NotYetError();
    return found.NetworkAclAssociationId;
  });
  await step(workshop, 'ec2:ReplaceNetworkAclAssociation', () =>
    ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId })),
  );
}

/**
 * Lets SSH in and nothing out.
 *
 * @returns when that was, by EC2's clock where it says so: this machine's may be wrong
 */
export async function breakNetworkAcl(workshop: Workshop, NetworkAclId: string): Promise<Date> {
  let answeredAt = Number.NaN;
  await step(workshop, 'ec2:CreateNetworkAclEntry', () => {
    const command = new CreateNetworkAclEntryCommand({ NetworkAclId, ...BREAKING_ENTRY });
    const noteDate = { step: 'deserialize', name: 'noteDate' } as const;
    command.middlewareStack.add(
      next => async args => {
        const result = await next(args);
        answeredAt = Date.parse(String(asFields(asFields(result.response).headers).date));
        return result;
      },
      noteDate,
    );
    return workshop.ec2.send(command);
  });
  return Number.isNaN(answeredAt) ? workshop.clock.now() : new Date(answeredAt);
}

/** EC2 does not show yet what was just made; the name is such as {@link ask} knows. */
class NotYetError extends Error {
  override readonly name = 'NotFoundYet';
}

/** Makes a call, unless an end is wanted. What was just made may not be known everywhere yet: then again. */
async function step<T>(workshop: Workshop, permission: string, call: () => Promise<T>): Promise<T> {
  for (const wait of BACK_OFF) {
    workshop.signal.throwIfAborted();
    try {
      return await ask(permission, call);
    } catch (error) {
      if (!(error instanceof NotThereError)) throw error;
      await workshop.clock.wait(wait, workshop.signal);
    }
  }
  return ask(permission, call);
}

function tags(
  ResourceType: ResourceType,
  run: string,
  more: Readonly<Record<string, string>> = {},
): TagSpecification[] {
  const all = { Name: 'nacl-ephemeral-guard smoke test', [SMOKE_TAG]: run, ...more };
  return [{ ResourceType, Tags: Object.entries(all).map(([Key, Value]) => ({ Key, Value })) }];
}

function required(action: string, id: string | undefined): string {
  if (id === undefined) throw new Error(`${action} answered without an id`);
  return id;
}

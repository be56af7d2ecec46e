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
import { BACK_OFF, type WaitingClock } from './clock.ts';

/** The tag of everything that smoke creates; its value is the test's start time. `--clean` deletes what has this tag. */
export const SMOKE_TAG = 'nacl-ephemeral-guard-smoke';

/** The smallest block that EC2 allows. The VPC is connected to nothing, so an overlap does no harm. */
export const CIDR_BLOCK = '192.168.255.0/28';

/** Allows SSH in. A new network ACL allows nothing out, so no client gets a reply. */
export const BREAKING_ENTRY = {
  RuleNumber: 100,
  Egress: false,
  Protocol: '6',
  RuleAction: 'allow',
  CidrBlock: '0.0.0.0/0',
  PortRange: { From: 22, To: 22 },
} as const;

/** What a test needs to create resources. */
export interface ScratchContext {
  readonly ec2: EC2Client;
  readonly clock: WaitingClock;
  /** Aborted when the operator wants to stop: nothing more is created then. */
  readonly signal: AbortSignal;
  /** The value of {@link SMOKE_TAG}. */
  readonly run: string;
}

/** What was created, as far as EC2 has confirmed it. */
export interface Scratch {
  vpcId?: string;
  subnetId?: string;
  networkAclId?: string;
}

/** Creates a VPC without a gateway, a subnet in it, and a network ACL for that subnet. Records each id at once. */
export async function createScratch(
  context: ScratchContext,
  mode: Mode,
  created: Scratch,
): Promise<{ networkAclId: string }> {
  const { ec2, run } = context;
  const vpc = await step(context, 'ec2:CreateVpc', () =>
    ec2.send(new CreateVpcCommand({ CidrBlock: CIDR_BLOCK, TagSpecifications: tags('vpc', run) })),
  );
  const VpcId = required('CreateVpc', vpc.Vpc?.VpcId);
  created.vpcId = VpcId;
  const subnet = await step(context, 'ec2:CreateSubnet', () =>
    ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock: CIDR_BLOCK, TagSpecifications: tags('subnet', run) }),
    ),
  );
  const subnetId = required('CreateSubnet', subnet.Subnet?.SubnetId);
  created.subnetId = subnetId;
  const modeTag: Record<string, string> = mode === 'opt-in' ? { [TAG]: 'remediate' } : {};
  const { NetworkAcl: networkAcl } = await step(context, 'ec2:CreateNetworkAcl', () =>
    ec2.send(new CreateNetworkAclCommand({ VpcId, TagSpecifications: tags('network-acl', run, modeTag) })),
  );
  const networkAclId = required('CreateNetworkAcl', networkAcl?.NetworkAclId);
  created.networkAclId = networkAclId;
  await associate(context, subnetId, networkAclId);
  return { networkAclId };
}

/** Associates the subnet with the new network ACL instead of the VPC's default one. */
async function associate(context: ScratchContext, subnetId: string, NetworkAclId: string): Promise<void> {
  const { ec2 } = context;
  const AssociationId = await step(context, 'ec2:DescribeNetworkAcls', async () => {
    const Filters = [{ Name: 'association.subnet-id', Values: [subnetId] }];
    const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    const found = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
      association => association.SubnetId === subnetId,
    );
    if (found?.NetworkAclAssociationId === undefined) throw new NotYetError();
    return found.NetworkAclAssociationId;
  });
  await step(context, 'ec2:ReplaceNetworkAclAssociation', () =>
    ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId })),
  );
}

/**
 * Allows SSH in and nothing out.
 *
 * @returns the time of the change, by EC2's clock if it is in the response: this machine's clock may be wrong
 */
export async function breakNetworkAcl(context: ScratchContext, NetworkAclId: string): Promise<Date> {
  let answeredAt = Number.NaN;
  await step(context, 'ec2:CreateNetworkAclEntry', () => {
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
    return context.ec2.send(command);
  });
  return Number.isNaN(answeredAt) ? context.clock.now() : new Date(answeredAt);
}

/** EC2 does not list yet what was just created. {@link ask} recognises the name. */
class NotYetError extends Error {
  override readonly name = 'NotFoundYet';
}

/** Makes a call, unless the operator wants to stop. Tries again while EC2 does not know a new resource everywhere. */
async function step<T>(context: ScratchContext, permission: string, call: () => Promise<T>): Promise<T> {
  for (const wait of BACK_OFF) {
    context.signal.throwIfAborted();
    try {
      return await ask(permission, call);
    } catch (error) {
      if (!(error instanceof NotThereError)) throw error;
      await context.clock.wait(wait, context.signal);
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

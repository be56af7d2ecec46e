import {
  DeleteNetworkAclCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  type EC2Client,
  type Filter,
  paginateDescribeNetworkAcls,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { ask, CredentialsError, NotPermittedError, NotThereError } from '../deployment/ask.ts';
import { BACK_OFF, type Clock } from './clock.ts';
import { giveBackSubnets } from './give-back.ts';
import { type Scratch, SMOKE_TAG } from './scratch.ts';

/** Things of EC2 by id, in the order in which they can be deleted: each is in the way of those after it. */
interface Things {
  readonly subnets: readonly string[];
  readonly networkAcls: readonly string[];
  readonly vpcs: readonly string[];
}

/** What a clean-up came to. */
export interface CleanUp {
  readonly deleted: readonly string[];
  /** What is still there, each with the reason. */
  readonly left: readonly string[];
}

export interface Broom {
  readonly ec2: EC2Client;
  readonly clock: Clock;
}

/**
 * Deletes what a run has made, or all runs.
 *
 * @param run - its {@link SMOKE_TAG}; undefined: all of them
 * @param made - what is known to be made, also where EC2 does not list it yet
 */
export async function cleanUp(broom: Broom, run: string | undefined, made: Scratch = {}): Promise<CleanUp> {
  const { things: tagged, failures } = await findTagged(broom.ec2, run);
  const both = (known: string | undefined, found: readonly string[]) => [
    ...new Set([...(known === undefined ? [] : [known]), ...found]),
  ];
  const subnets = both(made.subnetId, tagged.subnets);
  const networkAcls = both(made.networkAclId, tagged.networkAcls);
  const vpcs = both(made.vpcId, tagged.vpcs);
  await giveBackSubnets(broom.ec2, networkAcls);
  const steps = [
    ...subnets.map(SubnetId => ({
      id: SubnetId,
      permission: 'ec2:DeleteSubnet',
      call: () => broom.ec2.send(new DeleteSubnetCommand({ SubnetId })),
    })),
    ...networkAcls.map(NetworkAclId => ({
      id: NetworkAclId,
      permission: 'ec2:DeleteNetworkAcl',
      call: () => broom.ec2.send(new DeleteNetworkAclCommand({ NetworkAclId })),
    })),
    ...vpcs.map(VpcId => ({
      id: VpcId,
      permission: 'ec2:DeleteVpc',
      call: () => broom.ec2.send(new DeleteVpcCommand({ VpcId })),
    })),
  ];
  const deleted: string[] = [];
  const left: string[] = [...failures];
  for (const step of steps) {
    const failure = await deleteOne(broom.clock, step.permission, step.call);
    if (failure === undefined) deleted.push(step.id);
    else left.push(`${step.id} (${failure})`);
  }
  return { deleted, left };
}

/** What cannot be listed is no reason to leave the rest. */
async function findTagged(
  client: EC2Client,
  run: string | undefined,
): Promise<{ things: Things; failures: readonly string[] }> {
  const Filters: Filter[] =
    run === undefined
      ? [{ Name: 'tag-key', Values: [SMOKE_TAG] }]
      : [{ Name: `tag:${SMOKE_TAG}`, Values: [run] }];
  const failures: string[] = [];
  const list = async (permission: string, pages: AsyncIterable<readonly (string | undefined)[]>) => {
    const ids: string[] = [];
    try {
      await ask(permission, async () => {
        for await (const page of pages) ids.push(...page.filter(id => id !== undefined));
      });
    } catch (error) {
      failures.push(`what ${permission} would list (${reasonOf(error)})`);
    }
    return ids;
  };
  const things = {
    subnets: await list('ec2:DescribeSubnets', subnetPages(client, Filters)),
    networkAcls: await list('ec2:DescribeNetworkAcls', networkAclPages(client, Filters)),
    vpcs: await list('ec2:DescribeVpcs', vpcPages(client, Filters)),
  };
  return { things, failures };
}

async function* subnetPages(client: EC2Client, Filters: Filter[]) {
  for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, { Filters })) {
    yield Subnets.map(({ SubnetId }) => SubnetId);
  }
}

async function* networkAclPages(client: EC2Client, Filters: Filter[]) {
  for await (const { NetworkAcls = [] } of paginateDescribeNetworkAcls({ client }, { Filters })) {
    yield NetworkAcls.map(({ NetworkAclId }) => NetworkAclId);
  }
}

async function* vpcPages(client: EC2Client, Filters: Filter[]) {
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client }, { Filters })) {
    yield Vpcs.map(({ VpcId }) => VpcId);
  }
}

/**
 * Deletes one thing. What depends on it may take a while to go, and a call can fail in passing: then again.
 *
 * @returns why it is still there, if it is
 */
async function deleteOne(
  clock: Clock,
  permission: string,
  call: () => Promise<unknown>,
): Promise<string | undefined> {
  for (const wait of [...BACK_OFF, undefined]) {
    try {
      await ask(permission, call);
      return undefined;
    } catch (error) {
      if (error instanceof NotThereError) return undefined;
      const final = error instanceof NotPermittedError || error instanceof CredentialsError;
      if (final || wait === undefined) return reasonOf(error);
      await clock.wait(wait);
    }
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

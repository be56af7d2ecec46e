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
import { endingPages } from '../input/pages.ts';
import { BACK_OFF, type WaitingClock } from './clock.ts';
import { releaseSubnets } from './release-subnets.ts';
import { type Scratch, SMOKE_TAG } from './scratch.ts';

/** Ids of resources, in the order of deletion: a resource can be deleted only after those above it. */
interface ResourceIds {
  readonly subnets: readonly string[];
  readonly networkAcls: readonly string[];
  readonly vpcs: readonly string[];
}

/** The result of a clean-up. */
export interface CleanUp {
  readonly deleted: readonly string[];
  /** What still exists, each with the reason. */
  readonly left: readonly string[];
}

export interface CleanUpContext {
  readonly ec2: EC2Client;
  readonly clock: WaitingClock;
}

/**
 * Deletes what one test created, or what all tests left behind.
 *
 * @param run - the value of {@link SMOKE_TAG}; undefined: all tests
 * @param created - what is known to exist, even where EC2 does not list it yet
 */
export async function cleanUp(
  context: CleanUpContext,
  run: string | undefined,
  created: Scratch = {},
): Promise<CleanUp> {
  const { ids: tagged, failures } = await findTagged(context.ec2, run);
  const both = (known: string | undefined, found: readonly string[]) => [
    ...new Set([...(known === undefined ? [] : [known]), ...found]),
  ];
  const subnets = both(created.subnetId, tagged.subnets);
  const networkAcls = both(created.networkAclId, tagged.networkAcls);
  const vpcs = both(created.vpcId, tagged.vpcs);
  await releaseSubnets(context.ec2, networkAcls);
  const steps = toDeletions(context.ec2, { subnets, networkAcls, vpcs });
  const deleted: string[] = [];
  const left: string[] = [...failures];
  for (const step of steps) {
    const failure = await deleteOne(context.clock, step.permission, step.call);
    if (failure === undefined) deleted.push(step.id);
    else left.push(`${step.id} (${failure})`);
  }
  return { deleted, left };
}

function toDeletions(ec2: EC2Client, { subnets, networkAcls, vpcs }: ResourceIds) {
  return [
    ...subnets.map(SubnetId => ({
      id: SubnetId,
      permission: 'ec2:DeleteSubnet',
      call: () => ec2.send(new DeleteSubnetCommand({ SubnetId })),
    })),
    ...networkAcls.map(NetworkAclId => ({
      id: NetworkAclId,
      permission: 'ec2:DeleteNetworkAcl',
      call: () => ec2.send(new DeleteNetworkAclCommand({ NetworkAclId })),
    })),
    ...vpcs.map(VpcId => ({
      id: VpcId,
      permission: 'ec2:DeleteVpc',
      call: () => ec2.send(new DeleteVpcCommand({ VpcId })),
    })),
  ];
}

/** A list that fails does not stop the clean-up of the rest. */
async function findTagged(
  client: EC2Client,
  run: string | undefined,
): Promise<{ ids: ResourceIds; failures: readonly string[] }> {
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
      failures.push(`unknown resources: ${permission} failed (${reasonOf(error)})`);
    }
    return ids;
  };
  const found = {
    subnets: await list('ec2:DescribeSubnets', subnetPages(client, Filters)),
    networkAcls: await list('ec2:DescribeNetworkAcls', networkAclPages(client, Filters)),
    vpcs: await list('ec2:DescribeVpcs', vpcPages(client, Filters)),
  };
  return { ids: found, failures };
}

async function* subnetPages(client: EC2Client, Filters: Filter[]) {
  for await (const { Subnets = [] } of endingPages(paginateDescribeSubnets({ client }, { Filters }))) {
    yield Subnets.map(({ SubnetId }) => SubnetId);
  }
}

async function* networkAclPages(client: EC2Client, Filters: Filter[]) {
  for await (const { NetworkAcls = [] } of endingPages(
    paginateDescribeNetworkAcls({ client }, { Filters }),
  )) {
    yield NetworkAcls.map(({ NetworkAclId }) => NetworkAclId);
  }
}

async function* vpcPages(client: EC2Client, Filters: Filter[]) {
  for await (const { Vpcs = [] } of endingPages(paginateDescribeVpcs({ client }, { Filters }))) {
    yield Vpcs.map(({ VpcId }) => VpcId);
  }
}

/**
 * Deletes one resource. Tries again while another resource still depends on it, or after a failed call.
 *
 * @returns why it still exists; undefined if it was deleted
 */
async function deleteOne(
  clock: WaitingClock,
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

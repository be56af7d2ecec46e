import type { Filter } from '@aws-sdk/client-ec2';
import type { InterfaceSet, SecurityGroup } from '../../coverage/exposure/exposure.ts';
import type { CidrBlock } from '../../coverage/space/cidr-block.ts';
import { type Ec2Lists, toFilters } from './ec2-lists.ts';
import { ExpiringMap } from './expiring-map.ts';
import { InterfaceCollection, type VpcInterfaces } from './interface-collection.ts';
import { parseSubnet, parseVpc, type Vpc } from './network-shape.ts';
import { parseSecurityGroup } from './security-group-shape.ts';
import { toCarriers } from './surroundings.ts';

/** Milliseconds for which interfaces and groups are relied on: operators change them while they work. */
const SHORT = 60_000;
/** Milliseconds for which CIDR blocks are. */
const LONG = 3_600_000;
/** VPCs, subnets and groups that a warm instance keeps. */
const MOST = { vpcs: 50, subnets: 1_000, groups: 1_000 } as const;

type Clients = Pick<VpcInterfaces, 'clients' | 'hasInternetFacingNlb'>;

/** Whose connections count as clients, as far as EC2's type says so; SDKs know NAT gateways by another word. */
const CLIENT_TYPES = ['nat_gateway', 'natGateway', 'network_load_balancer', 'load_balancer', 'lambda'];
/** Those of type `interface` that only their description tells. */
const CLIENT_DESCRIPTIONS = ['ELB *', 'AWS Lambda VPC ENI*'];

/**
 * What EC2 says about VPCs, remembered while the instance is warm. Every method throws what {@link Ec2Lists} and the
 * parsers throw.
 */
export class WarmFacts {
  readonly #lists: Ec2Lists;
  readonly #vpcs: ExpiringMap<Vpc>;
  readonly #subnetBlocks: ExpiringMap<ReadonlyMap<string, readonly CidrBlock[]>>;
  readonly #sets: ExpiringMap<readonly InterfaceSet[]>;
  readonly #clients: ExpiringMap<Clients>;
  readonly #groups: ExpiringMap<SecurityGroup>;
  readonly #carriers: ExpiringMap<readonly string[]>;

  /** @param now - milliseconds, of any epoch */
  constructor(lists: Ec2Lists, now: () => number) {
    this.#lists = lists;
    this.#vpcs = new ExpiringMap(LONG, MOST.vpcs, now);
    this.#subnetBlocks = new ExpiringMap(LONG, MOST.vpcs, now);
    this.#sets = new ExpiringMap(SHORT, MOST.subnets, now);
    this.#clients = new ExpiringMap(SHORT, MOST.vpcs, now);
    this.#groups = new ExpiringMap(SHORT, MOST.groups, now);
    this.#carriers = new ExpiringMap(SHORT, MOST.groups, now);
  }

  /** Undefined where there is none with this id. */
  async vpc(vpcId: string, signal: AbortSignal): Promise<Vpc | undefined> {
    const vpcs = await this.#vpcs.getAll([vpcId], async ids => {
      const listed = await readAll(this.#lists.vpcs({ filters: toFilters('vpc-id', ids), signal }));
      return byId(listed.map(parseVpc), vpc => vpc.vpcId);
    });
    return vpcs.get(vpcId);
  }

  /** The CIDR blocks of all subnets of the VPC. @param needed - subnets that may be younger than what is remembered */
  async subnetBlocks(
    vpcId: string,
    needed: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly CidrBlock[]>> {
    const known = this.#subnetBlocks.get(vpcId);
    if (known !== undefined && needed.every(subnetId => known.has(subnetId))) return known;
    const listed = await readAll(this.#lists.subnets({ filters: toFilters('vpc-id', [vpcId]), signal }));
    const subnets = listed.map(parseSubnet).map(({ subnetId, blocks }) => [subnetId, blocks] as const);
    const read = new Map(subnets);
    this.#subnetBlocks.set(vpcId, read);
    return read;
  }

  /** The interfaces of some subnets. */
  async interfaces(
    vpcId: string,
    subnetIds: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly InterfaceSet[]> {
    const sets = await this.#sets.getAll(subnetIds, async missing => {
      const read = await this.#collect(toFilters('subnet-id', missing), [], signal);
      const bySubnet = read.vpc(vpcId)?.setsBySubnet;
      return new Map(missing.map(subnetId => [subnetId, bySubnet?.get(subnetId) ?? []]));
    });
    return [...sets.values()].flat();
  }

  /** What connects to others in the VPC from any port above 1023. */
  async clients(vpcId: string, signal: AbortSignal): Promise<Clients> {
    const known = this.#clients.get(vpcId);
    if (known !== undefined) return known;
    const filters = [
      ...toFilters('interface-type', CLIENT_TYPES),
      ...toFilters('description', CLIENT_DESCRIPTIONS),
    ];
    const read = (await this.#collect(filters, toFilters('vpc-id', [vpcId]), signal)).vpc(vpcId);
    const clients = {
      clients: read?.clients ?? [],
      hasInternetFacingNlb: read?.hasInternetFacingNlb ?? false,
    };
    this.#clients.set(vpcId, clients);
    return clients;
  }

  /** Those of the groups that exist. */
  securityGroups(groupIds: readonly string[], signal: AbortSignal): Promise<Map<string, SecurityGroup>> {
    return this.#groups.getAll(groupIds, async missing => {
      const listed = await Promise.all(
        toFilters('group-id', missing).map(filter =>
          readAll(this.#lists.securityGroups({ filters: [filter], signal })),
        ),
      );
      return byId(listed.flat().map(parseSecurityGroup), group => group.groupId);
    });
  }

  /** The subnets of the VPC in which interfaces carry each of the groups. */
  carriers(
    vpcId: string,
    groupIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Map<string, readonly string[]>> {
    return this.#carriers.getAll(groupIds, async missing => {
      const read = await this.#collect(toFilters('group-id', missing), toFilters('vpc-id', [vpcId]), signal);
      const carriers = toCarriers(read.vpc(vpcId)?.setsBySubnet ?? new Map());
      return new Map(missing.map(groupId => [groupId, carriers.get(groupId) ?? []]));
    });
  }

  /** The interfaces that any of the filters finds, each of them together with `always`. */
  async #collect(
    filters: readonly Filter[],
    always: readonly Filter[],
    signal: AbortSignal,
  ): Promise<InterfaceCollection> {
    const collection = new InterfaceCollection();
    for (const filter of filters) {
      const pages = this.#lists.interfaces({ filters: [...always, filter], signal });
      for await (const page of pages) collection.add(page);
    }
    return collection;
  }
}

async function readAll(pages: AsyncIterable<readonly unknown[]>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

function byId<Value>(values: readonly Value[], toId: (value: Value) => string): Map<string, Value> {
  return new Map(values.map(value => [toId(value), value]));
}

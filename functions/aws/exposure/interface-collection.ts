import type { ClientInterface, InterfaceOwner, InterfaceSet } from '../../coverage/exposure/exposure.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { MOST_OWNERS } from '../../review/words/impact.ts';
import { type NetworkInterface, parseNetworkInterface } from './interface-shape.ts';

/** What is kept of the interfaces of one VPC. */
export interface VpcInterfaces {
  /** The ids of the subnets with their sets; a subnet whose interfaces are all detached is not among them. */
  readonly setsBySubnet: ReadonlyMap<string, readonly InterfaceSet[]>;
  readonly clients: readonly ClientInterface[];
  readonly hasInternetFacingNlb: boolean;
  /** The accounts that own interfaces, also detached ones. */
  readonly accounts: ReadonlySet<string>;
}

interface GrowingSet extends InterfaceSet {
  count: number;
  readonly owners: InterfaceOwner[];
}

/** Mutable while pages are added. */
class GrowingVpc {
  /** By subnet, then by all in which interfaces differ. */
  readonly sets = new Map<string, Map<string, GrowingSet>>();
  /** By subnet and address: two queries may list one interface. */
  readonly clients = new Map<string, ClientInterface>();
  readonly accounts = new Set<string>();
  hasInternetFacingNlb = false;
}

/**
 * Keeps of interfaces only what is distinct for coverage, so that 10,000 alike take no more room than one.
 *
 * @example
 * const interfaces = new InterfaceCollection();
 * for await (const page of pages) interfaces.add(page.NetworkInterfaces);
 * interfaces.vpc('vpc-0123abcd')?.setsBySubnet;
 */
export class InterfaceCollection {
  readonly #vpcs = new Map<string, GrowingVpc>();

  /**
   * Adds elements of DescribeNetworkInterfaces. An interface that is added twice counts twice.
   *
   * @throws ParseError where one is malformed
   */
  add(described: readonly unknown[]): void {
    for (const each of described) this.#add(parseNetworkInterface(each));
  }

  /** Undefined where no interface of the VPC was added, not even a detached one. */
  vpc(vpcId: string): VpcInterfaces | undefined {
    const growing = this.#vpcs.get(vpcId);
    if (growing === undefined) return undefined;
    const sets = [...growing.sets].map(([subnetId, byKey]) => [subnetId, [...byKey.values()]] as const);
    return {
      setsBySubnet: new Map(sets),
      clients: [...growing.clients.values()],
      hasInternetFacingNlb: growing.hasInternetFacingNlb,
      accounts: growing.accounts,
    };
  }

  /** The ids of all security groups that interfaces carry. */
  groupIds(): ReadonlySet<string> {
    const sets = [...this.#vpcs.values()].flatMap(vpc => [...vpc.sets.values()]);
    return new Set(sets.flatMap(byKey => [...byKey.values()].flatMap(({ groupIds }) => groupIds)));
  }

  #add(parsed: NetworkInterface): void {
    const vpc = this.#vpcs.get(parsed.vpcId) ?? new GrowingVpc();
    this.#vpcs.set(parsed.vpcId, vpc);
    if (parsed.account !== undefined) vpc.accounts.add(parsed.account);
    if (!parsed.isInUse) return;
    const set = findSet(vpc, parsed);
    set.count += 1;
    addOwner(set.owners, parsed.owner);
    vpc.hasInternetFacingNlb ||= parsed.kind === 'network-load-balancer' && parsed.isPublic;
    for (const address of parsed.clientAddresses) {
      const client = { subnetId: parsed.subnetId, address };
      vpc.clients.set(`${parsed.subnetId} ${formatCidrBlock(address)}`, client);
    }
  }
}

function findSet(vpc: GrowingVpc, parsed: NetworkInterface): GrowingSet {
  const { subnetId, kind, groupIds, isPublic, hasIpv6 } = parsed;
  const inSubnet = vpc.sets.get(subnetId) ?? new Map<string, GrowingSet>();
  vpc.sets.set(subnetId, inSubnet);
  const key = [kind, isPublic, hasIpv6, ...groupIds].join(' ');
  const set = inSubnet.get(key) ?? { subnetId, kind, groupIds, isPublic, hasIpv6, count: 0, owners: [] };
  inSubnet.set(key, set);
  return set;
}

function addOwner(owners: InterfaceOwner[], { type, name }: InterfaceOwner): void {
  if (owners.length === MOST_OWNERS) return;
  if (!owners.some(known => known.type === type && known.name === name)) owners.push({ type, name });
}

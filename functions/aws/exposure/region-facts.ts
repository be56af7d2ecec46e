import type { Exposure, SecurityGroup, Surroundings } from '../../coverage/exposure/exposure.ts';
import type { CidrBlock } from '../../coverage/space/cidr-block.ts';
import { InterfaceCollection, type VpcInterfaces } from './interface-collection.ts';
import { parseSubnet, parseVpc, type Vpc } from './network-shape.ts';
import { parseSecurityGroup } from './security-group-shape.ts';
import { type ExposureFacts, type Placed, toCarriers, toExposure, unknown } from './surroundings.ts';

const NO_INTERFACES: VpcInterfaces = {
  setsBySubnet: new Map(),
  clients: [],
  hasInternetFacingNlb: false,
  accounts: new Set(),
};

/** A VPC's interfaces, and where each group is carried: worked out once for all network ACLs of the VPC. */
interface VpcFacts {
  readonly interfaces: VpcInterfaces;
  readonly carriers: ReadonlyMap<string, readonly string[]>;
}

/**
 * What is around the network ACLs of a region, or of the files that a user has: the lists of the describe calls, in any
 * order, parsed as they are added.
 *
 * @example
 * const facts = new RegionFacts();
 * facts.addInterfaces(json.NetworkInterfaces);
 * facts.addSecurityGroups(json.SecurityGroups);
 * toSurroundings(networkAcl, facts);
 */
export class RegionFacts {
  readonly #interfaces = new InterfaceCollection();
  readonly #groups = new Map<string, SecurityGroup>();
  readonly #vpcs = new Map<string, Vpc>();
  readonly #subnetBlocks = new Map<string, Map<string, readonly CidrBlock[]>>();
  readonly #worked = new Map<string, VpcFacts | undefined>();

  /** @throws ParseError where one is malformed; so do the other methods that add */
  addInterfaces(described: readonly unknown[]): void {
    this.#worked.clear();
    this.#interfaces.add(described);
  }

  /** @param keep - whether a group of this id is of any use */
  addSecurityGroups(described: readonly unknown[], keep: (groupId: string) => boolean = () => true): void {
    for (const each of described) {
      const group = parseSecurityGroup(each);
      if (keep(group.groupId)) this.#groups.set(group.groupId, group);
    }
  }

  addSubnets(described: readonly unknown[]): void {
    for (const each of described) {
      const { subnetId, vpcId, blocks } = parseSubnet(each);
      const inVpc = this.#subnetBlocks.get(vpcId) ?? new Map<string, readonly CidrBlock[]>();
      this.#subnetBlocks.set(vpcId, inVpc.set(subnetId, blocks));
    }
  }

  addVpcs(described: readonly unknown[]): void {
    for (const each of described) {
      const vpc = parseVpc(each);
      this.#vpcs.set(vpc.vpcId, vpc);
    }
  }

  vpc(vpcId: string): Vpc | undefined {
    return this.#vpcs.get(vpcId);
  }

  /** The ids of all security groups that interfaces carry. */
  carriedGroupIds(): ReadonlySet<string> {
    return this.#interfaces.groupIds();
  }

  /** Whether the VPC and all subnets of the network ACL were added: if not, they are younger than the lists. */
  knows({ vpcId, subnetIds }: Placed): boolean {
    const blocks = this.#subnetBlocks.get(vpcId);
    return this.#vpcs.has(vpcId) && subnetIds.every(subnetId => blocks?.has(subnetId) === true);
  }

  /** The CIDR blocks of the VPC and its subnets, without exposure. */
  blocks({ vpcId }: Placed): Pick<Surroundings, 'vpcBlocks' | 'subnetBlocks'> {
    return {
      vpcBlocks: this.#vpcs.get(vpcId)?.blocks ?? [],
      subnetBlocks: this.#subnetBlocks.get(vpcId) ?? new Map(),
    };
  }

  /** Whether an interface of the VPC was added, even a detached one. */
  hasInterfaces(vpcId: string): boolean {
    return this.#facts(vpcId) !== undefined;
  }

  /** Whether only other accounts than the VPC's own interfaces: a participant of a shared VPC lists no others. */
  hasOnlyForeignInterfaces(vpcId: string): boolean {
    const ownerId = this.#vpcs.get(vpcId)?.ownerId;
    const { accounts } = this.#facts(vpcId)?.interfaces ?? NO_INTERFACES;
    return ownerId !== undefined && accounts.size > 0 && !accounts.has(ownerId);
  }

  /** What is known for the network ACL; of a VPC without interfaces that there are none. */
  exposureFacts({ vpcId, subnetIds }: Placed): Omit<ExposureFacts, 'prefixLists'> {
    const { interfaces, carriers } = this.#facts(vpcId) ?? {
      interfaces: NO_INTERFACES,
      carriers: new Map<string, readonly string[]>(),
    };
    const { setsBySubnet, clients, hasInternetFacingNlb } = interfaces;
    return {
      interfaces: subnetIds.flatMap(subnetId => setsBySubnet.get(subnetId) ?? []),
      clients,
      hasInternetFacingNlb,
      securityGroups: this.#groups,
      carriers,
    };
  }

  #facts(vpcId: string): VpcFacts | undefined {
    if (!this.#worked.has(vpcId)) {
      const interfaces = this.#interfaces.vpc(vpcId);
      const facts = interfaces && { interfaces, carriers: toCarriers(interfaces.setsBySubnet) };
      this.#worked.set(vpcId, facts);
    }
    return this.#worked.get(vpcId);
  }
}

/**
 * What the files of describe calls say about a network ACL. Exposure is known where they hold an interface of the VPC and
 * every group of the interfaces concerned: a user who gave some of them may not have given all.
 */
export function toSurroundings(networkAcl: Placed, facts: RegionFacts): Surroundings {
  const exposure = toExposureOfFiles(networkAcl, facts) ?? unknown('offline');
  return { ...facts.blocks(networkAcl), exposure };
}

function toExposureOfFiles(networkAcl: Placed, facts: RegionFacts): Exposure | undefined {
  const { vpcId } = networkAcl;
  if (!facts.hasInterfaces(vpcId)) return undefined;
  if (facts.hasOnlyForeignInterfaces(vpcId)) return unknown('shared-vpc');
  return toExposure(networkAcl, { ...facts.exposureFacts(networkAcl), prefixLists: new Map() });
}

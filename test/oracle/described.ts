import { parseBlock } from './address.ts';
import type { Case, Group, Interface, Rule } from './case.ts';
import type { Entry } from './entry.ts';
import { caseOf, toProtocol } from './notation.ts';

/** Reads the outputs of the describe calls, as far as the definition asks, without the readers of the product. */

/** A situation of test/fixtures/situations.json, or of those in test/fixtures/public. */
export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly expect: {
    readonly severity: readonly string[];
    readonly ingress: 'quiet' | 'high' | 'any';
    readonly planWithin: readonly string[];
  };
  readonly files: Described;
}

interface Described {
  readonly NetworkAcls: readonly {
    Associations: readonly { SubnetId: string }[];
    Entries: readonly ItsEntry[];
  }[];
  readonly Subnets?: readonly {
    SubnetId: string;
    CidrBlock: string;
    Ipv6CidrBlockAssociationSet: readonly { Ipv6CidrBlock: string }[];
  }[];
  readonly Vpcs?: readonly {
    OwnerId: string;
    CidrBlockAssociationSet: readonly { CidrBlock: string }[];
    Ipv6CidrBlockAssociationSet: readonly { Ipv6CidrBlock: string }[];
  }[];
  readonly NetworkInterfaces?: readonly ItsInterface[];
  readonly SecurityGroups?: readonly ItsGroup[];
}

interface ItsEntry {
  readonly Egress: boolean;
  readonly RuleNumber: number;
  readonly RuleAction: 'allow' | 'deny';
  readonly Protocol: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly PortRange?: { From: number; To: number };
}

interface ItsInterface {
  readonly OwnerId: string;
  readonly SubnetId: string;
  readonly InterfaceType: string;
  readonly Description: string;
  readonly Status: string;
  readonly PrivateIpAddress: string;
  readonly Groups: readonly { GroupId: string }[];
  readonly Ipv6Addresses: readonly unknown[];
  readonly Association?: { PublicIp: string };
}

interface ItsGroup {
  readonly GroupId: string;
  readonly VpcId: string;
  readonly IpPermissions: readonly {
    IpProtocol: string;
    FromPort?: number;
    ToPort?: number;
    IpRanges: readonly { CidrIp: string }[];
    Ipv6Ranges: readonly { CidrIpv6: string }[];
    PrefixListIds: readonly { PrefixListId: string }[];
    UserIdGroupPairs: readonly { GroupId: string; VpcId?: string; PeeringStatus?: string }[];
  }[];
}

export function toDescribedCase({ files }: Situation): Case {
  const [networkAcl] = files.NetworkAcls;
  const subnetIds = networkAcl?.Associations.map(({ SubnetId }) => SubnetId) ?? [];
  const vpcs = files.Vpcs ?? [];
  return caseOf(networkAcl?.Entries.map(toEntry) ?? [], {
    place: {
      subnetIds,
      inUse: subnetIds.length > 0,
      vpcBlocks: vpcs
        .flatMap(vpc => [
          ...vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock),
          ...vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
        ])
        .map(parseBlock),
      subnetBlocks: new Map((files.Subnets ?? []).map(subnet => [subnet.SubnetId, toSubnetBlocks(subnet)])),
      exposure: toExposure(files, subnetIds),
    },
  });
}

function toSubnetBlocks(subnet: NonNullable<Described['Subnets']>[number]) {
  const ipv6 = subnet.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock);
  return [subnet.CidrBlock, ...ipv6].map(parseBlock);
}

function toEntry(it: ItsEntry): Entry {
  return {
    ruleNumber: it.RuleNumber,
    egress: it.Egress,
    action: it.RuleAction,
    protocol: Number(it.Protocol),
    block: parseBlock(it.CidrBlock ?? it.Ipv6CidrBlock ?? ''),
    ...(it.PortRange && { ports: { from: it.PortRange.From, to: it.PortRange.To } }),
  };
}

/** Known where the files hold an interface of the VPC, of its owner, and every group of the interfaces. */
function toExposure(files: Described, subnetIds: readonly string[]): Case['place']['exposure'] {
  if (files.NetworkInterfaces === undefined) return { kind: 'unknown', reason: 'offline' };
  const owners = files.Vpcs?.map(({ OwnerId }) => OwnerId) ?? [];
  if (!files.NetworkInterfaces.some(({ OwnerId }) => owners.includes(OwnerId)))
    return { kind: 'unknown', reason: 'shared-vpc' };
  const inUse = files.NetworkInterfaces.filter(({ Status }) => Status === 'in-use');
  const groups = (files.SecurityGroups ?? []).map(toGroup);
  const carried = inUse.flatMap(({ Groups }) => Groups.map(({ GroupId }) => GroupId));
  if (carried.some(groupId => groups.every(group => group.groupId !== groupId)))
    return { kind: 'unknown', reason: 'offline' };
  return {
    kind: 'known',
    interfaces: inUse.filter(({ SubnetId }) => subnetIds.includes(SubnetId)).map(toInterface),
    clients: inUse
      .filter(one => CLIENT_KINDS.includes(toInterface(one).kind))
      .map(one => ({ subnetId: one.SubnetId, address: parseBlock(`${one.PrivateIpAddress}/32`) })),
    hasInternetFacingNlb: inUse.some(
      one => one.InterfaceType === 'network_load_balancer' && one.Association !== undefined,
    ),
    groups: new Map(groups.map(group => [group.groupId, group])),
    carriers: new Map(groups.map(({ groupId }) => [groupId, carrying(inUse, groupId)])),
    prefixLists: new Map(),
  };
}

function carrying(inUse: readonly ItsInterface[], groupId: string): string[] {
  return inUse
    .filter(({ Groups }) => Groups.some(({ GroupId }) => GroupId === groupId))
    .map(({ SubnetId }) => SubnetId);
}

const CLIENT_KINDS: readonly string[] = ['nat-gateway', 'load-balancer', 'network-load-balancer', 'lambda'];

const KINDS: Readonly<Record<string, Interface['kind']>> = {
  nat_gateway: 'nat-gateway',
  network_load_balancer: 'network-load-balancer',
  gateway_load_balancer_endpoint: 'gateway-load-balancer-endpoint',
  transit_gateway: 'transit-gateway',
  lambda: 'lambda',
};

function toInterface(it: ItsInterface): Interface {
  const other = it.Description.startsWith('ELB ') ? 'load-balancer' : 'other';
  return {
    subnetId: it.SubnetId,
    kind: KINDS[it.InterfaceType] ?? other,
    groupIds: it.Groups.map(({ GroupId }) => GroupId),
    isPublic: it.Association !== undefined,
    hasIpv6: it.Ipv6Addresses.length > 0,
  };
}

function toGroup({ GroupId, VpcId, IpPermissions }: ItsGroup): Group {
  const rules = IpPermissions.flatMap((permission): Rule[] => {
    const { IpProtocol, FromPort: from, ToPort: to } = permission;
    const protocol = IpProtocol === '-1' ? -1 : toProtocol(IpProtocol);
    const ports = from === undefined || to === undefined ? {} : { ports: { from, to } };
    const blocks = [
      ...permission.IpRanges.map(({ CidrIp }) => CidrIp),
      ...permission.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ];
    return [
      ...blocks.map(block => ({ kind: 'cidr', block: parseBlock(block) }) as const),
      ...permission.PrefixListIds.map(
        ({ PrefixListId }) => ({ kind: 'prefix-list', prefixListId: PrefixListId }) as const,
      ),
      ...permission.UserIdGroupPairs.map(pair => ({
        kind: 'group' as const,
        groupId: pair.GroupId,
        vpcId: pair.VpcId,
        peeringStatus: pair.PeeringStatus,
      })),
    ].map(source => ({ protocol, ...ports, source }));
  });
  return { groupId: GroupId, vpcId: VpcId, rules };
}

import { INTERFACE_KINDS, UNREAD_REASONS } from '../../../functions/coverage/exposure/exposure.ts';
import { BITS, FAMILIES, toBlock } from '../address.ts';
import type { Exposure, Group, Interface, KnownExposure, Place } from '../case.ts';
import { drawUsualBlock, SUBNET_BLOCKS, VPC_BLOCKS } from './blocks.ts';
import { type Choices, Draw } from './draw.ts';
import { drawRule, GROUP_IDS, READABLE_LIST } from './rules.ts';

export const CHOICES_PER_PLACE = 192;

const SUBNET_IDS = ['s1', 's2', 's3', 's4'] as const;

/** What is around a network ACL: in a third of the cases with interfaces and their security groups. */
export function toPlace(choices: Choices): Place {
  const draw = new Draw(choices);
  const isKnown = draw.percent(34);
  const used = draw.weighted([
    [55, 1],
    [35, 2],
    [5, 3],
    [5, 0],
  ]);
  const isNearlyNothingKnown = !isKnown && draw.percent(35);
  return {
    subnetIds: SUBNET_IDS.slice(0, used),
    inUse: used > 0 || draw.percent(20),
    vpcBlocks: isNearlyNothingKnown ? [] : drawVpcBlocks(draw),
    subnetBlocks: isNearlyNothingKnown ? new Map() : drawSubnetBlocks(draw),
    exposure: isKnown ? drawExposure(draw, used) : drawUnknown(draw),
  };
}

function drawUnknown(draw: Draw): Exposure {
  const reason = draw.percent(50) ? 'turned-off' : draw.oneOf([...UNREAD_REASONS]);
  return { kind: 'unknown', reason: reason === 'not-needed' ? 'offline' : reason };
}

function drawVpcBlocks(draw: Draw) {
  const hasIpv6 = draw.percent(60);
  return hasIpv6 ? [VPC_BLOCKS.ipv4, VPC_BLOCKS.ipv6] : [VPC_BLOCKS.ipv4];
}

function drawSubnetBlocks(draw: Draw) {
  const hasIpv6 = draw.percent(60);
  const families = hasIpv6 ? FAMILIES : (['ipv4'] as const);
  return new Map(
    SUBNET_IDS.map((id, index) => [id, families.flatMap(family => SUBNET_BLOCKS[family][index] ?? [])]),
  );
}

function drawExposure(draw: Draw, used: number): KnownExposure {
  const count = draw.weighted([
    [40, 1],
    [30, 2],
    [18, 3],
    [12, 0],
  ]);
  const isAnyPublic = draw.percent(60);
  const interfaces = Array.from({ length: used === 0 ? 0 : count }, () =>
    drawInterface(draw, used, isAnyPublic),
  );
  const clients = Array.from({ length: draw.below(3) }, () => drawClient(draw));
  return {
    kind: 'known',
    interfaces,
    clients,
    hasInternetFacingNlb: draw.percent(15),
    groups: new Map(GROUP_IDS.map(groupId => [groupId, drawGroup(draw, groupId)])),
    carriers: new Map([...GROUP_IDS, 'd'].map(id => [id, SUBNET_IDS.filter(() => draw.percent(40))])),
    prefixLists: new Map([[READABLE_LIST, [drawUsualBlock(draw, 'ipv4'), drawUsualBlock(draw, 'ipv6')]]]),
  };
}

function drawInterface(draw: Draw, used: number, mayBePublic: boolean): Interface {
  const kind = draw.percent(55) ? 'other' : draw.oneOf([...INTERFACE_KINDS]);
  const isWithoutGroups = draw.percent(50);
  const groupIds = GROUP_IDS.filter(() => draw.percent(45));
  const [first] = GROUP_IDS;
  const never =
    kind === 'nat-gateway' || kind === 'transit-gateway' || kind === 'gateway-load-balancer-endpoint';
  const seldom = kind === 'network-load-balancer' && isWithoutGroups;
  return {
    subnetId: SUBNET_IDS[draw.below(used)] ?? 's1',
    kind,
    groupIds: never || seldom ? [] : groupIds.length > 0 ? groupIds : [first],
    isPublic: draw.percent(50) && mayBePublic,
    hasIpv6: draw.percent(50),
  };
}

/** In the middle of a subnet, or somewhere else in the VPC. */
function drawClient(draw: Draw): KnownExposure['clients'][number] {
  const family = draw.percent(20) ? 'ipv6' : 'ipv4';
  const index = draw.below(SUBNET_IDS.length);
  const block = SUBNET_BLOCKS[family][index] ?? VPC_BLOCKS[family];
  const address = block.first + BigInt(draw.between(4, 200));
  return { subnetId: SUBNET_IDS[index] ?? 's1', address: toBlock(family, address, BITS[family]) };
}

function drawGroup(draw: Draw, groupId: string): Group {
  const rules = Array.from({ length: draw.below(4) }, () => drawRule(draw));
  return { groupId, vpcId: 'vpc-1', rules };
}

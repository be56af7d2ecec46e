import { ALL_ADDRESSES, type Block, formatBlock, isAll } from './address.ts';
import type { Group, Interface, KnownExposure, Place, Rule, Source } from './case.ts';
import { LINUX_KERNEL, WINDOWS } from './clients.ts';
import { containsRange, portsOf, type Range } from './entry.ts';
import { isForEverything } from './services.ts';

/** A rule of a security group, resolved to one block of sources, on some interface behind the network ACL. */
export interface Acceptance {
  readonly block: Block;
  readonly protocol: number;
  readonly ports?: Range | undefined;
  readonly isWide: boolean;
  /** The rule itself says 0.0.0.0/0 or ::/0. */
  readonly saysAnywhere: boolean;
  readonly groupId: string;
}

const EVERYWHERE = [ALL_ADDRESSES.ipv4, ALL_ADDRESSES.ipv6];

/** Everything that security groups accept (section 5, by exposure); each once. */
export function toAcceptances(place: Place): Acceptance[] {
  const { exposure } = place;
  if (exposure.kind === 'unknown') return [];
  const all = exposure.interfaces.flatMap(one =>
    one.groupIds.flatMap(groupId => {
      const group = exposure.groups.get(groupId);
      return group === undefined ? [] : accepting(one, group, place, exposure);
    }),
  );
  return [...new Map(all.map(one => [toKey(one), one])).values()];
}

function toKey({ block, protocol, ports, isWide, saysAnywhere, groupId }: Acceptance): string {
  return [formatBlock(block), protocol, ports?.from, ports?.to, isWide, saysAnywhere, groupId].join();
}

function accepting(one: Interface, group: Group, place: Place, exposure: KnownExposure): Acceptance[] {
  if (one.kind === 'lambda') return [];
  return group.rules.flatMap(rule => {
    const { blocks, isUnresolved } = resolve(rule.source, one, group, place, exposure);
    return blocks
      .filter(block => block.family === 'ipv4' || one.hasIpv6)
      .map(block => ({
        block,
        protocol: rule.protocol,
        ports: rule.ports,
        isWide: isUnresolved || isForEverything(rule) || isForAnyClient(rule),
        saysAnywhere: rule.source.kind === 'cidr' && isAll(block),
        groupId: group.groupId,
      }));
  });
}

/** From everywhere, with a client range: it lets in answers, as operators of stateless firewalls would write it. */
function isForAnyClient(rule: Rule): boolean {
  if (rule.source.kind !== 'cidr' || !isAll(rule.source.block)) return false;
  const ports = portsOf(rule);
  return containsRange(ports, LINUX_KERNEL) || containsRange(ports, WINDOWS);
}

interface Resolved {
  readonly blocks: readonly Block[];
  readonly isUnresolved: boolean;
}

function resolve(
  source: Source,
  one: Interface,
  group: Group,
  place: Place,
  exposure: KnownExposure,
): Resolved {
  switch (source.kind) {
    case 'cidr':
      return { blocks: [source.block], isUnresolved: false };
    case 'prefix-list': {
      const blocks = exposure.prefixLists.get(source.prefixListId);
      return { blocks: blocks ?? EVERYWHERE, isUnresolved: blocks === undefined };
    }
    case 'group': {
      const isElsewhere = source.vpcId !== undefined && source.vpcId !== group.vpcId;
      if (!isElsewhere) return resolveCarriers(source.groupId, one, place, exposure);
      const isStale = source.peeringStatus !== undefined && source.peeringStatus !== 'active';
      return { blocks: isStale ? [] : EVERYWHERE, isUnresolved: true };
    }
  }
}

/** A reference to a group of the same VPC. */
function resolveCarriers(
  groupId: string,
  { subnetId }: Interface,
  { vpcBlocks, subnetBlocks }: Place,
  { carriers }: KnownExposure,
): Resolved {
  const carrying = carriers.get(groupId) ?? [];
  if (carrying.length === 0) return { blocks: vpcBlocks, isUnresolved: true };
  const others = carrying.filter(other => other !== subnetId);
  return { blocks: others.flatMap(other => subnetBlocks.get(other) ?? []), isUnresolved: false };
}

/** From where interfaces without security groups can be called. */
export function toCallableBlocks({ vpcBlocks, exposure }: Place): Block[] {
  if (exposure.kind === 'unknown') return [];
  return exposure.interfaces
    .filter(({ groupIds }) => groupIds.length === 0)
    .flatMap(({ kind }) => {
      if (kind === 'nat-gateway' || kind === 'transit-gateway') return vpcBlocks;
      const isFromEverywhere = kind === 'network-load-balancer' || kind === 'gateway-load-balancer-endpoint';
      return isFromEverywhere ? EVERYWHERE : [];
    });
}

/** Whether what is open to everywhere can be reached from the VPC only. */
export function isReachedFromVpcOnly({ exposure }: Place): boolean {
  return (
    exposure.kind === 'known' &&
    !exposure.interfaces.some(({ isPublic }) => isPublic) &&
    !exposure.hasInternetFacingNlb
  );
}

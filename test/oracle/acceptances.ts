import { ALL_ADDRESSES, type Block, formatBlock, isAll } from './address.ts';
import type { Group, Interface, KnownExposure, Place, Rule, Source } from './case.ts';
import { LINUX_KERNEL, WINDOWS } from './clients.ts';
import { containsRange, portsOf, type Range } from './entry.ts';
import { isForEverything } from './services.ts';

/** A rule of a security group, resolved to one block of sources, on some interface behind the network ACL. */
export interface Acceptance {
  /** Its place in the list of all. */
  readonly index: number;
  readonly block: Block;
  readonly protocol: number;
  readonly ports?: Range | undefined;
  readonly isWide: boolean;
  /** From where it accepts is not known; `unread` where it should have been. */
  readonly unresolved: 'no' | 'unread' | 'elsewhere';
  /** The rule itself says 0.0.0.0/0 or ::/0. */
  readonly saysAnywhere: boolean;
  readonly groupId: string;
  /** The interfaces that accept it, by their places in the list of all. */
  readonly behind: readonly number[];
}

/** From where interfaces without security groups can be called. */
export interface Callable {
  readonly block: Block;
  readonly behind: number;
}

const EVERYWHERE = [ALL_ADDRESSES.ipv4, ALL_ADDRESSES.ipv6];

/** Everything that security groups accept (section 5, by exposure); each once. */
export function toAcceptances(place: Place): Acceptance[] {
  const { exposure } = place;
  if (exposure.kind === 'unknown') return [];
  const all = exposure.interfaces.flatMap((one, index) =>
    one.groupIds.flatMap(groupId => {
      const group = exposure.groups.get(groupId);
      return group === undefined ? [] : accepting(one, index, group, place, exposure);
    }),
  );
  return [...Map.groupBy(all, toKey).values()].flatMap(([first, ...others], index) =>
    first === undefined
      ? []
      : [{ ...first, index, behind: [first, ...others].flatMap(({ behind }) => behind) }],
  );
}

function toKey({
  block,
  protocol,
  ports,
  unresolved,
  saysAnywhere,
  groupId,
}: Omit<Acceptance, 'index'>): string {
  return [formatBlock(block), protocol, ports?.from, ports?.to, unresolved, saysAnywhere, groupId].join();
}

function accepting(
  one: Interface,
  index: number,
  group: Group,
  place: Place,
  exposure: KnownExposure,
): Omit<Acceptance, 'index'>[] {
  if (one.kind === 'lambda') return [];
  return group.rules.flatMap(rule => {
    const { blocks, unresolved } = resolve(rule.source, one, group, place, exposure);
    return blocks
      .filter(block => block.family === 'ipv4' || one.hasIpv6)
      .map(block => ({
        block,
        protocol: rule.protocol,
        ports: rule.ports,
        isWide: unresolved !== 'no' || isForEverything(rule) || isForAnyClient(rule),
        unresolved,
        saysAnywhere: rule.source.kind === 'cidr' && isAll(block),
        groupId: group.groupId,
        behind: [index],
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
  readonly unresolved: Acceptance['unresolved'];
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
      return { blocks: [source.block], unresolved: 'no' };
    case 'prefix-list': {
      const blocks = exposure.prefixLists.get(source.prefixListId);
      return { blocks: blocks ?? EVERYWHERE, unresolved: blocks === undefined ? 'unread' : 'no' };
    }
    case 'group': {
      const isElsewhere = source.vpcId !== undefined && source.vpcId !== group.vpcId;
      if (!isElsewhere) return resolveCarriers(source.groupId, one, place, exposure);
      const isStale = source.peeringStatus !== undefined && source.peeringStatus !== 'active';
      return { blocks: isStale ? [] : EVERYWHERE, unresolved: 'elsewhere' };
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
  const others = carrying.filter(other => other !== subnetId);
  const isUnknown = carrying.length === 0 || others.some(other => !subnetBlocks.has(other));
  if (isUnknown) return { blocks: vpcBlocks, unresolved: 'elsewhere' };
  return { blocks: others.flatMap(other => subnetBlocks.get(other) ?? []), unresolved: 'no' };
}

/**
 * From where interfaces without security groups can be called. A Network Load Balancer answers on addresses of its own;
 * the others pass on what is addressed elsewhere, so that IPv6 needs no address of theirs.
 */
export function toCallable({ vpcBlocks, exposure }: Place): Callable[] {
  if (exposure.kind === 'unknown') return [];
  return exposure.interfaces.flatMap((one, behind) =>
    one.groupIds.length > 0 ? [] : callableFrom(one, vpcBlocks).map(block => ({ block, behind })),
  );
}

function callableFrom({ kind, hasIpv6 }: Interface, vpcBlocks: readonly Block[]): readonly Block[] {
  if (kind === 'nat-gateway' || kind === 'transit-gateway') return vpcBlocks;
  if (kind === 'gateway-load-balancer-endpoint') return EVERYWHERE;
  if (kind !== 'network-load-balancer') return [];
  return hasIpv6 ? EVERYWHERE : [ALL_ADDRESSES.ipv4];
}

/** Whether what is open to everywhere can be reached from the VPC only. */
export function isReachedFromVpcOnly({ exposure }: Place): boolean {
  return (
    exposure.kind === 'known' &&
    !exposure.interfaces.some(({ isPublic }) => isPublic) &&
    !exposure.hasInternetFacingNlb
  );
}

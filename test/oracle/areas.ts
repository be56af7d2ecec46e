import { type Acceptance, isReachedFromVpcOnly, toAcceptances, toCallableBlocks } from './acceptances.ts';
import { type Block, FAMILIES, type Family, holdsAddress, sameBlock } from './address.ts';
import { type Case, ownBlocks } from './case.ts';
import { isFor, type Range, TRANSPORTS, type Transport } from './entry.ts';
import { type Ports, PRIVATE_BLOCKS, toAddresses, toRepresentativePorts } from './representatives.ts';

/** What else is written down about a case: a report of it, a plan for it. */
export interface Written {
  readonly blocks: readonly Block[];
  readonly ranges: readonly Range[];
}

const NOTHING_ELSE: Written = { blocks: [], ranges: [] };

/** Addresses that nothing which is written down can tell apart, as one of them. */
export interface Area {
  readonly family: Family;
  readonly address: bigint;
  /** Of the only subnet: traffic with them passes no network ACL. */
  readonly isOwn: boolean;
  readonly isInVpc: boolean;
  readonly isPrivate: boolean;
  readonly acceptances: readonly Acceptance[];
  /** Interfaces without security groups can be called from there. */
  readonly isCallable: boolean;
}

/** A case, with the addresses and ports that stand for all. */
export interface Ground {
  readonly it: Case;
  readonly acceptances: readonly Acceptance[];
  /** 0.0.0.0/0 and ::/0, said by a request entry and a rule, count at the VPC's CIDR blocks only. */
  readonly isReachedFromVpcOnly: boolean;
  /** Representative addresses, ascending, each with the area that it is in. */
  readonly points: Readonly<Record<Family, ReadonlyMap<bigint, Area>>>;
  readonly areas: readonly Area[];
  readonly ports: Readonly<Record<Transport, Ports>>;
}

export function toGround(it: Case, also = NOTHING_ELSE): Ground {
  const acceptances = toAcceptances(it.place);
  const toSurface = (family: Family) => toPoints(family, it, acceptances, also.blocks);
  const points = { ipv4: toSurface('ipv4'), ipv6: toSurface('ipv6') };
  const ranges = [...also.ranges, ...acceptances.flatMap(({ ports }) => ports ?? [])];
  const [tcp, udp] = TRANSPORTS.map(transport => toRepresentativePorts(it, transport, ranges));
  return {
    it,
    acceptances,
    isReachedFromVpcOnly: isReachedFromVpcOnly(it.place),
    points,
    areas: FAMILIES.flatMap(family => [...new Set(points[family].values())]),
    ports: { 6: tcp ?? new Map(), 17: udp ?? new Map() },
  };
}

function toPoints(
  family: Family,
  it: Case,
  acceptances: readonly Acceptance[],
  also: readonly Block[],
): Map<bigint, Area> {
  const { place, entries } = it;
  const callable = toCallableBlocks(place);
  const own = ownBlocks(place);
  const written = [...entries, ...acceptances].map(({ block }) => block);
  const blocks = [...written, ...place.vpcBlocks, ...own, ...callable, ...PRIVATE_BLOCKS, ...also];
  const distinct = toDistinct(blocks.filter(block => block.family === family));
  const areas = new Map<string, Area>();
  const points = new Map<bigint, Area>();
  for (const address of toAddresses(family, distinct, [0n])) {
    const key = distinct.map(block => (holdsAddress(block, address) ? '1' : '0')).join('');
    const isIn = (some: readonly Block[]) => some.some(block => isAt(block, family, address));
    const area = areas.get(key) ?? {
      family,
      address,
      isOwn: isIn(own),
      isInVpc: isIn(place.vpcBlocks),
      isPrivate: isIn(PRIVATE_BLOCKS) || isIn(place.vpcBlocks),
      acceptances: acceptances.filter(({ block }) => isAt(block, family, address)),
      isCallable: isIn(callable),
    };
    areas.set(key, area);
    points.set(address, area);
  }
  return points;
}

export function isAt(block: Block, family: Family, address: bigint): boolean {
  return block.family === family && holdsAddress(block, address);
}

function toDistinct(blocks: readonly Block[]): Block[] {
  const distinct: Block[] = [];
  for (const block of blocks) if (!distinct.some(known => sameBlock(known, block))) distinct.push(block);
  return distinct;
}

/**
 * Whether the address is in the area as far as the transport is concerned: no entry of the transport and no exposure
 * to it can tell the two apart.
 */
export function isInArea(
  { it: { entries, place }, acceptances }: Ground,
  transport: Transport,
  { family, address }: Area,
  other: Block,
): boolean {
  if (other.family !== family) return false;
  const written = [...entries, ...acceptances].filter(one => isFor(one, transport)).map(({ block }) => block);
  const known = [...place.vpcBlocks, ...ownBlocks(place), ...toCallableBlocks(place)];
  const blocks = [...written, ...known, ...PRIVATE_BLOCKS];
  return blocks.every(block => isAt(block, family, address) === isAt(block, family, other.first));
}

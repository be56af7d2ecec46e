import { type Acceptance, isReachedFromVpcOnly, toAcceptances, toCallable } from './acceptances.ts';
import { type Block, blocksMeet, FAMILIES, type Family, holdsAddress, sameBlock } from './address.ts';
import { type Case, ownBlocks } from './case.ts';
import { isFor, portsOf, type Range, rangesMeet, TRANSPORTS, type Transport } from './entry.ts';
import { type Ports, PRIVATE_BLOCKS, toAddresses, toRepresentativePorts } from './representatives.ts';

/** What else is written down about a case: a report of it, a plan for it. */
export interface Written {
  readonly blocks: readonly Block[];
  readonly ranges: readonly Range[];
}

const NOTHING_ELSE: Written = { blocks: [], ranges: [] };

/**
 * Addresses that nothing which is written down can tell apart, as one of them. An area of the definition, which only
 * entries and exposure tell apart from others, is one or more of these: a plan or a private range may cut it.
 */
export interface Area {
  readonly family: Family;
  readonly address: bigint;
  /** Of the only subnet: traffic with them passes no network ACL. */
  readonly isOwn: boolean;
  readonly isInVpc: boolean;
  /** All addresses are private that no entry and no exposure tells apart from these. */
  readonly isPrivate: boolean;
  /** An interface of a NAT gateway, a load balancer or Lambda of the VPC has one of these addresses. */
  readonly hasNatClient: boolean;
  readonly acceptances: readonly Acceptance[];
  /** The interfaces without security groups that can be called from there. */
  readonly callable: readonly number[];
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
  const acceptances = toAcceptances(it.place).filter(one => isLetIn(it, one));
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

/** Whether some request entry lets in something of what a rule accepts; others open nothing, and tell nothing apart. */
function isLetIn({ entries }: Case, { protocol, ports, block }: Acceptance): boolean {
  return TRANSPORTS.some(transport =>
    entries.some(
      entry =>
        !entry.egress &&
        entry.action === 'allow' &&
        isFor(entry, transport) &&
        isFor({ protocol }, transport) &&
        blocksMeet(entry.block, block) &&
        rangesMeet(portsOf(entry), portsOf({ protocol, ports })),
    ),
  );
}

function toPoints(
  family: Family,
  it: Case,
  acceptances: readonly Acceptance[],
  also: readonly Block[],
): Map<bigint, Area> {
  const { vpcBlocks } = it.place;
  const ofFamily = (blocks: readonly Block[]) => toDistinct(blocks.filter(block => block.family === family));
  const telling = ofFamily(toTelling(it, acceptances));
  const cutting = ofFamily([...vpcBlocks, ...PRIVATE_BLOCKS, ...also]);
  const addresses = toAddresses(family, [...telling, ...cutting], [0n]);
  const areas = new Map<string, Area>();
  const points = new Map<bigint, Area>();
  const nearby = Map.groupBy(addresses, address => toKey(telling, address));
  const toArea = describer(family, it.place, acceptances);
  for (const address of addresses) {
    const told = toKey(telling, address);
    const key = `${told} ${toKey(cutting, address)}`;
    const area =
      areas.get(key) ?? toArea(address, nearby.get(told) ?? [], other => toKey(telling, other) === told);
    areas.set(key, area);
    points.set(address, area);
  }
  return points;
}

/** The blocks of entries and of exposure, which tell areas apart (section 3). */
function toTelling(it: Case, acceptances: readonly Acceptance[]): Block[] {
  const { entries, place } = it;
  const written = [...entries, ...acceptances, ...toCallable(place)].map(({ block }) => block);
  const narrowed = acceptances.filter(({ saysAnywhere }) => saysAnywhere && isReachedFromVpcOnly(place));
  // A rule tells addresses of its own family apart, and only where an entry lets in what it accepts.
  const vpcBlocks = place.vpcBlocks.filter(block =>
    narrowed.some(rule => rule.block.family === block.family && isLetIn(it, { ...rule, block })),
  );
  return [...written, ...ownBlocks(place), ...vpcBlocks];
}

function toKey(blocks: readonly Block[], address: bigint): string {
  return blocks.map(block => (holdsAddress(block, address) ? '1' : '0')).join('');
}

/** Describes areas: of an address, those that nothing tells apart from it, and a test for these. */
function describer(family: Family, place: Case['place'], acceptances: readonly Acceptance[]) {
  const { vpcBlocks } = place;
  const isIn = (some: readonly Block[], address: bigint) => some.some(block => isAt(block, family, address));
  const own = ownBlocks(place);
  const callable = toCallable(place);
  const clients = findNatClients(place).filter(block => block.family === family);
  return (address: bigint, nearby: readonly bigint[], isNear: (other: bigint) => boolean): Area => ({
    family,
    address,
    isOwn: isIn(own, address),
    isInVpc: isIn(vpcBlocks, address),
    isPrivate: nearby.every(other => isIn([...PRIVATE_BLOCKS, ...vpcBlocks], other)),
    hasNatClient: clients.some(({ first }) => isNear(first)),
    acceptances: acceptances.filter(({ block }) => isAt(block, family, address)),
    callable: callable.filter(({ block }) => isAt(block, family, address)).map(({ behind }) => behind),
  });
}

function isAt(block: Block, family: Family, address: bigint): boolean {
  return block.family === family && holdsAddress(block, address);
}

/** Of NAT gateways, load balancers and Lambda, outside the subnet itself. */
function findNatClients({ exposure, subnetIds }: Case['place']): Block[] {
  if (exposure.kind === 'unknown') return [];
  const [own, ...others] = subnetIds;
  return exposure.clients
    .filter(({ subnetId }) => others.length > 0 || subnetId !== own)
    .map(({ address }) => address);
}

function toDistinct(blocks: readonly Block[]): Block[] {
  const distinct: Block[] = [];
  for (const block of blocks) if (!distinct.some(known => sameBlock(known, block))) distinct.push(block);
  return distinct;
}

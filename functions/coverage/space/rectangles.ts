import { type AddressHalf, type AddressNode, type AddressTree, isFilled } from './address-tree.ts';
import { type CidrBlock, without } from './cidr-block.ts';
import { intersect, isEmpty, type PortRange, type PortSet, subtract } from './port-set.ts';

/** Every address of a block, every port of a range. */
export interface Rectangle {
  readonly block: CidrBlock;
  readonly ports: PortRange;
  /** The areas that the block holds, wholly or in part. */
  readonly areas: readonly number[];
}

/**
 * The rectangles that together are exactly the chosen ports of each area: disjoint, no two of which could be one, by
 * first port, then by address.
 *
 * A block is listed with the ports that are chosen at all its addresses, but not at all addresses of the block around
 * it, one bit shorter: with those, the block around is listed, or one around that.
 *
 *     10.0.0.0/7      |--------|               chosen at all addresses
 *     10.0.0.0/8      |--------|=========|     the second part is listed
 *
 * @param chosen - for each area of the tree, its chosen ports
 */
export function toRectangles({ root }: AddressTree, chosen: readonly PortSet[]): Rectangle[] {
  const rectangles: Rectangle[] = [];
  const shared = toShared(root, chosen);
  if (shared) listNode(shared, [], rectangles);
  // They are found by address, and sorting keeps that order among those with the same first port.
  return rectangles.sort((a, b) => a.ports.from - b.ports.from);
}

/** What is chosen at a node and inside it. */
interface SharedPorts {
  readonly node: AddressNode;
  /** Chosen at the node's own area. */
  readonly own: PortSet;
  /** Chosen at all addresses of the block. */
  readonly all: PortSet;
  readonly halves: readonly SharedHalf[];
}

interface SharedHalf {
  readonly half: AddressHalf;
  readonly all: PortSet;
  /** Undefined where the half has no child, or where nothing is chosen inside the child. */
  readonly child: SharedPorts | undefined;
}

/** Undefined where nothing is chosen: most deniers deny something in a few branches of a large tree only. */
function toShared(node: AddressNode, chosen: readonly PortSet[]): SharedPorts | undefined {
  if (node.areas.every(area => isEmpty(chosen[area] ?? []))) return undefined;
  const own = (node.area === undefined ? undefined : chosen[node.area]) ?? [];
  const halves = node.halves.map(half => toSharedHalf(half, own, chosen));
  const [low, high] = halves;
  return { node, own, all: low && high ? intersect(low.all, high.all) : own, halves };
}

function toSharedHalf(half: AddressHalf, own: PortSet, chosen: readonly PortSet[]): SharedHalf {
  if (half.child === undefined) return { half, all: own, child: undefined };
  const child = toShared(half.child, chosen);
  const inChild = child?.all ?? [];
  return { half, all: isFilled(half) ? inChild : intersect(own, inChild), child };
}

/** @param around - chosen at all addresses of the block around */
function listNode(shared: SharedPorts, around: PortSet, found: Rectangle[]): void {
  const { node, all, halves } = shared;
  list(node.block, subtract(all, around), node.areas, found);
  for (const half of halves) {
    if (!isFilled(half.half)) listHalf(half, shared, found);
    else if (half.child) listNode(half.child, all, found);
  }
}

/** Lists the half, and what its child leaves of it: both are, in part, the area of the node around. */
function listHalf({ half, all, child }: SharedHalf, around: SharedPorts, found: Rectangle[]): void {
  const { block } = half;
  const own = around.node.area === undefined ? [] : [around.node.area];
  const listed = subtract(all, around.all);
  if (!isEmpty(listed)) list(block, listed, [...own, ...(half.child?.areas ?? [])], found);
  const ports = subtract(around.own, all);
  const { below, above } = half.child && !isEmpty(ports) ? without(block, half.child.block) : NOTHING;
  for (const beside of below) list(beside, ports, own, found);
  if (child) listNode(child, all, found);
  for (const beside of above) list(beside, ports, own, found);
}

const NOTHING = { below: [], above: [] };

function list(block: CidrBlock, ports: PortSet, areas: readonly number[], found: Rectangle[]): void {
  for (const range of ports) found.push({ block, ports: range, areas });
}

import { type AddressHalf, type AddressNode, isFilled, type Located } from './address-tree.ts';
import { type CidrBlock, without } from './cidr-block.ts';
import { intersect, isEmpty, NO_PORTS, type PortRange, type PortSet, subtract } from './port-set.ts';

/** Some ports of one area. */
export interface ChosenPorts {
  readonly ports: PortSet;
}

/** Every address of a block, every port of a range. */
export interface Rectangle<Chosen> {
  readonly block: CidrBlock;
  readonly ports: PortRange;
  /** What was chosen at the areas that the block contains, wholly or in part. */
  readonly chosen: readonly Chosen[];
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
 * @param chosen - for the areas of nodes; nothing is chosen where a node is absent
 */
export function toRectangles<Chosen extends ChosenPorts>(
  root: AddressNode<Located>,
  chosen: ReadonlyMap<AddressNode<Located>, Chosen>,
): Rectangle<Chosen>[] {
  const rectangles: Rectangle<Chosen>[] = [];
  const shared = toShared(root, chosen);
  if (shared) listNode(shared, NO_PORTS, rectangles);
  // They are found by address, and sorting keeps that order among those with the same first port.
  return rectangles.sort((a, b) => a.ports.from - b.ports.from);
}

/** What is chosen at a node and inside it. */
interface SharedPorts<Chosen> {
  readonly block: CidrBlock;
  /** At the node's own area: none or one. */
  readonly own: readonly Chosen[];
  /** At the node and inside it. */
  readonly chosen: readonly Chosen[];
  /** The ports chosen at all addresses of the block. */
  readonly all: PortSet;
  readonly halves: readonly SharedHalf<Chosen>[];
}

interface SharedHalf<Chosen> {
  readonly half: AddressHalf<Located>;
  readonly all: PortSet;
  /** Undefined where the half has no child, or where nothing is chosen inside the child. */
  readonly child: SharedPorts<Chosen> | undefined;
}

/** Undefined where nothing is chosen: most deniers deny something in a few branches of a large tree only. */
function toShared<Chosen extends ChosenPorts>(
  node: AddressNode<Located>,
  chosen: ReadonlyMap<AddressNode<Located>, Chosen>,
): SharedPorts<Chosen> | undefined {
  const mine = chosen.get(node);
  const own = mine === undefined ? [] : [mine];
  const ports = mine?.ports ?? NO_PORTS;
  const halves = node.halves.map(half => toSharedHalf(half, ports, chosen));
  const [low, high] = halves;
  // Stryker disable next-line LogicalOperator: there are both halves or none
  if (!low || !high) return mine && { block: node.block, own, chosen: own, all: ports, halves };
  // Stryker disable next-line ConditionalExpression: saves time
  if (!mine && !low.child && !high.child) return undefined;
  const inside = [...(low.child?.chosen ?? []), ...(high.child?.chosen ?? []), ...own];
  return { block: node.block, own, chosen: inside, all: intersect(low.all, high.all), halves };
}

function toSharedHalf<Chosen extends ChosenPorts>(
  half: AddressHalf<Located>,
  own: PortSet,
  chosen: ReadonlyMap<AddressNode<Located>, Chosen>,
): SharedHalf<Chosen> {
  if (half.child === undefined) return { half, all: own, child: undefined };
  const child = toShared(half.child, chosen);
  const inChild = child?.all ?? NO_PORTS;
  return { half, all: isFilled(half) ? inChild : intersect(own, inChild), child };
}

/** @param around - chosen at all addresses of the block around */
function listNode<Chosen extends ChosenPorts>(
  shared: SharedPorts<Chosen>,
  around: PortSet,
  found: Rectangle<Chosen>[],
): void {
  list(shared.block, subtract(shared.all, around), shared.chosen, found);
  for (const half of shared.halves) {
    if (!isFilled(half.half)) listHalf(half, shared, found);
    else if (half.child) listNode(half.child, shared.all, found);
  }
}

/** Lists the half, and what its child leaves of it: both are, in part, the area of the node around. */
function listHalf<Chosen extends ChosenPorts>(
  { half, all, child }: SharedHalf<Chosen>,
  around: SharedPorts<Chosen>,
  found: Rectangle<Chosen>[],
): void {
  const { own } = around;
  list(half.block, subtract(all, around.all), [...own, ...(child?.chosen ?? [])], found);
  const ports = own.flatMap(mine => subtract(mine.ports, all));
  // Stryker disable next-line LogicalOperator: saves time, since without ports nothing is listed
  const { below, above } = half.child && !isEmpty(ports) ? without(half.block, half.child.block) : NOTHING;
  for (const beside of below) list(beside, ports, own, found);
  if (child) listNode(child, all, found);
  for (const beside of above) list(beside, ports, own, found);
}

// Stryker disable next-line ArrayDeclaration: it is taken where there are no ports, so that nothing is listed
const NOTHING = { below: [], above: [] };

function list<Chosen>(
  block: CidrBlock,
  ports: PortSet,
  chosen: readonly Chosen[],
  found: Rectangle<Chosen>[],
): void {
  for (const range of ports) found.push({ block, ports: range, chosen });
}

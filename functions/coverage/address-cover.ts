import type { AddressHalf, AddressNode, AddressTree } from './address-tree.ts';
import { type CidrBlock, without } from './cidr-block.ts';

/** A CIDR block of a cover, and the areas that it holds, wholly or in part. */
export interface CoveringBlock {
  readonly block: CidrBlock;
  readonly areas: readonly number[];
}

/** The fewest CIDR blocks that together are exactly the addresses of the chosen areas, in ascending order. */
export function coverAreas(tree: AddressTree, chosen: ReadonlySet<number>): CoveringBlock[] {
  return coverNode(tree.root, chosen);
}

function coverNode(node: AddressNode, chosen: ReadonlySet<number>): CoveringBlock[] {
  const areas = areasOf(node);
  if (areas.every(area => chosen.has(area))) return [{ block: node.block, areas }];
  if (!areas.some(area => chosen.has(area))) return [];
  const own = node.area !== undefined && chosen.has(node.area) ? node.area : undefined;
  return node.halves.flatMap(half => coverHalf(half, own, chosen));
}

/** @param own - the area of the half's node, if it is chosen: it fills whatever the child leaves of the half */
function coverHalf(
  { block, child }: AddressHalf,
  own: number | undefined,
  chosen: ReadonlySet<number>,
): CoveringBlock[] {
  if (child === undefined) return own === undefined ? [] : [{ block, areas: [own] }];
  const within = coverNode(child, chosen);
  if (own === undefined || block.prefixLength === child.block.prefixLength) return within;
  if (within[0]?.block === child.block) return [{ block, areas: [own, ...within[0].areas] }];
  const around = without(block, child.block).map(sibling => ({ block: sibling, areas: [own] }));
  return [...around, ...within].sort((a, b) => (a.block.first < b.block.first ? -1 : 1));
}

function areasOf(node: AddressNode): number[] {
  const below = node.halves.flatMap(({ child }) => (child ? areasOf(child) : []));
  return node.area === undefined ? below : [node.area, ...below];
}

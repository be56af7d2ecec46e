import { type AddressHalf, type AddressNode, type AddressTree, isFilled } from './address-tree.ts';
import type { CidrBlock } from './cidr-block.ts';

/** A CIDR block of a cover, and the areas that it holds, wholly or in part. */
export interface CoveringBlock {
  readonly block: CidrBlock;
  readonly areas: readonly number[];
}

/**
 * The fewest CIDR blocks that together are exactly the addresses of the chosen areas, in ascending order. Covers of
 * one tree that have a block in common share the object.
 */
export function coverAreas(tree: AddressTree, chosen: ReadonlySet<number>): CoveringBlock[] {
  return coverNode(tree.root, chosen);
}

function coverNode(node: AddressNode, chosen: ReadonlySet<number>): CoveringBlock[] {
  const count = node.areas.reduce((sum, area) => sum + (chosen.has(area) ? 1 : 0), 0);
  if (count === 0) return [];
  if (count === node.areas.length) return [{ block: node.block, areas: node.areas }];
  const own = node.area !== undefined && chosen.has(node.area) ? node.area : undefined;
  return node.halves.flatMap(half => coverHalf(half, own, chosen));
}

/** @param own - the area around the child, if it is chosen */
function coverHalf(half: AddressHalf, own: number | undefined, chosen: ReadonlySet<number>): CoveringBlock[] {
  const { block, child } = half;
  if (child === undefined) return own === undefined ? [] : [{ block, areas: [own] }];
  const within = coverNode(child, chosen);
  if (own === undefined || isFilled(half)) return within;
  if (within[0]?.block === child.block) return [{ block, areas: [own, ...child.areas] }];
  const around = half.beside().map(other => ({ block: other, areas: [own] }));
  return [...around, ...within].sort((a, b) => (a.block.first < b.block.first ? -1 : 1));
}

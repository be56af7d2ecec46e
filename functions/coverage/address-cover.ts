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
 *
 * @param chosen - for each area of the tree, whether it is chosen
 */
export function coverAreas(tree: AddressTree, chosen: readonly boolean[]): CoveringBlock[] {
  return coverNode(tree.root, chosen);
}

function coverNode(node: AddressNode, chosen: readonly boolean[]): CoveringBlock[] {
  const own = node.area !== undefined && chosen[node.area] ? node.area : undefined;
  if (node.halves.length === 0) return own === undefined ? [] : [{ block: node.block, areas: node.areas }];
  const covers = node.halves.map(half => coverHalf(half, own, chosen));
  const isWhole = covers.every(
    ([only], half) => only?.block.prefixLength === node.halves[half]?.block.prefixLength,
  );
  return isWhole ? [{ block: node.block, areas: node.areas }] : covers.flat();
}

/** @param own - the area around the child, if it is chosen */
function coverHalf(half: AddressHalf, own: number | undefined, chosen: readonly boolean[]): CoveringBlock[] {
  const { block, child } = half;
  if (child === undefined) return own === undefined ? [] : [{ block, areas: [own] }];
  const within = coverNode(child, chosen);
  if (own === undefined || isFilled(half)) return within;
  if (within[0]?.block === child.block) return [{ block, areas: [own, ...child.areas] }];
  const around = half.beside().map(other => ({ block: other, areas: [own] }));
  const isBelow = (other: CoveringBlock) => other.block.first < child.block.first;
  // The blocks beside come nearest last: in ascending order before the child, in descending order behind it.
  return [...around.filter(isBelow), ...within, ...around.filter(other => !isBelow(other)).reverse()];
}

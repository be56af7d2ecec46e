import type { AddressHalf, AddressNode, Located } from './address-tree.ts';
import { type CidrBlock, contains, halves, isInside, overlaps, without } from './cidr-block.ts';

/** Whether every address of the node's area is in one of the blocks. */
export function isAreaInside(node: AddressNode<Located>, blocks: readonly CidrBlock[]): boolean {
  if (node.halves.length === 0) return isInside(node.block, blocks);
  return node.halves.every(half => isRestInside(half, blocks));
}

/** Whether what the child leaves of a half is inside, the largest block first: most areas are not. */
function isRestInside({ block, child }: AddressHalf<Located>, blocks: readonly CidrBlock[]): boolean {
  if (child === undefined) return isInside(block, blocks);
  let around = block;
  while (around.prefixLength < child.block.prefixLength) {
    const [low, high] = halves(around);
    const isInLow = contains(low, child.block);
    if (!isInside(isInLow ? high : low, blocks)) return false;
    around = isInLow ? low : high;
  }
  return true;
}

/** Whether some address of the block is in the node's area. */
export function isAreaIn(node: AddressNode<Located>, block: CidrBlock): boolean {
  // Stryker disable next-line ConditionalExpression: saves time
  if (!overlaps(node.block, block)) return false;
  return node.halves.length === 0 || node.halves.some(half => isRestIn(half, block));
}

/** Whether some address of the block is in what the child leaves of a half. */
function isRestIn(half: AddressHalf<Located>, block: CidrBlock): boolean {
  return toBlocksBeside(half).some(beside => overlaps(beside, block));
}

/** The blocks that the child leaves of a half, in ascending order. */
export function toBlocksBeside({ block, child }: AddressHalf<Located>): CidrBlock[] {
  if (child === undefined) return [block];
  const { below, above } = without(block, child.block);
  return [...below, ...above];
}

import { type AddressHalf, type AddressNode, type Located, toChildren } from './address-tree.ts';
import { type CidrBlock, contains, isInside, overlaps, without } from './cidr-block.ts';

/** The blocks that make up the area of a node. */
export function toAreaBlocks({ block, halves }: AddressNode<Located>): CidrBlock[] {
  return halves.length === 0 ? [block] : halves.flatMap(toBlocksBeside);
}

/** The blocks that the child leaves of its half. */
export function toBlocksBeside({ block, child }: AddressHalf<Located>): CidrBlock[] {
  if (child === undefined) return [block];
  const { below, above } = without(block, child.block);
  return [...below, ...above];
}

/** Whether every address of the node's area is in one of the blocks. */
export function isAreaInside(node: AddressNode<Located>, blocks: readonly CidrBlock[]): boolean {
  // Most areas are of a block that is inside as a whole.
  return isInside(node.block, blocks) || toAreaBlocks(node).every(block => isInside(block, blocks));
}

/** Whether some address of the block is in the node's area. */
export function isAreaIn(node: AddressNode<Located>, block: CidrBlock): boolean {
  if (!node.hasArea || !overlaps(node.block, block)) return false;
  if (contains(block, node.block)) return true;
  if (toChildren(node).some(child => contains(child.block, block))) return false;
  return toAreaBlocks(node).some(beside => overlaps(beside, block));
}

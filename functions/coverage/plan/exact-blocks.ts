import { type AddressHalf, type AddressNode, isFilled, type Located } from '../space/address-tree.ts';
import { toBlocksBeside } from '../space/area.ts';
import { type CidrBlock, commonBlock } from '../space/cidr-block.ts';

/** What an entry has to do at areas. At all others it changes nothing, or harms nothing. */
export interface Wishes {
  /** The nodes whose areas it has to open. */
  readonly open: ReadonlySet<AddressNode<Located>>;
  /** The nodes whose areas it must not open. */
  readonly closed: ReadonlySet<AddressNode<Located>>;
}

/** How the addresses of a block are covered. */
interface Cover {
  /** Nothing inside must stay closed, so that one block may contain it as a whole. */
  readonly isWhole: boolean;
  /** That contain what has to be opened: none or one for a whole. */
  readonly blocks: readonly CidrBlock[];
}

/**
 * The fewest blocks that together contain every area to be opened and none that must stay closed. Of blocks that
 * serve as well, the smallest are taken.
 */
export function toExactBlocks(root: AddressNode<Located>, wishes: Wishes): readonly CidrBlock[] {
  return coverNode(root, wishes).blocks;
}

function coverNode(node: AddressNode<Located>, wishes: Wishes): Cover {
  if (node.halves.length === 0) return coverArea(node, node.block, wishes);
  return join(node.halves.map(half => coverHalf(node, half, wishes)));
}

/** What the child leaves of a half is the area of the node around. */
function coverHalf(node: AddressNode<Located>, half: AddressHalf<Located>, wishes: Wishes): Cover {
  const { block, child } = half;
  if (child === undefined) return coverArea(node, block, wishes);
  const inside = coverNode(child, wishes);
  // Stryker disable next-line ConditionalExpression: saves time, since the rest has no block
  if (isFilled(half)) return inside;
  const { isWhole, blocks } = coverArea(node, block, wishes);
  const isSingle = isWhole && inside.isWhole;
  // Stryker disable next-line ConditionalExpression: saves time, since what is inside is alone
  if (blocks.length === 0) return { isWhole: isSingle, blocks: inside.blocks };
  // Stryker disable next-line all: saves time, since two blocks beside the child make up the half with it
  if (isSingle && child.block.prefixLength > block.prefixLength + 1) return { isWhole: true, blocks };
  return join([...toBlocksBeside(half).map(beside => coverArea(node, beside, wishes)), inside]);
}

function coverArea(node: AddressNode<Located>, block: CidrBlock, { open, closed }: Wishes): Cover {
  return { isWhole: !closed.has(node), blocks: open.has(node) ? [block] : [] };
}

/** Parts that are all whole need one block at most, the smallest around what has to be opened. */
function join(parts: readonly Cover[]): Cover {
  const blocks = parts.flatMap(part => part.blocks);
  const isWhole = parts.every(part => part.isWhole);
  const [first, ...others] = blocks;
  if (!isWhole || first === undefined) return { isWhole, blocks };
  return { isWhole, blocks: [others.reduce(commonBlock, first)] };
}

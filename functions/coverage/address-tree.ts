import {
  type AddressFamily,
  type CidrBlock,
  commonBlock,
  compareBlocks,
  contains,
  halves,
  UNIVERSE,
} from './cidr-block.ts';

/**
 * The addresses of a family, cut along the CIDR blocks that the entries of a network ACL name.
 *
 * A node stands for a block: one that is named, or the smallest that holds two named ones. Its *area* is what
 * its children leave of it. No entry can tell two addresses of one area apart, so whatever is true of one is true
 * of all: judging each area once is exact, however large the block.
 *
 *     0.0.0.0/0 -+- 10.0.0.0/8 --- 10.1.2.0/24       area of 10.0.0.0/8: 10.0.0.0/8 without 10.1.2.0/24
 *                '- 192.168.0.0/16
 */
export interface AddressNode {
  readonly block: CidrBlock;
  /** The position of the node's area in {@link AddressTree.areas}; undefined where the children leave nothing. */
  readonly area: number | undefined;
  /** The two halves of the block where it has children; else none: the block is one area. */
  readonly halves: readonly AddressHalf[];
}

/** Half of a node's block, and the child inside it, if any. All between the half and the child is the node's area. */
export interface AddressHalf {
  readonly block: CidrBlock;
  readonly child: AddressNode | undefined;
}

export interface AddressTree {
  readonly root: AddressNode;
  /** For each area, the block of its node: an entry matches the area exactly if its block contains this one. */
  readonly areas: readonly CidrBlock[];
}

/** Cuts a family's addresses along the given blocks, which are all of that family. */
export function toAddressTree(family: AddressFamily, blocks: Iterable<CidrBlock>): AddressTree {
  const areas: CidrBlock[] = [];
  const root = toNode(UNIVERSE[family], [...blocks].sort(compareBlocks), areas);
  return { root, areas };
}

function toNode(block: CidrBlock, ascending: readonly CidrBlock[], areas: CidrBlock[]): AddressNode {
  const deeper = ascending.filter(({ prefixLength }) => prefixLength > block.prefixLength);
  if (deeper.length === 0) return { block, area: areas.push(block) - 1, halves: [] };
  const cut = halves(block).map(half => ({ block: half, child: toChild(half, deeper, areas) }));
  const nothingLeft = cut.every(half => half.child?.block.prefixLength === half.block.prefixLength);
  return { block, area: nothingLeft ? undefined : areas.push(block) - 1, halves: cut };
}

function toChild(
  half: CidrBlock,
  ascending: readonly CidrBlock[],
  areas: CidrBlock[],
): AddressNode | undefined {
  const inside = ascending.filter(block => contains(half, block));
  const lowest = inside[0];
  const highest = inside.at(-1);
  return lowest && highest && toNode(commonBlock(lowest, highest), inside, areas);
}

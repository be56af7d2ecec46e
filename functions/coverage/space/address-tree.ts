import type { NetworkAclEntry } from '../network-acl-entry.ts';
import {
  type AddressFamily,
  type CidrBlock,
  commonBlock,
  compareBlocks,
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
  /** The entries that name this very block, in the order in which they were given. */
  readonly entries: readonly NetworkAclEntry[];
  /** The position of the node's own area in {@link AddressTree.areas}; undefined where the children leave nothing. */
  readonly area: number | undefined;
  /** All areas inside the block, its own last. */
  readonly areas: readonly number[];
  /** The two halves of the block where it has children; else none: the block is one area. */
  readonly halves: readonly AddressHalf[];
}

/** Half of a node's block, and the child inside it, if any. What the child leaves of it is part of the node's area. */
export interface AddressHalf {
  readonly block: CidrBlock;
  readonly child: AddressNode | undefined;
}

export interface AddressTree {
  readonly root: AddressNode;
  /** For each area, the block of its node: an entry matches the area exactly if its block contains this one. */
  readonly areas: readonly CidrBlock[];
}

/** Cuts a family's addresses along the blocks of the given entries, which are all of that family. */
export function toAddressTree(family: AddressFamily, entries: readonly NetworkAclEntry[]): AddressTree {
  const areas: CidrBlock[] = [];
  const universe = UNIVERSE[family];
  // Most entries name the universe: only the others need to be in order.
  const whole = entries.filter(({ cidrBlock }) => cidrBlock.prefixLength === 0);
  const deeper = entries.filter(({ cidrBlock }) => cidrBlock.prefixLength > 0);
  deeper.sort((a, b) => compareBlocks(a.cidrBlock, b.cidrBlock));
  return { root: toNode(universe, whole, deeper, areas), areas };
}

/** @param deeper - the entries whose blocks are inside this one, by block */
function toNode(
  block: CidrBlock,
  entries: readonly NetworkAclEntry[],
  deeper: readonly NetworkAclEntry[],
  areas: CidrBlock[],
): AddressNode {
  const start = areas.length;
  const cut = deeper.length === 0 ? [] : cutInHalves(block, deeper, areas);
  const nothingLeft = cut.length > 0 && cut.every(isFilled);
  const area = nothingLeft ? undefined : areas.push(block) - 1;
  const inside = areas.slice(start).map((_, index) => start + index);
  return { block, entries, area, areas: inside, halves: cut };
}

function cutInHalves(
  block: CidrBlock,
  ascending: readonly NetworkAclEntry[],
  areas: CidrBlock[],
): AddressHalf[] {
  const [low, high] = halves(block);
  const inHigh = ascending.findIndex(({ cidrBlock }) => cidrBlock.first >= high.first);
  const middle = inHigh < 0 ? ascending.length : inHigh;
  return [toHalf(low, ascending.slice(0, middle), areas), toHalf(high, ascending.slice(middle), areas)];
}

function toHalf(block: CidrBlock, ascending: readonly NetworkAclEntry[], areas: CidrBlock[]): AddressHalf {
  const lowest = ascending[0];
  const highest = ascending.at(-1);
  if (lowest === undefined || highest === undefined) return { block, child: undefined };
  const common = commonBlock(lowest.cidrBlock, highest.cidrBlock);
  // Those that name the common block itself come first.
  const inside = ascending.findIndex(({ cidrBlock }) => cidrBlock.prefixLength > common.prefixLength);
  const count = inside < 0 ? ascending.length : inside;
  return { block, child: toNode(common, ascending.slice(0, count), ascending.slice(count), areas) };
}

/** Whether the child leaves nothing of the half. */
export function isFilled({ block, child }: AddressHalf): boolean {
  return child?.block.prefixLength === block.prefixLength;
}

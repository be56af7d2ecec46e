import {
  type AddressFamily,
  type CidrBlock,
  commonBlock,
  compareBlocks,
  halves,
  UNIVERSE,
} from './cidr-block.ts';

/** Something that is said about the addresses of a block. */
export interface Located {
  readonly cidrBlock: CidrBlock;
}

/**
 * The addresses of a family, cut along the CIDR blocks of whatever is said about them.
 *
 * A node is a block: one that is named, or the smallest that contains two named ones. Its *area* is what its children
 * leave of it. Nothing that is said can tell two addresses of one area apart, so whatever is true of one is true of
 * all: judging each area once is exact, however large the block.
 *
 *     0.0.0.0/0 -+- 10.0.0.0/8 --- 10.1.2.0/24       area of 10.0.0.0/8: 10.0.0.0/8 without 10.1.2.0/24
 *                '- 192.168.0.0/16
 */
export interface AddressNode<Item extends Located> {
  readonly block: CidrBlock;
  /** What names this very block, in the order in which it was given. */
  readonly items: readonly Item[];
  /** The two halves of the block where it has children; else none: the block is one area. */
  readonly halves: readonly AddressHalf<Item>[];
  /** False where the children leave nothing of the block. */
  readonly hasArea: boolean;
}

/** Half of a node's block, and the child inside it, if any. What the child leaves of it is part of the node's area. */
export interface AddressHalf<Item extends Located> {
  readonly block: CidrBlock;
  readonly child: AddressNode<Item> | undefined;
}

/** Cuts a family's addresses along the blocks of the given items, which are all of that family. @returns the root */
export function toAddressTree<Item extends Located>(
  family: AddressFamily,
  items: readonly Item[],
): AddressNode<Item> {
  // Most items name the universe: only the others need to be in order.
  const whole = items.filter(({ cidrBlock }) => cidrBlock.prefixLength === 0);
  const deeper = items.filter(({ cidrBlock }) => cidrBlock.prefixLength > 0);
  deeper.sort((a, b) => compareBlocks(a.cidrBlock, b.cidrBlock));
  return toNode(UNIVERSE[family], whole, deeper);
}

/** @param deeper - the items whose blocks are inside this one, by block */
function toNode<Item extends Located>(
  block: CidrBlock,
  items: readonly Item[],
  deeper: readonly Item[],
): AddressNode<Item> {
  if (deeper.length === 0) return { block, items, halves: [], hasArea: true };
  const cut = cutInHalves(block, deeper);
  return { block, items, halves: cut, hasArea: !cut.every(isFilled) };
}

function cutInHalves<Item extends Located>(
  block: CidrBlock,
  ascending: readonly Item[],
): AddressHalf<Item>[] {
  const [low, high] = halves(block);
  const inHigh = ascending.findIndex(({ cidrBlock }) => cidrBlock.first >= high.first);
  const middle = inHigh < 0 ? ascending.length : inHigh;
  return [toHalf(low, ascending.slice(0, middle)), toHalf(high, ascending.slice(middle))];
}

function toHalf<Item extends Located>(block: CidrBlock, ascending: readonly Item[]): AddressHalf<Item> {
  const [lowest] = ascending;
  const highest = ascending.at(-1);
  // Stryker disable next-line ConditionalExpression,LogicalOperator: there are both or neither
  if (lowest === undefined || highest === undefined) return { block, child: undefined };
  const common = commonBlock(lowest.cidrBlock, highest.cidrBlock);
  // Those that name the common block itself come first.
  const inside = ascending.findIndex(({ cidrBlock }) => cidrBlock.prefixLength > common.prefixLength);
  const count = inside < 0 ? ascending.length : inside;
  return { block, child: toNode(common, ascending.slice(0, count), ascending.slice(count)) };
}

/** Whether the child leaves nothing of the half. */
export function isFilled({ block, child }: AddressHalf<Located>): boolean {
  return child?.block.prefixLength === block.prefixLength;
}

/** The children of a node, by address. */
export function toChildren<Item extends Located>({ halves: cut }: AddressNode<Item>): AddressNode<Item>[] {
  return cut.flatMap(({ child }) => child ?? []);
}

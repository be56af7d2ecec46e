import {
  type CidrBlock,
  contains,
  halves,
  isInside,
  isSameBlock,
  overlaps,
  UNIVERSE,
} from '../../../functions/coverage/space/cidr-block.ts';

/** The addresses of gaps, in the words of the rules that let the clients in. */
export interface NamedBlocks {
  /** None: anywhere. */
  readonly blocks: readonly CidrBlock[];
  /** What of these blocks is not hit. */
  readonly except: readonly CidrBlock[];
}

/** More exceptions say less than the blocks themselves. */
const MOST_EXCEPTIONS = 2;

/**
 * Names the blocks of gaps by the blocks of the rules. A gap around the subnet itself takes up to 24 blocks, and a reader
 * knows the one block of the rule.
 *
 * @param hit - of the gaps
 * @param admitted - of the rules that let the clients in
 * @param own - of the network ACL's own subnets, inside which no network ACL is met
 */
export function nameBlocks(
  hit: readonly CidrBlock[],
  admitted: readonly CidrBlock[],
  own: readonly CidrBlock[],
): NamedBlocks {
  const distinct = widest(hit);
  const outer = widest(admitted).filter(block => distinct.some(gap => overlaps(block, gap)));
  const left = outer.flatMap(block => uncovered(block, [...distinct, ...own]));
  const isNamed = distinct.every(gap => isInside(gap, outer)) && left.length <= MOST_EXCEPTIONS;
  const named = isNamed ? { blocks: outer, except: left } : { blocks: distinct, except: [] };
  return named.blocks.some(isUniverse) ? { ...named, blocks: [] } : named;
}

/** Those that are in no other. */
function widest(blocks: readonly CidrBlock[]): CidrBlock[] {
  return blocks.filter(
    (block, index) =>
      !blocks.some((other, at) => (isSameBlock(block, other) ? at < index : contains(other, block))),
  );
}

/** The blocks that make up `block` without the others. */
function uncovered(block: CidrBlock, others: readonly CidrBlock[]): CidrBlock[] {
  const near = others.filter(other => overlaps(block, other));
  if (near.length === 0) return [block];
  if (near.some(other => contains(other, block))) return [];
  return halves(block).flatMap(half => uncovered(half, near));
}

function isUniverse(block: CidrBlock): boolean {
  return isSameBlock(block, UNIVERSE[block.family]);
}

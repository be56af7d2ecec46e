import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toExactBlocks } from '../../../functions/coverage/plan/exact-blocks.ts';
import {
  type AddressNode,
  type Located,
  toAddressTree,
  toChildren,
} from '../../../functions/coverage/space/address-tree.ts';
import { isAreaIn } from '../../../functions/coverage/space/area.ts';
import {
  type CidrBlock,
  commonBlock,
  compareBlocks,
  formatCidrBlock,
  halves,
  toCidrBlock,
  UNIVERSE,
} from '../../../functions/coverage/space/cidr-block.ts';
import { GENERATED_RUNS } from '../../fixtures/generated-runs.ts';

/** Blocks of up to 4 bits: each of the 16 smallest is inside one area. */
const SMALLEST = 4;
const anyBlock = fc
  .tuple(fc.integer({ min: 0, max: SMALLEST }), fc.integer({ min: 0, max: 15 }))
  .map(([length, first]) => toCidrBlock('ipv4', BigInt(first) << 28n, length));
const anyWish = fc.constantFrom('open', 'closed', 'neither');

type Node = AddressNode<Located>;
const toNodes = (node: Node): Node[] => [node, ...toChildren(node).flatMap(toNodes)];

/** The fewest blocks, found by trying: the whole where nothing is closed, else those of both halves. */
function toFewest(block: CidrBlock, open: readonly Node[], closed: readonly Node[]): CidrBlock[] {
  const isIn = (node: Node) => isAreaIn(node, block);
  if (!open.some(isIn)) return [];
  if (!closed.some(isIn)) return [toSmallest(block, open)];
  return halves(block).flatMap(half => toFewest(half, open, closed));
}

/** The smallest block around what is open inside. */
function toSmallest(block: CidrBlock, open: readonly Node[]): CidrBlock {
  const cells = toCells(block).filter(cell => open.some(node => isAreaIn(node, cell)));
  return cells.reduce(commonBlock);
}

function toCells(block: CidrBlock): CidrBlock[] {
  return block.prefixLength === SMALLEST ? [block] : halves(block).flatMap(toCells);
}

describe('exact blocks', () => {
  it('are the fewest and smallest around what is to be opened, without what must stay closed', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 8 }), fc.infiniteStream(anyWish), (blocks, wishes) => {
        const root = toAddressTree<Located>(
          'ipv4',
          blocks.map(cidrBlock => ({ cidrBlock })),
        );
        const wished = toNodes(root).map(node => ({ node, wish: wishes.next().value }));
        const pick = (wanted: string) => wished.filter(({ wish }) => wish === wanted).map(({ node }) => node);
        const [open, closed] = [pick('open'), pick('closed')];
        const found = toExactBlocks(root, { open: new Set(open), closed: new Set(closed) });
        const sorted = [...found].sort(compareBlocks).map(formatCidrBlock);
        expect(sorted).toEqual(toFewest(UNIVERSE.ipv4, open, closed).map(formatCidrBlock));
      }),
      { numRuns: 5 * GENERATED_RUNS },
    );
  });
});

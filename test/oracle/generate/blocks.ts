import { ALL_ADDRESSES, BITS, type Block, type Family, parseBlock, toBlock } from '../address.ts';
import type { Draw } from './draw.ts';

/** Blocks are prefixes of few addresses, so that they nest, meet, repeat and lie next to each other often. */
const ANCHORS = {
  ipv4: [
    '10.0.0.0/32',
    '10.0.3.255/32',
    '10.128.0.1/32',
    '0.0.0.0/32',
    '255.255.255.255/32',
    '192.0.2.77/32',
  ],
  ipv6: [
    '2001:db8::/128',
    '2001:db8::ffff/128',
    '::/128',
    '::1/128',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
  ],
} as const;

const LENGTHS = {
  ipv4: [8, 24, 32, 16, 30, 31, 1, 2, 22, 9],
  ipv6: [32, 64, 128, 48, 126, 127, 1, 3, 56, 112],
} as const;

const USUAL_ANCHOR_PERCENT = 70;
const ANYWHERE_PERCENT = 10;
const SIBLING_PERCENT = 20;

/**
 * @param wholePercent - how often the block is all of the family
 * @param usual - the anchor that the case prefers
 */
export function drawBlock(draw: Draw, family: Family, wholePercent: number, usual: number): Block {
  const whole = draw.below(100) < wholePercent;
  const anchors = ANCHORS[family];
  const anchor = draw.below(100) < USUAL_ANCHOR_PERCENT ? usual : draw.below(anchors.length);
  const length = draw.percent(ANYWHERE_PERCENT)
    ? draw.between(1, BITS[family])
    : draw.oneOf([...LENGTHS[family]]);
  const isSibling = draw.percent(SIBLING_PERCENT);
  return whole
    ? ALL_ADDRESSES[family]
    : toPrefix(family, anchors[anchor % anchors.length] ?? anchors[0], length, isSibling);
}

const known = new Map<string, Block>();

/** Always the same object for the same block, so that what is known of it need not be found out again. */
function toPrefix(family: Family, anchor: string, length: number, isSibling: boolean): Block {
  const key = `${anchor} ${length} ${isSibling}`;
  const sibling = isSibling ? 1n << BigInt(BITS[family] - length) : 0n;
  const block = known.get(key) ?? toBlock(family, parseBlock(anchor).first ^ sibling, length);
  known.set(key, block);
  return block;
}

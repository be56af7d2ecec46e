import { ALL_ADDRESSES, BITS, type Block, type Family, parseBlock, toBlock } from '../address.ts';
import type { Draw } from './draw.ts';

/** Blocks are prefixes of few addresses, so that they nest, meet, repeat and are next to each other often. */
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

/** Of a VPC, of its subnets, of offices and peers. */
export const VPC_BLOCKS = { ipv4: parseBlock('10.0.0.0/16'), ipv6: parseBlock('2001:db8::/56') } as const;
export const SUBNET_BLOCKS = {
  ipv4: ['10.0.1.0/24', '10.0.2.0/24', '10.0.11.0/24', '10.0.12.0/24'].map(parseBlock),
  ipv6: ['2001:db8:0:1::/64', '2001:db8:0:2::/64', '2001:db8:0:11::/64', '2001:db8:0:12::/64'].map(
    parseBlock,
  ),
} as const;
const PEER_BLOCKS = {
  ipv4: [
    '198.51.100.0/24',
    '203.0.113.10/32',
    '10.1.0.0/16',
    '10.0.0.0/8',
    '100.64.0.0/16',
    '198.51.0.0/16',
  ].map(parseBlock),
  ipv6: ['2001:db8:1::/48', '2001:db8:1::/56', 'fd00::/8', '2001:db8::/32'].map(parseBlock),
} as const;
const USUAL_BLOCKS = {
  ipv4: [VPC_BLOCKS.ipv4, ...SUBNET_BLOCKS.ipv4, ...PEER_BLOCKS.ipv4],
  ipv6: [VPC_BLOCKS.ipv6, ...SUBNET_BLOCKS.ipv6, ...PEER_BLOCKS.ipv6],
} as const;

const USUAL_ANCHOR_PERCENT = 70;
const USUAL_BLOCK_PERCENT = 45;
const ANYWHERE_PERCENT = 10;
const SIBLING_PERCENT = 20;

/**
 * @param wholePercent - how often the block is all of the family
 * @param usual - the anchor that the case prefers
 */
export function drawBlock(draw: Draw, family: Family, wholePercent: number, usual: number): Block {
  const whole = draw.below(100) < wholePercent;
  const isUsual = draw.percent(USUAL_BLOCK_PERCENT);
  const anchors = ANCHORS[family];
  const anchor = draw.below(100) < USUAL_ANCHOR_PERCENT ? usual : draw.below(anchors.length);
  const length = draw.percent(ANYWHERE_PERCENT)
    ? draw.between(1, BITS[family])
    : draw.oneOf([...LENGTHS[family]]);
  const isSibling = draw.percent(SIBLING_PERCENT);
  if (whole) return ALL_ADDRESSES[family];
  if (isUsual) return drawUsualBlock(draw, family);
  return toPrefix(family, anchors[anchor % anchors.length] ?? anchors[0], length, isSibling);
}

export function drawUsualBlock(draw: Draw, family: Family): Block {
  const blocks = USUAL_BLOCKS[family];
  return blocks[draw.below(blocks.length)] ?? VPC_BLOCKS[family];
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commonBlock,
  contains,
  formatCidrBlock,
  halves,
  isInside,
  isSameBlock,
  overlaps,
  parseCidrBlock,
  toCidrBlock,
  without,
} from '../../../functions/coverage/space/cidr-block.ts';

const anyBlock = (bits: 32 | 128) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.integer({ min: 0, max: bits }))
    .map(([address, length]) => toCidrBlock(bits === 32 ? 'ipv4' : 'ipv6', address, length));
const anyPair = fc.oneof(fc.tuple(anyBlock(32), anyBlock(32)), fc.tuple(anyBlock(128), anyBlock(128)));

describe('parseCidrBlock', () => {
  it.each([
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['::/0', '::/0'],
    ['2001:DB8:0:0:0:0:0:1/64', '2001:db8::/64'],
    ['::ffff:10.0.0.1/128', '::ffff:a00:1/128'],
  ])('%s -> %s', (text, canonical) => expect(formatCidrBlock(parseCidrBlock(text))).toBe(canonical));

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '::/129',
    'fe80::1%eth0/64',
    '1::2::3/64',
    ' 10.0.0.0/8',
    '10.0.0.0/8 ',
    '10.0.0.0/8000',
    '/8',
    '1/8',
    'a/8',
  ])('refuses "%s"', text => expect(() => parseCidrBlock(text)).toThrow(/is not a CIDR block/));

  it('reads what formatCidrBlock writes', () => {
    fc.assert(
      fc.property(fc.oneof(anyBlock(32), anyBlock(128)), block => {
        expect(parseCidrBlock(formatCidrBlock(block))).toEqual(block);
      }),
    );
  });
});

describe('blocks', () => {
  it('have two halves that make up the block', () => {
    const [low, high] = halves(parseCidrBlock('10.0.0.0/8'));
    expect([low, high].map(formatCidrBlock)).toEqual(['10.0.0.0/9', '10.128.0.0/9']);
  });

  it('have a smallest common block', () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const common = commonBlock(a, b);
        expect(contains(common, a) && contains(common, b)).toBe(true);
        const tooSmall =
          common.prefixLength < a.prefixLength && common.prefixLength < b.prefixLength
            ? halves(common).filter(half => contains(half, a) && contains(half, b))
            : [];
        expect(tooSmall).toEqual([]);
      }),
    );
  });

  it('leave one block for each bit between an outer and an inner one, in ascending order', () => {
    const outer = parseCidrBlock('0.0.0.0/0');
    const inner = parseCidrBlock('198.51.100.7/32');
    const { below, above } = without(outer, inner);
    expect(below.length + above.length).toBe(32);
    const row = [...below, inner, ...above];
    expect(row[0]?.first).toBe(outer.first);
    expect(row.at(-1)?.last).toBe(outer.last);
    for (const [index, block] of row.slice(1).entries()) expect(block.first - 1n).toBe(row[index]?.last);
  });

  it('of different families never hold one another', () => {
    expect(contains(parseCidrBlock('0.0.0.0/0'), parseCidrBlock('::/0'))).toBe(false);
    expect(contains(parseCidrBlock('::/0'), parseCidrBlock('10.0.0.0/8'))).toBe(false);
  });
});

describe('relations of blocks', () => {
  const blocks = (...texts: string[]) => texts.map(parseCidrBlock);

  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.255.255.255/32', true],
    ['10.255.255.255/32', '10.0.0.0/8', true],
    ['10.0.0.0/8', '11.0.0.0/8', false],
    ['0.0.0.0/0', '::/0', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(overlaps(parseCidrBlock(a), parseCidrBlock(b))).toBe(expected);
  });

  it.each([
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/9', false],
    ['10.0.0.0/8', '11.0.0.0/8', false],
    ['0.0.0.0/0', '::/0', false],
  ])('%s is the same as %s: %s', (a, b, expected) => {
    expect(isSameBlock(parseCidrBlock(a), parseCidrBlock(b))).toBe(expected);
  });

  it('one is inside others that contain it alone or together', () => {
    const [outer] = blocks('10.0.0.0/8');
    if (outer === undefined) throw new Error('no block');
    expect(isInside(outer, blocks('10.0.0.0/7'))).toBe(true);
    expect(isInside(outer, blocks('10.0.0.0/9', '10.128.0.0/9'))).toBe(true);
    expect(isInside(outer, blocks('10.0.0.0/9', '10.128.0.0/10', '10.192.0.0/10'))).toBe(true);
    expect(isInside(outer, blocks('10.0.0.0/9', '10.128.0.0/10'))).toBe(false);
    expect(isInside(outer, blocks('11.0.0.0/8'))).toBe(false);
    expect(isInside(outer, [])).toBe(false);
  });
});

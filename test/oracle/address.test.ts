import { expect, test } from 'vitest';
import {
  blocksMeet,
  containsBlock,
  formatBlock,
  holdsAddress,
  isAll,
  parseBlock,
  prefixLengthOf,
  sameBlock,
} from './address.ts';

const BLOCKS: [text: string, first: bigint, last: bigint, formatted?: string][] = [
  ['0.0.0.0/0', 0n, 0xffff_ffffn],
  ['10.0.0.0/8', 0x0a00_0000n, 0x0aff_ffffn],
  ['128.0.0.0/1', 0x8000_0000n, 0xffff_ffffn],
  ['10.1.2.3/24', 0x0a01_0200n, 0x0a01_02ffn, '10.1.2.0/24'],
  ['192.0.2.7/32', 0xc000_0207n, 0xc000_0207n],
  ['255.255.255.255/32', 0xffff_ffffn, 0xffff_ffffn],
  ['::/0', 0n, 2n ** 128n - 1n],
  ['::1/128', 1n, 1n, '0:0:0:0:0:0:0:1/128'],
  ['2001:db8::/32', 0x2001_0db8n << 96n, (0x2001_0db9n << 96n) - 1n],
  [
    '2001:db8::5:0/112',
    (0x2001_0db8n << 96n) + 0x5_0000n,
    (0x2001_0db8n << 96n) + 0x5_ffffn,
    '2001:db8:0:0:0:0:5:0/112',
  ],
  [
    '1:2:3:4:5:6:7:8/128',
    0x0001_0002_0003_0004_0005_0006_0007_0008n,
    0x0001_0002_0003_0004_0005_0006_0007_0008n,
  ],
  ['8000::/1', 2n ** 127n, 2n ** 128n - 1n],
];

test.each(BLOCKS)('%s is the addresses %i to %i', (...row) => {
  const [text, first, last, formatted = text] = row;
  const block = parseBlock(text);
  expect(block).toEqual({ family: text.includes(':') ? 'ipv6' : 'ipv4', first, last });
  expect(formatBlock(block)).toBe(formatted);
  expect(parseBlock(formatBlock(block))).toEqual(block);
});

test.each([
  ['0.0.0.0/0', true],
  ['::/0', true],
  ['0.0.0.0/1', false],
  ['128.0.0.0/1', false],
  ['::/1', false],
])('%s is all addresses of its family: %s', (text, expected) => {
  expect(isAll(parseBlock(text))).toBe(expected);
});

test('a block holds its first and its last address, and not their neighbours', () => {
  const block = parseBlock('10.0.0.4/30');
  const held = [3n, 4n, 5n, 7n, 8n].map(last => holdsAddress(block, 0x0a00_0000n + last));
  expect(held).toEqual([false, true, true, true, false]);
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/9', '10.128.0.0/9', false],
  ['0.0.0.0/0', '::/0', false],
  ['10.0.0.1/32', '10.0.0.1/32', true],
])('%s and %s share an address: %s', (a, b, expected) => {
  expect(blocksMeet(parseBlock(a), parseBlock(b))).toBe(expected);
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true, false],
  ['10.1.0.0/16', '10.0.0.0/8', false, false],
  ['10.0.0.0/8', '10.0.0.0/8', true, true],
  ['0.0.0.0/0', '::/0', false, false],
  ['10.0.0.0/9', '10.128.0.0/9', false, false],
])('%s contains %s: %s; is the same: %s', (a, b, contains, same) => {
  expect(containsBlock(parseBlock(a), parseBlock(b))).toBe(contains);
  expect(sameBlock(parseBlock(a), parseBlock(b))).toBe(same);
});

test.each(['0.0.0.0/0', '10.0.0.0/8', '10.0.0.1/32', '::/0', '2001:db8::/47', '::1/128'])(
  'the prefix length of %s is read and written',
  text => {
    expect(prefixLengthOf(parseBlock(text))).toBe(Number(text.split('/')[1]));
  },
);

import { expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { TCP, UDP } from './entry.ts';
import { entry, ingress } from './notation.ts';
import { isBroad, isOfPeers, neverAnswers, toReceivers } from './services.ts';

const CHAINS: readonly (readonly [why: string, lines: readonly string[], receivers: readonly number[]])[] = [
  ['the whole range', ['1 allow tcp 1024-65535 0.0.0.0/0'], [1]],
  ['the Linux range', ['1 allow tcp 32768-60999 0.0.0.0/0'], [1]],
  ['the Linux range, less one', ['1 allow tcp 32769-60999 0.0.0.0/0'], []],
  ['the Linux range, less its last', ['1 allow tcp 32768-60998 0.0.0.0/0'], []],
  ['the Windows range', ['1 allow tcp 49152-65535 0.0.0.0/0'], [1]],
  ['the Windows range, less one', ['1 allow tcp 49152-65534 0.0.0.0/0'], []],
  ['the old Windows range', ['1 allow tcp 1025-5000 0.0.0.0/0'], []],
  ['a low port', ['1 allow tcp 1023-65535 0.0.0.0/0'], []],
  ['no ports: all', ['1 allow tcp 0.0.0.0/0'], []],
  ['all protocols', ['1 allow all 0.0.0.0/0'], []],
  ['a deny', ['1 deny tcp 1024-65535 0.0.0.0/0'], []],
  ['udp', ['1 allow udp 1024-65535 0.0.0.0/0'], []],
  ['two that touch', ['1 allow tcp 1024-40000 0.0.0.0/0', '2 allow tcp 40001-65535 0.0.0.0/0'], [1, 2]],
  ['a hole of one', ['1 allow tcp 1024-3388 0.0.0.0/0', '2 allow tcp 3390-65535 0.0.0.0/0'], [1, 2]],
  ['a hole of two', ['1 allow tcp 1024-3388 0.0.0.0/0', '2 allow tcp 3391-65535 0.0.0.0/0'], [1, 2]],
  ['a hole of three', ['1 allow tcp 1024-3388 0.0.0.0/0', '2 allow tcp 3392-65535 0.0.0.0/0'], [2]],
  ['an overlap', ['1 allow tcp 1024-50000 0.0.0.0/0', '2 allow tcp 40000-60999 0.0.0.0/0'], [1, 2]],
  ['other blocks', ['1 allow tcp 1024-50000 0.0.0.0/0', '2 allow tcp 50001-65535 0.0.0.0/1'], []],
  ['other protocols', ['1 allow tcp 1024-40000 0.0.0.0/0', '2 allow udp 40001-65535 0.0.0.0/0'], []],
  [
    'four, cut at a hole in the range',
    [
      '4 allow tcp 50051-65535 0.0.0.0/0',
      '3 allow tcp 5902-50049 0.0.0.0/0',
      '2 allow tcp 3390-5900 0.0.0.0/0',
      '1 allow tcp 1024-3388 0.0.0.0/0',
    ],
    [1, 2, 3, 4],
  ],
  ['one port inside', ['1 allow tcp 1024-65535 0.0.0.0/0', '2 allow tcp 3306 0.0.0.0/0'], [1]],
  ['one port inside, in front', ['1 allow tcp 3306 0.0.0.0/0', '2 allow tcp 1024-65535 0.0.0.0/0'], [2]],
  ['one port next to it', ['1 allow tcp 1024 0.0.0.0/0', '2 allow tcp 1025-65535 0.0.0.0/0'], [1, 2]],
  ['one port in another block', ['1 allow tcp 3306 10.0.0.0/8', '2 allow tcp 1024-65535 0.0.0.0/0'], [2]],
  [
    'a client range inside',
    ['1 allow tcp 1024-65535 0.0.0.0/0', '2 allow tcp 32768-61000 0.0.0.0/0'],
    [1, 2],
  ],
  ['the same twice', ['1 allow tcp 1024-65535 0.0.0.0/0', '2 allow tcp 1024-65535 0.0.0.0/0'], [1, 2]],
  [
    'the same piece twice',
    [
      '1 allow tcp 1024-40000 0.0.0.0/0',
      '2 allow tcp 1024-40000 0.0.0.0/0',
      '3 allow tcp 40001-65535 0.0.0.0/0',
    ],
    [1, 2, 3],
  ],
  [
    'inside a piece',
    ['1 allow tcp 2000-3000 ::/0', '2 allow tcp 1024-40000 ::/0', '3 allow tcp 40001-65535 ::/0'],
    [2, 3],
  ],
  ['node ports alone', ['1 allow tcp 30000-32767 0.0.0.0/0'], []],
  ['node ports next to it', ['1 allow tcp 30000-32767 0.0.0.0/0', '2 allow tcp 32768-65535 0.0.0.0/0'], [2]],
  [
    'node ports between two pieces join nothing',
    [
      '1 allow tcp 1024-29999 0.0.0.0/0',
      '2 allow tcp 30000-32767 0.0.0.0/0',
      '3 allow tcp 32768-65535 0.0.0.0/0',
    ],
    [3],
  ],
  ['nearly node ports', ['1 allow tcp 30000-32766 0.0.0.0/0', '2 allow tcp 32768-65535 0.0.0.0/0'], [1, 2]],
  [
    'inside node ports, next to it',
    ['1 allow tcp 30000-32767 ::/0', '2 allow tcp 32000-32767 ::/0', '3 allow tcp 32768-65535 ::/0'],
    [2, 3],
  ],
  [
    'a bridge of two holes',
    ['1 allow tcp 1024-40000 ::/0', '2 allow tcp 40003 ::/0', '3 allow tcp 40006-60999 ::/0'],
    [1, 2, 3],
  ],
];

test.each(CHAINS)('receivers, %s: %j', (_, lines, receivers) => {
  const found = [...toReceivers(ingress(...lines), TCP)].map(({ ruleNumber }) => ruleNumber);
  expect(found.sort((a, b) => a - b)).toEqual(receivers);
  const ofUdp = ingress(
    ...lines.map(line => line.replace(/udp|tcp/, name => (name === 'tcp' ? 'udp' : 'tcp'))),
  );
  expect([...toReceivers(ofUdp, UDP)].length).toBe(receivers.length);
});

test.each([
  ['1 allow all 10.0.0.0/8', true],
  ['1 allow all 80 10.0.0.0/8', true],
  ['1 allow tcp 10.0.0.0/8', true],
  ['1 allow udp 0-65535 10.0.0.0/8', true],
  ['1 allow tcp 1023-60999 10.0.0.0/8', true],
  ['1 allow tcp 1024-65535 10.0.0.0/8', false],
  ['1 allow tcp 1023-60998 10.0.0.0/8', false],
  ['1 allow tcp 443 10.0.0.0/8', false],
  ['1 deny all 10.0.0.0/8', false],
])('%s is broad: %s', (text, expected) => {
  expect(isBroad(entry(false, text))).toBe(expected);
});

test.each([
  [TCP, 0, true],
  [UDP, 0, true],
  [TCP, 514, false],
  [UDP, 514, true],
  [UDP, 513, false],
  [UDP, 33_433, false],
  [UDP, 33_434, true],
  [UDP, 33_534, true],
  [UDP, 33_535, false],
  [UDP, 53, false],
  ...[162, 2055, 4739, 6343, 8125, 4789, 6081, 8472].map(port => [UDP, port, true] as const),
] as const)('protocol %i port %i never answers: %s', (transport, port, expected) => {
  expect(neverAnswers(transport, port)).toBe(expected);
});

test.each([
  ['10.0.0.0/24', true],
  ['10.0.0.0/23', false],
  ['10.0.0.1/32', true],
  ['2001:db8::/48', true],
  ['2001:db8::/47', false],
])('%s is of peers: %s', (text, expected) => {
  expect(isOfPeers(parseBlock(text))).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

const shadowed = (...lines: string[]) => findShadowed(egress(...lines)).map(renderEntry);

describe('an entry is shadowed', () => {
  it.each<[string, string[], string]>([
    ['by a wider one', ['100 allow tcp 0-65535 0.0.0.0/0'], '110 deny tcp 22 10.0.0.0/8'],
    ['by a narrow one of the same kind', ['100 deny tcp 22 10.0.0.0/8'], '110 allow tcp 22 10.0.0.0/8'],
    ['by one of UDP', ['100 allow udp 53 0.0.0.0/0'], '110 deny udp 53 10.0.0.0/8'],
    ['by all protocols', ['100 allow all 0.0.0.0/0'], '110 deny udp 53 10.0.0.0/8'],
    [
      'by the union of ports',
      ['100 allow tcp 0-1023 0.0.0.0/0', '110 deny tcp 1024-65535 0.0.0.0/0'],
      '120 allow tcp 0.0.0.0/0',
    ],
    [
      'by the union of blocks',
      ['100 allow tcp 22 10.0.0.0/9', '105 deny tcp 22 10.128.0.0/9'],
      '110 allow tcp 22 10.0.0.0/8',
    ],

    ['by the same protocol', ['100 allow icmp 0.0.0.0/0'], '110 allow icmp 10.0.0.0/8'],
    ['by all protocols, itself for all', ['100 deny all 10.0.0.0/8'], '110 allow all 10.0.0.0/8'],
    ['in IPv6', ['100 allow all ::/0'], '110 allow tcp 22 2001:db8::/32'],
  ])('%s', (_, earlier, later) => expect(shadowed(later, ...earlier)).toEqual([later]));
});

describe('an entry is not shadowed', () => {
  it.each<[string, string[]]>([
    ['by later ones', ['100 deny tcp 22 10.0.0.0/8', '110 allow tcp 0-65535 0.0.0.0/0']],
    [
      'while one port is left',
      ['100 allow tcp 0-1023 0.0.0.0/0', '110 allow tcp 1025-65535 0.0.0.0/0', '120 allow tcp 0.0.0.0/0'],
    ],
    ['while one address is left', ['100 allow tcp 22 10.0.0.0/9', '110 allow tcp 22 10.0.0.0/8']],
    [
      'by tcp and udp, where it is for all protocols',
      ['100 allow tcp 0.0.0.0/0', '110 allow udp 0.0.0.0/0', '120 allow all 0.0.0.0/0'],
    ],
    ['by the other family', ['100 allow all 0.0.0.0/0', '110 allow all ::/0']],
    [
      'by some protocols, where it is for one',
      ['100 allow udp 0.0.0.0/0', '110 allow icmp 0.0.0.0/0', '120 allow esp 0.0.0.0/0'],
    ],
    ['by another port of UDP', ['100 allow udp 53 0.0.0.0/0', '110 deny udp 54 10.0.0.0/8']],
    ['by another protocol', ['100 allow udp 53 0.0.0.0/0', '110 allow tcp 53 0.0.0.0/0']],
  ])('%s', (_, lines) => expect(shadowed(...lines)).toEqual([]));

  it('by the other direction', () => {
    expect(
      findShadowed([...ingress('100 allow all 0.0.0.0/0'), ...egress('110 allow tcp 22 0.0.0.0/0')]),
    ).toEqual([]);
  });

  it('if it is a default rule', () => {
    expect(shadowed('100 allow all 0.0.0.0/0', '32767 deny all 0.0.0.0/0')).toEqual([]);
  });
});

describe('ICMP', () => {
  const icmp = (ruleNumber: number, type: number, code: number) => ({
    ...(egress(`${ruleNumber} allow icmp 0.0.0.0/0`)[0] ?? never()),
    icmp: { type, code },
  });
  const never = (): never => {
    throw new Error('the builder makes one entry for each line');
  };
  const numbers = (...entries: ReturnType<typeof icmp>[]) =>
    findShadowed(entries).map(({ ruleNumber }) => ruleNumber);

  it('is matched by type and code', () => {
    expect(numbers(icmp(100, 8, 0), icmp(110, 8, 0))).toEqual([110]);
    expect(numbers(icmp(100, 8, -1), icmp(110, 8, 5))).toEqual([110]);
    expect(numbers(icmp(100, -1, -1), icmp(110, 8, -1))).toEqual([110]);
    expect(numbers(icmp(100, 8, 0), icmp(110, 8, 1))).toEqual([]);
    expect(numbers(icmp(100, 0, -1), icmp(110, 8, 0))).toEqual([]);
    expect(numbers(icmp(100, 8, 0), icmp(110, 0, 8))).toEqual([]);
    expect(numbers(icmp(100, 8, 0), icmp(110, 8, -1))).toEqual([]);
    expect(numbers(icmp(100, 8, -1), icmp(110, -1, -1))).toEqual([]);
  });
});

it('a port range of another protocol means nothing', () => {
  const entries = egress('100 allow esp 22 0.0.0.0/0', '110 allow esp 10.0.0.0/8');
  expect(findShadowed(entries).map(({ ruleNumber }) => ruleNumber)).toEqual([110]);
});

it('ICMPv6 is matched by type on IPv6 only', () => {
  const typed = egress(
    '100 allow icmpv6 0.0.0.0/0',
    '110 allow icmpv6 0.0.0.0/0',
    '120 allow icmpv6 ::/0',
    '130 allow icmpv6 ::/0',
  );
  const entries = typed.map((entry, type) => ({ ...entry, icmp: { type, code: 0 } }));
  expect(findShadowed(entries).map(({ ruleNumber }) => ruleNumber)).toEqual([110]);
});

it('lists ingress before egress, by rule number', () => {
  const entries = [
    ...egress(
      '100 allow all 0.0.0.0/0',
      '300 allow all 0.0.0.0/0',
      '200 allow all ::/0',
      '250 allow tcp 22 ::/0',
    ),
    ...ingress('100 allow all 0.0.0.0/0', '400 deny tcp 22 0.0.0.0/0'),
  ];
  expect(findShadowed(entries).map(({ direction, ruleNumber }) => [direction, ruleNumber])).toEqual([
    ['ingress', 400],
    ['egress', 250],
    ['egress', 300],
  ]);
});

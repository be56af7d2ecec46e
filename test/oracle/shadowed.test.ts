import { expect, test } from 'vitest';
import { egress, ingress } from './notation.ts';
import { findShadowed } from './shadowed.ts';

const LISTS: readonly (readonly [why: string, lines: readonly string[], shadowed: readonly number[]])[] = [
  ['nothing comes before', ['100 deny all 0.0.0.0/0'], []],
  ['a duplicate', ['100 allow tcp 22 10.0.0.0/8', '110 allow tcp 22 10.0.0.0/8'], [110]],
  ['a deny behind the allow', ['100 allow all 0.0.0.0/0', '110 deny tcp 22 10.0.0.0/8'], [110]],
  ['a part left over', ['100 allow tcp 22-23 10.0.0.0/8', '110 deny tcp 22-24 10.0.0.0/8'], []],
  ['the wider block', ['100 allow tcp 22 10.0.0.0/8', '110 deny tcp 22 10.0.0.0/7'], []],
  ['two halves', ['1 allow tcp 22 0.0.0.0/1', '2 allow tcp 22 128.0.0.0/1', '3 deny tcp 22 0.0.0.0/0'], [3]],
  ['two port ranges', ['1 allow tcp 0-99 ::/0', '2 deny tcp 100-65535 ::/0', '3 deny tcp ::/0'], [3]],
  ['port 0 left over', ['1 allow tcp 1-65535 ::/0', '3 deny tcp ::/0'], []],
  ['port 65535 left over', ['1 allow tcp 0-65534 ::/0', '3 deny tcp ::/0'], []],
  ['tcp and udp are not all', ['1 allow tcp ::/0', '2 allow udp ::/0', '3 deny all ::/0'], []],
  [
    '-1 takes in any other',
    ['1 allow all ::/0', '2 deny 50 ::/0', '3 deny 0 ::/0', '4 deny icmpv6 1/1 ::/0'],
    [2, 3, 4],
  ],
  ['the other family', ['1 allow all ::/0', '2 deny all 0.0.0.0/0'], []],
  ['an ICMP type', ['1 allow icmp -1/-1 0.0.0.0/0', '2 deny icmp 8/0 0.0.0.0/0'], [2]],
  [
    'an ICMP code',
    ['1 allow icmp 8/-1 0.0.0.0/0', '2 deny icmp 8/0 0.0.0.0/0', '3 deny icmp 9/0 0.0.0.0/0'],
    [2],
  ],
  ['other ICMP types', ['1 allow icmp 8/-1 0.0.0.0/0', '2 deny icmp -1/-1 0.0.0.0/0'], []],
  [
    'ICMP without a type',
    ['1 allow icmp 8/-1 0.0.0.0/0', '2 deny icmp 0.0.0.0/0', '3 deny icmp 9/9 0.0.0.0/0'],
    [3],
  ],
  ['ICMPv6 types on IPv6', ['1 allow icmpv6 8/0 ::/0', '2 deny icmpv6 9/0 ::/0'], []],
  ['ICMPv6 types on IPv4', ['1 allow icmpv6 8/0 0.0.0.0/0', '2 deny icmpv6 9/0 0.0.0.0/0'], [2]],
  ['-1 ignores its ports', ['1 allow all 80 0.0.0.0/0', '2 deny tcp 22 0.0.0.0/0'], [2]],
  ['default rules are not listed', ['100 deny all 0.0.0.0/0', '32767 deny all 0.0.0.0/0'], []],
  [
    'behind a written-out default',
    ['100 deny all ::/0', '110 allow tcp 22 ::1/128', '32768 deny all ::/0'],
    [110],
  ],
  ['by rule number, not by place', ['110 allow all ::/0', '100 deny tcp ::/0'], []],
  [
    'a shadowed entry shadows nothing more',
    ['1 allow tcp ::/0', '2 deny tcp ::/0', '3 deny tcp 5 ::/0'],
    [2, 3],
  ],
];

test.each(LISTS)('shadowed, %s: %j', (_, lines, shadowed) => {
  expect(findShadowed({ entries: egress(...lines) }, 'egress')).toEqual(shadowed);
  expect(findShadowed({ entries: ingress(...lines) }, 'ingress')).toEqual(shadowed);
});

test('all 255 other protocols together are not all 256', () => {
  const named = Array.from({ length: 255 }, (_, protocol) => `${protocol + 1} allow ${protocol} ::/0`);
  const last = '300 deny all ::/0';
  expect(findShadowed({ entries: egress(...named, last) }, 'egress')).toEqual([]);
  expect(findShadowed({ entries: egress(...named, '299 allow 255 ::/0', last) }, 'egress')).toEqual([300]);
});

test('entries of the other direction shadow nothing', () => {
  const entries = [...ingress('100 allow all ::/0'), ...egress('110 deny all ::/0')];
  expect(findShadowed({ entries }, 'egress')).toEqual([]);
});

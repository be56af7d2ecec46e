import { expect, test } from 'vitest';
import { inOrder, isDenyOfEverything } from './first-match.ts';
import { findCutOff, findKillSwitches } from './kill-switch.ts';
import { egress, entry } from './notation.ts';

const LISTS: readonly (readonly [why: string, lines: readonly string[], cutOff: readonly number[]])[] = [
  ['at the end', ['100 allow all 0.0.0.0/0', '200 deny all 0.0.0.0/0'], []],
  ['in front', ['50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0'], [100]],
  ['in front of one, behind another', ['1 allow tcp 22 ::/0', '5 deny all ::/0', '9 allow tcp 23 ::/0'], [9]],
  [
    'in front of one that has no effect anyway',
    ['1 allow tcp ::/0', '5 deny all ::/0', '9 allow tcp 23 ::/0'],
    [],
  ],
  ['in front of a part of one', ['1 allow tcp 22 ::/0', '5 deny all ::/0', '9 allow tcp 22-23 ::/0'], [9]],
  ['in front of the other family', ['50 deny all 0.0.0.0/0', '100 allow all ::/0'], []],
  ['in front of ICMP', ['50 deny all 0.0.0.0/0', '100 allow icmp 8/0 0.0.0.0/0'], [100]],
  ['of tcp, in front of udp', ['50 deny tcp 0.0.0.0/0', '100 allow udp 53 0.0.0.0/0'], []],
  ['of tcp, in front of all', ['50 deny tcp 0.0.0.0/0', '100 allow all 0.0.0.0/0'], [100]],
  ['two in a row', ['50 deny all ::/0', '60 deny all ::/0', '100 allow tcp 22 ::/0'], [100]],
  [
    'behind another, for the same packets',
    ['40 deny udp ::/0', '50 deny all ::/0', '100 allow udp 53 ::/0'],
    [100],
  ],
  [
    'behind another, of ICMP',
    ['40 deny icmp -1/-1 0.0.0.0/0', '50 deny all 0.0.0.0/0', '100 allow icmp -1/-1 0.0.0.0/0'],
    [100],
  ],
  ['in front of a narrower deny', ['50 deny all ::/0', '60 deny tcp ::/1', '100 allow tcp ::/1'], []],
];

test.each(LISTS)('what a deny of everything cuts off, %s: %j', (_, lines, cutOff) => {
  const existing = inOrder(egress(...lines), true);
  const deny = existing.findLast(isDenyOfEverything);
  if (deny === undefined) throw new Error('there is a deny of everything');
  expect(findCutOff(existing, deny).map(({ ruleNumber }) => ruleNumber)).toEqual(cutOff);
});

test.each([
  ['10 allow tcp 1024-65535 0.0.0.0/0', [50]],
  ['10 allow udp 1024-65535 0.0.0.0/0', []],
  ['10 allow tcp 1024-65535 ::/0', []],
])('in front of tcp kill switch 50 there must not be %s: %j', (planned, expected) => {
  const existing = inOrder(egress('50 deny tcp 0.0.0.0/0', '100 allow all 0.0.0.0/0'), true);
  const found = findKillSwitches(existing, entry(true, planned));
  expect(found.map(({ ruleNumber }) => ruleNumber)).toEqual(expected);
});

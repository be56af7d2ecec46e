import { expect, test } from 'vitest';
import { findDecidingDenies } from './no-effect.ts';
import { egress } from './notation.ts';

const LISTS: readonly (readonly [why: string, lines: readonly string[], denies: readonly number[]])[] = [
  ['it takes effect', ['120 allow tcp 443 0.0.0.0/0'], []],
  ['behind a deny of everything', ['90 deny all 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'], [90]],
  ['behind a deny of a part', ['90 deny tcp 443 0.0.0.0/1', '120 allow tcp 443 0.0.0.0/0'], []],
  [
    'behind two denies',
    ['90 deny tcp 443 0.0.0.0/1', '95 deny tcp 443 128.0.0.0/1', '120 allow tcp 443 0.0.0.0/0'],
    [90, 95],
  ],
  [
    'behind a deny and an allow',
    ['90 deny tcp 443 0.0.0.0/1', '95 allow tcp 443 128.0.0.0/1', '120 allow tcp 443 0.0.0.0/0'],
    [90],
  ],
  ['behind an allow', ['90 allow tcp 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'], []],
  [
    'behind a deny that an allow cuts off',
    ['90 allow tcp 0.0.0.0/0', '95 deny all 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
    [],
  ],
  [
    'behind a deny of a part, and an allow that repeats it as a whole',
    ['80 deny tcp 443 10.0.0.0/8', '90 allow tcp 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
    [],
  ],
  [
    'behind a deny of a part, and allows that repeat it as a whole',
    [
      '80 deny tcp 443 10.0.0.0/8',
      '90 allow tcp 0.0.0.0/1',
      '91 allow all 128.0.0.0/1',
      '120 allow tcp 443 0.0.0.0/0',
    ],
    [],
  ],
  [
    'behind a deny, and an allow that repeats it without effect',
    ['80 deny tcp 443 10.0.0.0/8', '90 allow tcp 443 0.0.0.0/0', '120 allow tcp 443 10.1.0.0/16'],
    [80],
  ],
  ['behind a deny of another protocol', ['90 deny udp 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'], []],
];

test.each(LISTS)('rule 120, %s: %j is kept from effect by %j', (_, lines, denies) => {
  const entries = egress(...lines);
  const allow = entries.find(({ ruleNumber }) => ruleNumber === 120);
  if (allow === undefined) throw new Error('there is a rule 120');
  expect(findDecidingDenies({ entries }, allow)).toEqual(denies);
});

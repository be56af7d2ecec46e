import { expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { TCP } from './entry.ts';
import { caseOf, egress } from './notation.ts';
import { place } from './place-notation.ts';
import { findWrongReasons } from './reasons.ts';
import type { Unplaced } from './report.ts';

const KILLED = egress('50 deny all 0.0.0.0/0', '60 deny all 10.0.0.0/8', '100 allow tcp 80 11.0.0.0/8');

const LISTS: readonly (readonly [
  reason: string,
  numbers: readonly number[],
  behind: readonly string[],
  isSo: boolean,
])[] = [
  ['decision', [50, 100], ['unknown offline'], true],
  ['decision', [50], ['unknown offline'], false],
  ['decision', [60, 100], ['unknown offline'], false],
  ['no-interfaces', [], ['unknown offline'], false],
  ['no-interfaces', [], [], true],
  ['no-interfaces', [], ['interface s1 other a'], false],
  ['too-many-entries', [], ['unknown offline'], false],
  ['too-many-entries', [], ['interface s1 other a'], true],
  ['quota', [], ['unknown offline'], true],
  ['weather', [], ['unknown offline'], false],
];

test.each(LISTS)('%s, about rules %j, %j: %s', (reason, ruleNumbers, behind, isSo) => {
  const ports = { from: 1024, to: 65_535 };
  const unplaced: Unplaced[] = [
    { transport: TCP, block: parseBlock('0.0.0.0/0'), ports, reason, ruleNumbers },
  ];
  const it = caseOf(KILLED, { place: place(...behind) });
  expect(findWrongReasons(it, { unplaced }).length === 0).toBe(isSo);
});

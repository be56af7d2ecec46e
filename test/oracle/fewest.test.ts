import { expect, test } from 'vitest';
import { type Cell, toCells } from './cells.ts';
import { TCP } from './entry.ts';
import { countFewest } from './fewest.ts';
import { judge } from './judgement.ts';
import { caseOf, egress, ingress } from './notation.ts';
import { place } from './place-notation.ts';

const ALL = ['100 allow tcp 22 0.0.0.0/0'];

const LISTS: readonly (readonly [
  why: string,
  ingress: readonly string[],
  egress: readonly string[],
  fewest: number | undefined,
])[] = [
  ['nothing is missing', ALL, ['100 allow all 0.0.0.0/0'], 0],
  ['everything is', ALL, [], 1],
  ['a block', ['100 allow tcp 22 203.0.113.0/24'], [], 1],
  ['two siblings', ['100 allow tcp 22 11.0.0.0/9', '110 allow tcp 22 11.128.0.0/9'], [], 1],
  ['two apart', ['100 allow tcp 22 11.0.0.0/9', '110 allow tcp 22 13.0.0.0/9'], [], 2],
  ['five apart', [11, 13, 15, 17, 19].map(byte => `${byte} allow tcp 22 ${byte}.0.0.0/9`), [], undefined],
  ['three of four quarters', ['90 deny tcp 22 0.0.0.0/2', ...ALL], [], 2],
  ['all but one address', ['90 deny tcp 22 11.0.0.1/32', ...ALL], [], undefined],
  ['all but a sixteenth', ['90 deny tcp 22 240.0.0.0/4', ...ALL], [], 4],
  ['all but a thirty-second', ['90 deny tcp 22 240.0.0.0/5', ...ALL], [], undefined],
  ['what is open already may be matched', ALL, ['100 allow tcp 1024-65535 11.0.0.0/9'], 1],
  ['what a decision denies may be matched', ALL, ['100 deny tcp 1024-65535 11.0.0.0/9'], 1],
  ['ports in the middle are open', ALL, ['100 allow tcp 2000-3000 0.0.0.0/0'], 1],
  ['the lower ports', ['100 allow tcp 22 11.0.0.0/8'], ['100 allow tcp 32768-65535 0.0.0.0/0'], 1],
  ['the lower ports, everywhere', ALL, ['100 allow tcp 32768-65535 0.0.0.0/0'], 1],
  [
    'the lower ports, at addresses of which some are told apart as private',
    [...ALL, '200 allow icmp 8/0 10.0.0.0/8'],
    ['100 allow tcp 32768-65535 0.0.0.0/0'],
    undefined,
  ],
  [
    'other ports at other addresses',
    ['100 allow tcp 22 11.0.0.0/8'],
    ['100 allow tcp 32768-65535 11.0.0.0/9', '110 allow tcp 1024-32767 11.128.0.0/9'],
    1,
  ],
  ['gaps of low severity are not to be opened', ALL, ['100 allow tcp 1025-65535 0.0.0.0/1'], 1],
  ['udp does not count', ['100 allow udp 1194 0.0.0.0/0'], [], 0],
];

function fewestOf(requests: readonly string[], replies: readonly string[], heeded: readonly number[] = []) {
  const entries = egress(...replies);
  const judgement = judge(caseOf([...ingress(...requests), ...entries]));
  const decisions = entries.filter(({ ruleNumber }) => heeded.includes(ruleNumber));
  return countOf(toCells(judgement, 'ipv4', TCP, decisions));
}

function countOf(cells: Cell | undefined): number | undefined {
  if (cells === undefined) throw new Error('there are few columns');
  return countFewest(cells);
}

test.each(LISTS)('the fewest entries, %s: ingress %j, egress %j: %s', (_, requests, replies, fewest) => {
  expect(fewestOf(requests, replies)).toBe(fewest);
});

test('the own subnet may be opened or not', () => {
  const around = place('in s1', 'subnet s1 11.0.0.0/24', 'unknown turned-off');
  const judgement = judge(caseOf(ingress('100 allow tcp 22 11.0.0.0/16'), { place: around }));
  expect(countOf(toCells(judgement, 'ipv4', TCP))).toBe(1);
});

test('two required ranges need two entries', () => {
  const required = [
    { from: 1025, to: 5000 },
    { from: 32_768, to: 65_535 },
  ];
  const judgement = judge(caseOf(ingress(...ALL), { settings: { required, ruleQuota: 20 } }));
  expect(countOf(toCells(judgement, 'ipv4', TCP))).toBe(2);
});

test('entries are for required ports, even where others are open', () => {
  const required = [
    { from: 1025, to: 5000 },
    { from: 32_768, to: 65_535 },
  ];
  const entries = [...ingress(...ALL), ...egress('100 allow tcp 2000-40000 0.0.0.0/0')];
  const judgement = judge(caseOf(entries, { settings: { required, ruleQuota: 20 } }));
  expect(countOf(toCells(judgement, 'ipv4', TCP))).toBe(2);
});

test('in front of a decision, what it is for must not be matched', () => {
  const half = ['100 deny tcp 1024-65535 128.0.0.0/1'];
  expect(fewestOf(ALL, half)).toBe(1);
  expect(fewestOf(ALL, half, [100])).toBe(1);
  const quarter = ['100 deny tcp 1024-65535 64.0.0.0/2'];
  expect(fewestOf(ALL, quarter, [100])).toBe(2);
  const ports = ['100 deny tcp 2000-3000 0.0.0.0/0'];
  expect(fewestOf(ALL, ports, [100])).toBe(2);
  // Nor where an earlier one decides it: the entry would overlap a decision.
  const both = ['90 deny tcp 1024-3000 64.0.0.0/2', '100 deny tcp 0-3000 64.0.0.0/2'];
  expect(fewestOf(ALL, both)).toBe(1);
  expect(fewestOf(ALL, both, [100])).toBe(3);
});

test.each([
  [['90 deny tcp 22 ::/128', '100 allow tcp 22 ::/0'], undefined],
  [['100 allow tcp 22 ::/0'], 1],
  [['100 allow tcp 22 2001:db8::/128', '110 allow tcp 22 2001:db8::1/128'], 1],
])('IPv6, ingress %j: %s', (requests, fewest) => {
  expect(countOf(toCells(judge(caseOf(ingress(...requests))), 'ipv6', TCP))).toBe(fewest);
});

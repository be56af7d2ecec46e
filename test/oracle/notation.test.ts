import { expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { formatCase } from './case-notation.ts';
import { toCase } from './generate/network-acl.ts';
import { toRecipe } from './generate/random.ts';
import { caseOf, egress, entry, formatEntry, ingress } from './notation.ts';
import { formatPlace, place } from './place-notation.ts';

test.each([
  '100 allow tcp 1024-65535 0.0.0.0/0',
  '100 allow tcp 0 0.0.0.0/0',
  '32766 deny all ::/0',
  '90 allow udp 10.0.0.0/8',
  '90 deny all 80 10.0.0.0/8',
  '80 allow icmp 8/0 0.0.0.0/0',
  '80 allow icmpv6 -1/-1 ::/0',
  '1 deny 50 10.0.0.0/8',
  '1 deny 0 10.0.0.0/8',
])('%s is read and written back', text => {
  expect(formatEntry(entry(true, text))).toBe(text);
});

test('each part of an entry is read', () => {
  expect(entry(false, '100 allow tcp 1024-65535 10.0.0.0/8')).toEqual({
    ruleNumber: 100,
    egress: false,
    action: 'allow',
    protocol: 6,
    block: parseBlock('10.0.0.0/8'),
    ports: { from: 1024, to: 65_535 },
  });
  expect(entry(true, '7 deny icmp 8/-1 ::/0')).toEqual({
    ruleNumber: 7,
    egress: true,
    action: 'deny',
    protocol: 1,
    block: parseBlock('::/0'),
    icmp: { type: 8, code: -1 },
  });
});

test('what is not an entry is refused', () => {
  expect(() => entry(true, '100 permit tcp 22 0.0.0.0/0')).toThrow('not an entry');
});

test('a case is written by rule number, ingress first', () => {
  const entries = [
    ...egress('200 allow all ::/0', '5 deny all ::/0'),
    ...ingress('100 allow tcp 22 0.0.0.0/0'),
  ];
  const it = caseOf(entries, { place: place('vpc 10.0.0.0/16', 'subnet s1 10.0.1.0/24', 'unknown offline') });
  expect(formatCase(it).split('\n')).toEqual([
    'required 1024-65535, quota 20',
    'ingress',
    '  100 allow tcp 22 0.0.0.0/0',
    'egress',
    '  5 deny all ::/0',
    '  200 allow all ::/0',
    'place',
    '  in s1',
    '  vpc 10.0.0.0/16',
    '  subnet s1 10.0.1.0/24',
    '  unknown offline',
  ]);
});

const PLACES: readonly (readonly string[])[] = [
  ['in s1', 'unknown no-time'],
  ['in', 'unknown offline'],
  ['in s1 s2', 'vpc 10.0.0.0/16 2001:db8::/56', 'subnet s1 10.0.1.0/24 2001:db8:0:1::/64'],
  ['in s1', 'interface s1 other public ipv6 a b', 'interface s1 lambda'],
  ['in s1', 'client s2 10.0.2.9/32', 'internet-facing-nlb'],
  ['in s1', 'group a tcp 443 cidr 10.0.0.0/8', 'group a all cidr ::/0', 'group b'],
  ['in s1', 'group a udp 1-9 reference b', 'group a tcp 22 list pl-1', 'group a tcp 22 peer b vpc-2'],
  ['in s1', 'group a tcp 22 peer b vpc-2 deleted', 'carriers b s2 s3', 'list pl-1 10.0.0.0/8 ::/0'],
];

test.each(PLACES.map(lines => [lines] as const))('the place %j is read and written back', lines => {
  expect(formatPlace(place(...lines))).toEqual(lines);
});

test.each([
  ['unknown perhaps', 'perhaps is none of'],
  ['interface s1 router', 'router is none of'],
  ['group a tcp 22 friends b', 'friends is no source'],
])('the place %s is refused', (line, message) => {
  expect(() => place(line)).toThrow(message);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('the generated place of seed %i is read and written back', seed => {
  const { place: generated } = toCase(toRecipe(seed));
  const lines = formatPlace(generated);
  expect(formatPlace(place(...lines))).toEqual(lines);
});

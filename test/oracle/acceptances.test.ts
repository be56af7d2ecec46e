import { expect, test } from 'vitest';
import { isReachedFromVpcOnly, toAcceptances, toCallable } from './acceptances.ts';
import { formatBlock } from './address.ts';
import { place } from './place-notation.ts';

const AROUND = [
  'vpc 10.0.0.0/16 2001:db8::/56',
  'subnet s1 10.0.1.0/24 2001:db8:0:1::/64',
  'subnet s2 10.0.2.0/24 2001:db8:0:2::/64',
  'subnet s3 10.0.3.0/24',
];

function accepted(...lines: readonly string[]): string[] {
  return toAcceptances(place(...AROUND, ...lines)).map(
    ({ block, isWide }) => `${isWide ? 'wide' : 'specific'} ${formatBlock(block)}`,
  );
}

const RULES: readonly (readonly [why: string, lines: readonly string[], accepted: readonly string[]])[] = [
  ['a block', ['group a tcp 443 cidr 10.9.0.0/16'], ['specific 10.9.0.0/16']],
  ['a port from everywhere', ['group a tcp 443 cidr 0.0.0.0/0'], ['specific 0.0.0.0/0']],
  ['all protocols', ['group a all cidr 10.9.0.0/16'], ['wide 10.9.0.0/16']],
  ['all ports', ['group a tcp cidr 10.9.0.0/16'], ['wide 10.9.0.0/16']],
  ['low ports and the Linux range', ['group a tcp 1023-60999 cidr 10.9.0.0/16'], ['wide 10.9.0.0/16']],
  ['low ports and less', ['group a tcp 1023-60998 cidr 10.9.0.0/16'], ['specific 10.9.0.0/16']],
  ['a client range from a block', ['group a tcp 1024-65535 cidr 10.9.0.0/16'], ['specific 10.9.0.0/16']],
  ['a client range from everywhere', ['group a tcp 1024-65535 cidr 0.0.0.0/0'], ['wide 0.0.0.0/0']],
  ['the Windows range from everywhere', ['group a tcp 49152-65535 cidr 0.0.0.0/0'], ['wide 0.0.0.0/0']],
  ['less than it from everywhere', ['group a tcp 49153-65535 cidr 0.0.0.0/0'], ['specific 0.0.0.0/0']],
  ['IPv6 without an address of it', ['group a tcp 443 cidr ::/0'], []],
  ['a list', ['group a tcp 443 list pl', 'list pl 10.9.0.0/16 ::/0'], ['specific 10.9.0.0/16']],
  ['a list that cannot be read', ['group a tcp 443 list pl'], ['wide 0.0.0.0/0']],
  ['carriers in another subnet', ['group a tcp 443 reference b', 'carriers b s2'], ['specific 10.0.2.0/24']],
  [
    'carriers in this subnet, too',
    ['group a tcp 443 reference b', 'carriers b s1 s2'],
    ['specific 10.0.2.0/24'],
  ],
  ['carriers in this subnet only', ['group a tcp 443 reference b', 'carriers b s1'], []],
  [
    'carriers in a subnet that is not known',
    ['group a tcp 443 reference b', 'carriers b s2 s9'],
    ['wide 10.0.0.0/16'],
  ],
  ['no carriers', ['group a tcp 443 reference b', 'carriers b'], ['wide 10.0.0.0/16']],
  ['itself', ['group a all reference a', 'carriers a s1 s3'], ['wide 10.0.3.0/24']],
  ['a peer', ['group a tcp 443 peer b vpc-2 active'], ['wide 0.0.0.0/0']],
  ['another VPC without peering', ['group a tcp 443 peer b vpc-2'], ['wide 0.0.0.0/0']],
  ['a stale peer', ['group a tcp 443 peer b vpc-2 deleted'], []],
  ['the same VPC, named', ['group a tcp 443 peer b vpc-1', 'carriers b s2'], ['specific 10.0.2.0/24']],
  ['a group of no interface', ['group b tcp 443 cidr 0.0.0.0/0'], []],
  ['no rules', ['group a'], []],
];

test.each(RULES)('accepted, %s: %j', (_, lines, expected) => {
  expect(accepted('interface s1 other a', ...lines)).toEqual(expected);
});

test('rules for IPv6 count for interfaces with an IPv6 address', () => {
  const lines = ['group a tcp 443 reference b', 'group a tcp 22 peer b vpc-2 active', 'carriers b s2'];
  expect(accepted('interface s1 other ipv6 a', ...lines)).toEqual([
    'specific 10.0.2.0/24',
    'specific 2001:db8:0:2::/64',
    'wide 0.0.0.0/0',
    'wide ::/0',
  ]);
});

test('lambda interfaces accept nothing', () => {
  expect(accepted('interface s1 lambda a', 'group a tcp 443 cidr 0.0.0.0/0')).toEqual([]);
});

test('a reference is resolved for each interface', () => {
  const lines = [
    'interface s1 other a',
    'interface s2 other a',
    'group a tcp 443 reference a',
    'carriers a s1 s2',
  ];
  expect(accepted('in s1 s2', ...lines)).toEqual(['specific 10.0.2.0/24', 'specific 10.0.1.0/24']);
});

test('what two interfaces accept alike is listed once', () => {
  const lines = ['interface s1 other a', 'interface s1 load-balancer a', 'group a tcp 443 cidr 0.0.0.0/0'];
  expect(accepted(...lines)).toEqual(['specific 0.0.0.0/0']);
});

test.each([
  ['interface s1 nat-gateway', ['10.0.0.0/16', '2001:db8::/56']],
  ['interface s1 transit-gateway', ['10.0.0.0/16', '2001:db8::/56']],
  ['interface s1 network-load-balancer', ['0.0.0.0/0']],
  ['interface s1 network-load-balancer ipv6', ['0.0.0.0/0', '::/0']],
  ['interface s1 gateway-load-balancer-endpoint', ['0.0.0.0/0', '::/0']],
  ['interface s1 network-load-balancer a', []],
  ['interface s1 other', []],
  ['interface s1 lambda', []],
])('%s can be called from %j', (line, expected) => {
  expect(toCallable(place(...AROUND, line)).map(({ block }) => formatBlock(block))).toEqual(expected);
});

test.each([
  [['interface s1 other a'], true],
  [['interface s1 other public a'], false],
  [['interface s1 other a', 'interface s1 nat-gateway public'], false],
  [['interface s1 other a', 'internet-facing-nlb'], false],
  [['unknown offline'], false],
])('%j is reached from the VPC only: %s', (lines, expected) => {
  expect(isReachedFromVpcOnly(place(...lines))).toBe(expected);
});

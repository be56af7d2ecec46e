import { expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import {
  type Decision,
  decide,
  decidePort,
  inOrder,
  isDenyOfEverything,
  matchesAt,
  type Packet,
  permits,
} from './first-match.ts';
import { egress, entry } from './notation.ts';

/** `tcp 22 10.0.0.1`, `icmp 8/0 10.0.0.1`, `50 10.0.0.1` */
function packet(text: string): Packet {
  const [protocol = '', ...rest] = text.split(' ');
  const { family, first } = parseBlock(`${rest.at(-1)}/${text.includes(':') ? 128 : 32}`);
  const [type = 0, code = 0] = (rest[0] ?? '').split('/').map(Number);
  const base = { family, address: first, protocol: entry(true, `1 deny ${protocol} ::/0`).protocol };
  if (rest.length === 1) return base;
  return protocol.startsWith('icmp') ? { ...base, icmp: { type, code } } : { ...base, port: type };
}

const LIST = inOrder(
  egress(
    '32767 deny all 0.0.0.0/0',
    '300 allow all 80 10.0.0.0/8',
    '100 allow tcp 1024-65535 10.0.0.0/8',
    '90 deny tcp 2000-3000 10.1.0.0/16',
    '110 allow udp 0 0.0.0.0/0',
    '120 allow icmp 8/0 0.0.0.0/0',
    '130 allow icmp 3/-1 0.0.0.0/0',
    '140 allow icmpv6 128/0 ::/0',
    '150 allow icmpv6 128/0 0.0.0.0/0',
    '160 allow tcp 2001:db8::/32',
  ),
  true,
);

test.each([
  ['tcp 1024 10.0.0.0', 100],
  ['tcp 65535 10.255.255.255', 100],
  ['tcp 1024 11.0.0.0', 'default'],
  ['tcp 2000 10.1.0.0', 'deny 90'],
  ['tcp 3000 10.1.255.255', 'deny 90'],
  ['tcp 1999 10.1.0.0', 100],
  ['tcp 3001 10.1.0.0', 100],
  ['tcp 2000 10.2.0.0', 100],
  ['tcp 1023 10.0.0.0', 300], // with protocol -1 a port range is ignored
  ['udp 0 1.2.3.4', 110], // port 0 exists
  ['udp 1 1.2.3.4', 'default'],
  ['udp 1 10.0.0.0', 300],
  ['icmp 8/0 1.2.3.4', 120],
  ['icmp 8/1 1.2.3.4', 'default'],
  ['icmp 3/7 1.2.3.4', 130],
  ['icmp 8/1 10.0.0.1', 300],
  ['icmpv6 128/0 ::1', 140],
  ['icmpv6 129/0 ::1', 'default'],
  ['icmpv6 129/0 1.2.3.4', 150], // type and code count for ICMPv6 on IPv6 only
  ['tcp 0 2001:db8::1', 160],
  ['tcp 0 ::1', 'default'],
  ['50 10.0.0.1', 300],
  ['50 11.0.0.1', 'default'],
])('%s meets %s', (text, expected) => {
  expect(toWords(decide(LIST, packet(text)))).toBe(expected);
});

function toWords(decision: Decision): number | string {
  if (decision.action === 'allow') return decision.ruleNumber;
  return decision.kind === 'entry' ? `deny ${decision.ruleNumber}` : decision.kind;
}

test.each(['tcp 1024 10.0.0.0', 'tcp 2000 10.1.0.0', 'tcp 80 10.1.0.0', 'udp 0 1.2.3.4', 'tcp 9 ::1'])(
  '%s is decided alike by the entries at its address',
  text => {
    const { family, protocol, address, port = -1 } = packet(text);
    const met = LIST.filter(candidate => matchesAt(candidate, family, protocol, address));
    expect(decidePort(met, port)).toEqual(decide(LIST, packet(text)));
    expect(permits(met, port)).toBe(decide(LIST, packet(text)).action === 'allow');
  },
);

const DENIED_BY: readonly (readonly [why: string, lines: readonly string[], packet: string, seen: string])[] =
  [
    ['no entry', [], 'tcp 2000 10.0.0.1', 'default'],
    ['the default rule', ['32767 deny all 0.0.0.0/0'], 'tcp 2000 10.0.0.1', 'default'],
    ['the default, written out', ['100 deny all 0.0.0.0/0'], 'tcp 2000 10.0.0.1', 'default'],
    ['the same for tcp', ['100 deny tcp 0-65535 0.0.0.0/0'], 'tcp 2000 10.0.0.1', 'default'],
    [
      'the same behind an allow',
      ['1 allow tcp 22 0.0.0.0/0', '9 deny all 0.0.0.0/0'],
      'tcp 23 10.0.0.1',
      'default',
    ],
    ['a kill switch', ['50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0'], 'tcp 2000 10.0.0.1', 'deny 50'],
    ['one for tcp', ['50 deny tcp 0.0.0.0/0', '100 allow all 0.0.0.0/0'], 'tcp 2000 10.0.0.1', 'deny 50'],
    [
      'one, for other ports',
      ['50 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'],
      'tcp 80 10.0.0.1',
      'default',
    ],
    [
      'one, for other addresses',
      ['50 deny all 0.0.0.0/0', '100 allow all 11.0.0.0/8'],
      'tcp 80 10.0.0.1',
      'default',
    ],
    [
      'one, for the other family',
      ['50 deny all 0.0.0.0/0', '100 allow all ::/0'],
      'tcp 80 10.0.0.1',
      'default',
    ],
    [
      'two of them, both in front of the allow',
      ['50 deny all 0.0.0.0/0', '60 deny tcp 0.0.0.0/0', '100 allow all 0.0.0.0/0'],
      'tcp 80 10.0.0.1',
      'deny 50',
    ],
    [
      'one in front of a narrower deny',
      ['50 deny all 0.0.0.0/0', '60 deny tcp 80 10.0.0.0/8', '100 allow all 0.0.0.0/0'],
      'tcp 80 10.0.0.1',
      'default',
    ],
    ['a narrower deny', ['50 deny tcp 1-65535 0.0.0.0/0'], 'tcp 80 10.0.0.1', 'deny 50'],
    ['a narrower deny in front of the default', ['50 deny all 0.0.0.0/1'], 'tcp 80 10.0.0.1', 'deny 50'],
    [
      'an earlier allow',
      ['10 allow tcp 80 0.0.0.0/0', '50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0'],
      'tcp 80 10.0.0.1',
      '10',
    ],
  ];

test.each(DENIED_BY)('%s: %j, %s is decided by %s', (_, lines, text, seen) => {
  expect(`${toWords(decide(inOrder(egress(...lines), true), packet(text)))}`).toBe(seen);
});

test.each([
  ['100 deny all 0.0.0.0/0', true],
  ['100 deny all 80 ::/0', true],
  ['100 deny tcp ::/0', true],
  ['100 deny udp 0-65535 ::/0', true],
  ['100 deny tcp 1-65535 ::/0', false],
  ['100 deny tcp 0-65534 ::/0', false],
  ['100 deny tcp 0.0.0.0/1', false],
  ['100 deny icmp -1/-1 0.0.0.0/0', true],
  ['100 deny icmp 8/-1 0.0.0.0/0', false],
  ['100 deny icmpv6 8/0 ::/0', false],
  ['100 deny 47 0.0.0.0/0', true],
  ['100 allow all 0.0.0.0/0', false],
  ['32768 deny all ::/0', true],
])('%s denies everything: %s', (text, expected) => {
  expect(isDenyOfEverything(entry(true, text))).toBe(expected);
});

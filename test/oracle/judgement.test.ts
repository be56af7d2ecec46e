import { describe, expect, test } from 'vitest';
import { judge } from './judgement.ts';
import { caseOf, egress, ingress } from './notation.ts';
import { probe } from './probing.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const TWO_RANGES = [
  { from: 1025, to: 5000 },
  { from: 32_768, to: 61_000 },
];

function shares(it: Parameters<typeof judge>[0]): Record<string, string> {
  const { clients } = judge(it);
  return Object.fromEntries(
    Object.entries(clients).map(([client, { replies, deniedShare }]) => [
      client,
      `${replies} ${deniedShare?.toFixed(3)}`,
    ]),
  );
}

test('the seed scenario: replies to every ephemeral port are missing', () => {
  const it = caseOf(SSH);
  expect(judge(it)).toMatchObject({ status: 'gap', severity: 'high', ingressSeverity: 'none' });
  expect(shares(it)).toEqual({
    linux: 'blocked 1.000',
    windows: 'blocked 1.000',
    'windows-legacy': 'blocked 1.000',
    'nat-elb-lambda': 'blocked 1.000',
  });
  expect(probe(it, 'egress tcp 52341 198.51.100.9')).toBe('missing: named, high, by 100');
  expect(probe(it, 'egress tcp 1024 0.0.0.0')).toBe('missing: named, high, by 100');
  expect(probe(it, 'egress tcp 65535 255.255.255.255')).toBe('missing: named, high, by 100');
  expect(probe(it, 'egress tcp 1023 198.51.100.9')).toBe('not required');
  expect(probe(it, 'egress udp 52341 198.51.100.9')).toBe('not required');
  expect(probe(it, 'egress tcp 52341 ::1')).toBe('not required');
  expect(probe(it, 'ingress tcp 52341 198.51.100.9')).toBe('not required');
});

test('the seed scenario, fixed', () => {
  const it = caseOf([...SSH, ...egress('100 allow tcp 1024-65535 0.0.0.0/0')]);
  expect(judge(it)).toMatchObject({ status: 'covered', severity: 'none', ingressSeverity: 'none' });
  expect(shares(it)['nat-elb-lambda']).toBe('allowed 0.000');
  expect(probe(it, 'egress tcp 52341 198.51.100.9')).toBe('out: named, none, by 100');
  // The mirror image: the egress allow only lets out answers.
  expect(probe(it, 'ingress tcp 1024 198.51.100.9')).toBe('not required');
});

test('without entries nothing is required', () => {
  expect(judge(caseOf([]))).toMatchObject({ status: 'covered', severity: 'none', ingressSeverity: 'none' });
});

describe('severity and clients', () => {
  const LISTS: readonly (readonly [egress: readonly string[], severity: string, probed: string])[] = [
    [[], 'high', 'missing'],
    [['100 deny all 0.0.0.0/0'], 'high', 'missing'],
    [['100 deny tcp 0-65535 0.0.0.0/0'], 'high', 'missing'],
    [['100 deny tcp 1-65535 0.0.0.0/0'], 'low', 'deny 100'],
    [['100 deny all 0.0.0.0/1', '110 deny all 128.0.0.0/1'], 'low', 'deny 110'],
    [['100 deny all 198.51.100.0/24'], 'high', 'deny 100'],
    [['100 deny all 198.51.100.0/24', '110 allow tcp 1024-65535 0.0.0.0/0'], 'low', 'deny 100'],
    [['50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0'], 'low', 'deny 50'],
    [['50 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'], 'high', 'missing'],
    [['100 allow tcp 32768-65535 0.0.0.0/0'], 'medium', 'missing'],
    [['100 allow tcp 1024-32767 0.0.0.0/0', '110 allow tcp 46885-65535 0.0.0.0/0'], 'high', 'out'],
    [['100 allow tcp 1024-32767 0.0.0.0/0', '110 allow tcp 46884-65535 0.0.0.0/0'], 'medium', 'out'],
    [['100 allow tcp 1024-57343 0.0.0.0/0'], 'high', 'out'],
    [['100 allow tcp 1024-57344 0.0.0.0/0'], 'medium', 'out'],
    [['100 allow tcp 1024-63896 0.0.0.0/0'], 'medium', 'out'],
    [['100 allow tcp 1024-63897 0.0.0.0/0'], 'low', 'out'],
    [['100 allow tcp 7476-65535 0.0.0.0/0'], 'medium', 'missing'],
    [['100 allow tcp 7475-65535 0.0.0.0/0'], 'low', 'missing'],
    [['100 allow tcp 1025-65535 0.0.0.0/0'], 'low', 'out'],
    [['100 allow all 0.0.0.0/0', '110 deny all 10.0.0.0/8'], 'none', 'out'],
  ];
  test.each(LISTS)('egress %j: %s, tcp 2000 %s', (lines, severity, probed) => {
    const it = caseOf([...SSH, ...egress(...lines)]);
    expect(judge(it).severity).toBe(severity);
    expect(probe(it, 'egress tcp 2000 198.51.100.1').split(':')[0]).toBe(probed);
  });

  test('at private addresses clients behind NAT and Windows count for less', () => {
    const replies = egress('100 allow tcp 32768-61000 0.0.0.0/0');
    const of = (block: string) =>
      judge(caseOf([...ingress(`100 allow tcp 22 ${block}`), ...replies])).severity;
    expect(['10.0.0.0/8', '172.31.0.0/16', '192.168.0.0/24', '100.127.0.0/16'].map(of)).toEqual(
      Array.from({ length: 4 }, () => 'low'),
    );
    expect(['11.0.0.0/8', '172.32.0.0/16', '100.128.0.0/16', '10.0.0.0/7'].map(of)).toEqual(
      Array.from({ length: 4 }, () => 'medium'),
    );
  });

  test('each transport, family and address is judged by itself', () => {
    const it = caseOf([
      ...ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 1194 0.0.0.0/0', '120 allow tcp 22 ::/0'),
      ...egress('100 allow tcp 40000-65535 0.0.0.0/0', '110 allow udp 1024-50000 0.0.0.0/0'),
      ...egress('120 allow tcp 1024-65535 ::/1'),
    ]);
    expect(probe(it, 'egress tcp 2000 1.2.3.4')).toBe('missing: named, medium, by 100');
    expect(probe(it, 'egress udp 60000 1.2.3.4')).toBe('missing: named, high, by 110');
    expect(probe(it, 'egress tcp 2000 ::1')).toBe('out: named, none, by 120');
    expect(probe(it, 'egress tcp 2000 8000::1')).toBe('missing: named, high, by 120');
  });

  test('client ranges are cut to the required range', () => {
    const settings = { required: [{ from: 32_768, to: 60_999 }], ruleQuota: 20 };
    const it = caseOf([...SSH, ...egress('100 allow tcp 32768-55000 0.0.0.0/0')], { settings });
    expect(judge(it).severity).toBe('high');
    expect(shares(it)).toEqual({
      linux: 'partial 0.212',
      windows: 'partial 0.506',
      'windows-legacy': 'undefined undefined',
      'nat-elb-lambda': 'partial 0.212',
    });
  });

  test('two required ranges leave out what is between', () => {
    const it = caseOf(SSH, { settings: { required: TWO_RANGES, ruleQuota: 20 } });
    expect(probe(it, 'egress tcp 5000 10.0.0.1')).toBe('missing: named, high, by 100');
    expect(probe(it, 'egress tcp 5001 10.0.0.1')).toBe('not required');
  });

  test.each([
    ['1024-65535', 'allowed 0.000'],
    ['1669-65535', 'allowed 0.010'],
    ['1670-65535', 'partial 0.010'],
    ['64890-65535', 'partial 0.990'],
    ['64891-65535', 'blocked 0.990'],
  ])('with replies to %s clients behind NAT are %s', (ports, expected) => {
    const it = caseOf([...SSH, ...egress(`100 allow tcp ${ports} 0.0.0.0/0`)]);
    expect(shares(it)['nat-elb-lambda']).toBe(expected);
  });

  test('clients are judged by all denials at the worst address', () => {
    const it = caseOf([...SSH, ...egress('90 deny all 203.0.113.7/32', '100 allow all 0.0.0.0/0')]);
    expect(judge(it).severity).toBe('low');
    expect(shares(it).linux).toBe('blocked 1.000');
  });

  test('a network ACL that no subnet uses has severity low at most', () => {
    const place = { ...caseOf([]).place, inUse: false };
    expect(judge(caseOf(SSH, { place })).severity).toBe('low');
    expect(judge(caseOf(egress('100 allow tcp 443 0.0.0.0/0'), { place })).ingressSeverity).toBe('low');
  });
});

describe('evidence by the network ACL', () => {
  const LISTS: readonly (readonly [requests: readonly string[], probed: string, seen: string])[] = [
    [['100 allow tcp 443 0.0.0.0/0'], 'tcp', 'missing: named, high, by 100'],
    [['100 allow all 0.0.0.0/0'], 'tcp', 'missing: broad, medium, by 100'],
    [['100 allow all 0.0.0.0/0'], 'udp', 'not required'],
    [['100 allow tcp 0-65535 0.0.0.0/0'], 'tcp', 'missing: broad, medium, by 100'],
    [['100 allow udp 0-65535 0.0.0.0/0'], 'udp', 'missing: broad, medium, by 100'],
    [['100 allow all 0.0.0.0/0', '110 allow tcp 443 0.0.0.0/0'], 'tcp', 'missing: named, high, by 100,110'],
    [['90 allow tcp 443 0.0.0.0/0', '100 allow all 0.0.0.0/0'], 'tcp', 'missing: named, high, by 90,100'],
    [['100 allow all 0.0.0.0/0', '110 allow udp 1194 0.0.0.0/0'], 'udp', 'missing: named, high, by 110'],
    [['100 allow all ::/0', '110 allow udp 0-65535 0.0.0.0/0'], 'udp', 'missing: broad, medium, by 110'],
    [['100 allow all 0.0.0.0/0', '110 allow udp 0-65535 0.0.0.0/0'], 'udp', 'missing: broad, medium, by 110'],
    [['90 allow udp 0-65535 0.0.0.0/0', '100 allow all 0.0.0.0/0'], 'udp', 'missing: broad, medium, by 90'],
    [['100 allow tcp 1024-65535 0.0.0.0/0'], 'tcp', 'not required'],
    [
      ['100 allow tcp 1024-65535 0.0.0.0/0', '110 allow tcp 3306 0.0.0.0/0'],
      'tcp',
      'missing: named, high, by 110',
    ],
    [
      ['90 allow tcp 3306 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0'],
      'tcp',
      'missing: named, high, by 90',
    ],
    [['90 deny tcp 3306 0.0.0.0/0', '100 allow tcp 3306 0.0.0.0/0'], 'tcp', 'not required'],
    [
      ['100 allow all 0.0.0.0/0', '110 deny tcp 443 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
      'tcp',
      'missing: broad, medium, by 100',
    ],
    [['90 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'], 'tcp', 'not required'],
    [['100 allow tcp 0 0.0.0.0/0'], 'tcp', 'not required'],
    [['100 allow tcp 0-1 0.0.0.0/0'], 'tcp', 'missing: named, high, by 100'],
    [['100 allow udp 514 0.0.0.0/0'], 'udp', 'not required'],
    [['100 allow tcp 514 0.0.0.0/0'], 'tcp', 'missing: named, high, by 100'],
    [['100 allow udp 514-515 0.0.0.0/0'], 'udp', 'missing: named, high, by 100'],
    [['100 allow udp 53 0.0.0.0/0'], 'udp', 'missing: named, high, by 100'],
    [['100 allow icmp 8/0 0.0.0.0/0', '110 allow 50 0.0.0.0/0'], 'tcp', 'not required'],
  ];
  test.each(LISTS)('ingress %j, %s: %s', (requests, transport, seen) => {
    expect(probe(caseOf(ingress(...requests)), `egress ${transport} 2000 198.51.100.1`)).toBe(seen);
  });

  test('a deny in front of the allow takes the address out', () => {
    const it = caseOf(ingress('90 deny tcp 22 10.0.0.7/32', '100 allow tcp 22 10.0.0.0/8'));
    expect(probe(it, 'egress tcp 1024 10.0.0.7')).toBe('not required');
    expect(probe(it, 'egress tcp 1024 10.0.0.8')).toBe('missing: named, high, by 100');
  });
});

describe('same-port UDP', () => {
  const LISTS: readonly (readonly [port: number, block: string, reply: string, seen: string])[] = [
    ...[67, 68, 137, 138, 7946, 53, 123].map(
      port => [port, '0.0.0.0/0', `udp ${port} 0.0.0.0/0`, 'not required'] as const,
    ),
    ...[67, 7946, 53, 500].map(
      port => [port, '10.0.0.0/24', `udp ${port + 1} 0.0.0.0/0`, 'missing: named, high, by 100'] as const,
    ),
    [53, '10.0.0.0/8', 'all 0.0.0.0/0', 'not required'],
    [53, '10.0.0.0/8', 'tcp 0.0.0.0/0', 'missing: named, high, by 100'],
    [53, '10.0.0.0/8', 'udp 53 11.0.0.0/8', 'missing: named, high, by 100'],
    [500, '10.0.0.0/24', 'udp 500 0.0.0.0/0', 'not required'],
    [4500, '10.0.0.0/24', 'udp 4500 0.0.0.0/0', 'not required'],
    [500, '10.0.0.0/23', 'udp 500 0.0.0.0/0', 'missing: named, high, by 100'],
    [1194, '10.0.0.0/24', 'udp 1194 0.0.0.0/0', 'missing: named, high, by 100'],
  ];
  test.each(LISTS)('ingress udp %i from %s, egress %s: %s', (port, block, reply, seen) => {
    const it = caseOf([...ingress(`100 allow udp ${port} ${block}`), ...egress(`100 allow ${reply}`)]);
    // With replies for all protocols, the service is there or not, whatever gets out.
    expect(probe(it, 'egress udp 2000 10.0.0.1')).toBe(seen);
  });

  test('any request entry with a small block says that 500 is for a peer', () => {
    const it = caseOf([
      ...ingress('100 allow udp 500 0.0.0.0/0', '110 allow all 10.0.0.0/24'),
      ...egress('100 allow udp 500 0.0.0.0/0'),
    ]);
    expect(probe(it, 'egress udp 2000 10.0.0.1')).toBe('not required');
    expect(probe(it, 'egress udp 2000 10.0.1.1')).toBe('missing: named, high, by 100');
  });
});

describe('ingress', () => {
  const LISTS: readonly (readonly [
    egress: string,
    ingress: readonly string[],
    severity: string,
    probed: string,
  ])[] = [
    ['100 allow tcp 443 0.0.0.0/0', [], 'high', 'missing: named, high, by 100'],
    ['100 allow all 0.0.0.0/0', [], 'low', 'missing: broad, low, by 100'],
    [
      '100 allow tcp 443 0.0.0.0/0',
      ['100 allow tcp 1024-48000 0.0.0.0/0'],
      'high',
      'out: named, high, by 100',
    ],
    [
      '100 allow tcp 443 0.0.0.0/0',
      ['100 allow tcp 32768-61000 0.0.0.0/0'],
      'low',
      'missing: named, low, by 100',
    ],
    [
      '100 allow tcp 443 0.0.0.0/0',
      ['90 deny tcp 1024-65535 0.0.0.0/0'],
      'low',
      'deny 90: named, low, by 100',
    ],
    ['100 allow udp 1194 0.0.0.0/0', [], 'low', 'not required'],
    ['100 allow tcp 1024-65535 0.0.0.0/0', [], 'none', 'not required'],
  ];
  test.each(LISTS)('egress %s, ingress %j: %s', (requests, replies, severity, probed) => {
    const it = caseOf([...egress(requests), ...ingress(...replies)]);
    expect(judge(it).ingressSeverity).toBe(severity);
    expect(probe(it, 'ingress tcp 2000 198.51.100.1')).toBe(probed);
  });

  test('ingress gaps count for neither status nor severity nor clients', () => {
    const it = caseOf(egress('100 allow tcp 443 0.0.0.0/0'));
    expect(judge(it)).toMatchObject({ status: 'covered', severity: 'none', ingressSeverity: 'high' });
    expect(shares(it)['nat-elb-lambda']).toBe('allowed 0.000');
  });
});

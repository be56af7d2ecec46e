import { describe, expect, test } from 'vitest';
import { judge } from './judgement.ts';
import { caseOf, egress, ingress } from './notation.ts';
import { place } from './place-notation.ts';
import { probe } from './probing.ts';

// What is behind the network ACL, and what that makes of its evidence.

const AROUND = [
  'in s1 s2',
  'vpc 10.0.0.0/16',
  'subnet s1 10.0.1.0/24',
  'subnet s2 10.0.2.0/24',
  'subnet s3 10.0.3.0/24',
];
const PUBLIC = 'interface s1 other public a';

function evidenceAt(
  address: string,
  requests: readonly string[],
  behind: readonly string[],
  transport = 'tcp',
): string {
  const it = caseOf(ingress(...requests), { place: place(...AROUND, ...behind) });
  return probe(it, `egress ${transport} 2000 ${address}`).split(', by')[0] ?? '';
}

describe('what security groups accept', () => {
  const HTTPS = ['100 allow tcp 443 0.0.0.0/0'];
  const ALL = ['100 allow all 0.0.0.0/0'];
  const ANSWERS = ['100 allow tcp 1024-65535 0.0.0.0/0'];
  const LISTS: readonly (readonly [requests: readonly string[], group: string, seen: string])[] = [
    [HTTPS, 'group a tcp 443 cidr 0.0.0.0/0', 'missing: accepted, high'],
    [HTTPS, 'group a all cidr 0.0.0.0/0', 'missing: accepted, high'],
    [HTTPS, 'group a tcp 22 cidr 0.0.0.0/0', 'missing: unaccepted, low'],
    [HTTPS, 'group a udp 443 cidr 0.0.0.0/0', 'missing: unaccepted, low'],
    [HTTPS, 'group a tcp 443 cidr 203.0.113.0/24', 'missing: unaccepted, low'],
    [HTTPS, 'group a', 'missing: unaccepted, low'],
    [HTTPS, 'group a tcp 443 peer b vpc-2 active', 'missing: accepted, high'],
    [HTTPS, 'group a tcp 443 peer b vpc-2 deleted', 'missing: unaccepted, low'],
    [ALL, 'group a tcp 443 cidr 0.0.0.0/0', 'missing: accepted, high'],
    [ALL, 'group a all cidr 0.0.0.0/0', 'missing: broad, medium'],
    [ALL, 'group a tcp 1024-65535 cidr 0.0.0.0/0', 'missing: broad, medium'],
    [ALL, 'group a tcp 443 peer b vpc-2 active', 'missing: broad, medium'],
    [ALL, 'group a', 'missing: unaccepted, low'],
    [ANSWERS, 'group a tcp 8080 cidr 0.0.0.0/0', 'missing: accepted, high'],
    [ANSWERS, 'group a tcp 1024-65535 cidr 198.51.100.0/24', 'missing: accepted, high'],
    [ANSWERS, 'group a tcp 1024-65535 cidr 0.0.0.0/0', 'not required'],
    [ANSWERS, 'group a all cidr 0.0.0.0/0', 'not required'],
    [ANSWERS, 'group a tcp 443 cidr 0.0.0.0/0', 'not required'],
    [['90 deny tcp 443 0.0.0.0/0', ...HTTPS], 'group a tcp 443 cidr 0.0.0.0/0', 'not required'],
  ];
  test.each(LISTS)('%j, %s: %s', (requests, group, seen) => {
    expect(evidenceAt('198.51.100.1', requests, [PUBLIC, group])).toBe(seen);
  });

  test('the strongest evidence of several ports counts', () => {
    const requests = ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0'];
    const seen = evidenceAt('198.51.100.1', requests, [PUBLIC, 'group a tcp 8080 cidr 0.0.0.0/0']);
    expect(seen).toBe('missing: accepted, high');
  });

  test('protocol -1 is a UDP service where a specific rule accepts it', () => {
    const accepting = (rule: string) => evidenceAt('198.51.100.1', ALL, [PUBLIC, `group a ${rule}`], 'udp');
    expect(accepting('udp 1194 cidr 0.0.0.0/0')).toBe('missing: accepted, high');
    expect(accepting('all cidr 0.0.0.0/0')).toBe('not required');
  });
});

describe('same-port UDP and security groups', () => {
  const LISTS: readonly (readonly [port: number, group: string, seen: string])[] = [
    [53, 'group a udp 53 cidr 10.0.0.0/8', 'missing: accepted, high'],
    [123, 'group a udp 123 cidr 10.0.0.0/8', 'missing: accepted, high'],
    [53, 'group a all cidr 10.0.0.0/8', 'not required'],
    [53, 'group a udp 53 cidr 10.9.0.0/16', 'not required'],
    [7946, 'group a udp 7946 cidr 10.0.0.0/8', 'not required'],
    [500, 'group a udp 500 cidr 10.0.0.0/8', 'missing: accepted, high'],
    [500, 'group a udp 500 cidr 10.0.3.0/24', 'not required'],
    [500, 'group a udp 500 cidr 10.0.0.0/23', 'missing: unaccepted, low'],
    [500, 'group a udp 500 reference b', 'not required'],
  ];
  test.each(LISTS)('udp %i, both ways open, %s: %s', (port, group, seen) => {
    const entries = [
      ...ingress(`100 allow udp ${port} 10.0.0.0/8`),
      ...egress(`100 allow udp ${port} 10.0.0.0/8`),
    ];
    const it = caseOf(entries, { place: place(...AROUND, PUBLIC, group, 'carriers b s3') });
    expect(probe(it, 'egress udp 2000 10.0.3.1').split(', by')[0]).toBe(seen);
  });
});

describe('interfaces', () => {
  const HTTPS = ['100 allow tcp 443 0.0.0.0/0'];
  const ALL = ['100 allow all 0.0.0.0/0'];
  const LISTS: readonly (readonly [
    why: string,
    requests: readonly string[],
    behind: readonly string[],
    inside: string,
    outside: string,
  ])[] = [
    ['none', HTTPS, [], 'missing: named, medium', 'missing: named, medium'],
    ['none', ALL, [], 'missing: unaccepted, low', 'missing: unaccepted, low'],
    ['unknown', HTTPS, ['unknown no-time'], 'missing: named, high', 'missing: named, high'],
    ['NAT gateway', HTTPS, ['interface s1 nat-gateway'], 'missing: named, high', 'missing: unaccepted, low'],
    ['NAT gateway', ALL, ['interface s1 nat-gateway'], 'missing: broad, medium', 'missing: unaccepted, low'],
    [
      'transit gateway',
      HTTPS,
      ['interface s1 transit-gateway'],
      'missing: named, high',
      'missing: unaccepted, low',
    ],
    ['NLB', HTTPS, ['interface s1 network-load-balancer'], 'missing: named, high', 'missing: named, high'],
    [
      'lambda',
      HTTPS,
      ['interface s1 lambda a', 'group a all cidr 0.0.0.0/0'],
      'missing: unaccepted, low',
      'missing: unaccepted, low',
    ],
    [
      'instance without a group',
      HTTPS,
      ['interface s1 other'],
      'missing: unaccepted, low',
      'missing: unaccepted, low',
    ],
  ];
  test.each(LISTS)('%s, %j, %j: %s in the VPC, %s outside', (_, requests, behind, inside, outside) => {
    expect(evidenceAt('10.0.9.1', requests, behind)).toBe(inside);
    expect(evidenceAt('198.51.100.1', requests, behind)).toBe(outside);
  });
});

describe('0.0.0.0/0 on both sides', () => {
  const LISTS: readonly (readonly [
    why: string,
    request: string,
    behind: readonly string[],
    outside: string,
  ])[] = [
    ['private', '100 allow tcp 443 0.0.0.0/0', ['interface s1 other a'], 'missing: unaccepted, low'],
    ['public', '100 allow tcp 443 0.0.0.0/0', [PUBLIC], 'missing: accepted, high'],
    [
      'private, another is public',
      '100 allow tcp 443 0.0.0.0/0',
      ['interface s1 other a', 'interface s2 other public'],
      'missing: accepted, high',
    ],
    [
      'behind an NLB',
      '100 allow tcp 443 0.0.0.0/0',
      ['interface s1 other a', 'internet-facing-nlb'],
      'missing: accepted, high',
    ],
    [
      'private, the entry is narrower',
      '100 allow tcp 443 198.51.100.0/24',
      ['interface s1 other a'],
      'missing: accepted, high',
    ],
  ];
  test.each(LISTS)('%s, %s: inside accepted, outside %s', (_, request, behind, outside) => {
    const group = 'group a tcp 443 cidr 0.0.0.0/0';
    expect(evidenceAt('198.51.100.1', [request], [...behind, group])).toBe(outside);
    if (request.includes('0.0.0.0/0')) {
      expect(evidenceAt('10.0.9.1', [request], [...behind, group])).toBe('missing: accepted, high');
    }
  });

  test('another entry or rule that is narrower counts', () => {
    const group = 'group a tcp 443 cidr 0.0.0.0/0';
    const both = ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 443 198.51.100.0/24'];
    expect(evidenceAt('198.51.100.1', both, ['interface s1 other a', group])).toBe('missing: accepted, high');
    const rules = [group, 'group a tcp 443 cidr 198.51.0.0/16'];
    const open = ['100 allow tcp 443 0.0.0.0/0'];
    expect(evidenceAt('198.51.100.1', open, ['interface s1 other a', ...rules])).toBe(
      'missing: accepted, high',
    );
    expect(evidenceAt('203.0.113.1', open, ['interface s1 other a', ...rules])).toBe(
      'missing: unaccepted, low',
    );
  });
});

test('an IPv4 rule tells no IPv6 addresses apart', () => {
  const requests = ['100 allow tcp 8080 2001:db8::/32', '110 allow tcp 22 0.0.0.0/0'];
  const rules = ['group a tcp 22 cidr 0.0.0.0/0', 'group a tcp 8080 list pl-2'];
  const it = caseOf([...ingress(...requests), ...egress('100 allow tcp 1024-60998 ::/0')], {
    place: place('in s1', 'vpc 10.0.0.0/16 2001:db8::/56', 'interface s1 other ipv6 a', ...rules),
  });
  // The area is public, since not all of it is in the VPC.
  expect(probe(it, 'egress tcp 61000 2001:db8::1')).toBe('missing: accepted, medium, by 100');
});

describe('own subnet', () => {
  test.each([
    ['in s1', 'not required'],
    ['in s1 s2', 'missing: named, high, by 100'],
    ['in s4', 'missing: named, high, by 100'],
  ])('%s: replies to 10.0.1.1 are %s', (used, seen) => {
    const it = caseOf(ingress('100 allow tcp 443 10.0.0.0/16'), {
      place: place(used, ...AROUND.slice(1), 'unknown turned-off'),
    });
    expect(probe(it, 'egress tcp 2000 10.0.1.1')).toBe(seen);
    expect(probe(it, 'egress tcp 2000 10.0.2.1')).toBe('missing: named, high, by 100');
  });

  test('ingress leaves it out, too', () => {
    const it = caseOf(egress('100 allow tcp 443 10.0.1.0/24'), {
      place: place('in s1', 'subnet s1 10.0.1.0/24', 'unknown turned-off'),
    });
    expect(judge(it).ingressSeverity).toBe('none');
  });
});

describe('clients behind NAT at private addresses', () => {
  const REPLIES = egress('100 allow tcp 32768-61000 10.0.0.0/16');
  const LISTS: readonly (readonly [
    why: string,
    used: string,
    clients: readonly string[],
    severity: string,
  ])[] = [
    ['none', 'in s1', [], 'low'],
    ['one in another subnet', 'in s1', ['client s3 10.0.3.9/32'], 'medium'],
    ['one in the own subnet', 'in s1', ['client s1 10.0.1.9/32'], 'low'],
    ['one elsewhere', 'in s1', ['client s9 10.9.0.9/32'], 'low'],
    ['one in the other of two subnets', 'in s1 s2', ['client s2 10.0.2.9/32'], 'medium'],
  ];
  test.each(LISTS)('%s: %s %j: %s', (_, used, clients, severity) => {
    const behind = ['interface s1 other a', 'group a tcp 22 cidr 10.0.0.0/16', ...clients];
    const it = caseOf([...ingress('100 allow tcp 22 10.0.0.0/16'), ...REPLIES], {
      place: place(used, ...AROUND.slice(1), ...behind),
    });
    expect(judge(it).severity).toBe(severity);
  });

  test('the severity is that of the area which the client is in', () => {
    const behind = ['interface s1 other a', 'group a tcp 22 cidr 10.0.0.0/16', 'client s3 10.0.3.9/32'];
    const entries = [
      '100 allow tcp 22 10.0.0.0/16',
      '110 allow tcp 23 10.0.3.0/24',
      '120 allow icmp 8/0 10.0.3.8/29',
    ];
    const it = caseOf([...ingress(...entries), ...REPLIES], { place: place(...AROUND, ...behind) });
    expect(probe(it, 'egress tcp 2000 10.0.3.9')).toBe('missing: accepted, medium, by 100');
    // Even an entry for ICMP tells addresses apart.
    expect(probe(it, 'egress tcp 2000 10.0.3.15')).toBe('missing: accepted, medium, by 100');
    expect(probe(it, 'egress tcp 2000 10.0.3.200')).toBe('missing: accepted, low, by 100');
    expect(probe(it, 'egress tcp 2000 10.0.9.9')).toBe('missing: accepted, low, by 100');
  });
});

describe('answers to NAT gateways, load balancers and functions', () => {
  const REQUESTS = egress('100 allow tcp 443 0.0.0.0/0');
  const REPLIES = ingress('100 allow tcp 32768-61000 0.0.0.0/0');
  test.each([
    ['interface s1 nat-gateway', 'high'],
    ['interface s1 load-balancer a', 'high'],
    ['interface s1 network-load-balancer', 'high'],
    ['interface s1 lambda a', 'high'],
    ['interface s1 other a', 'low'],
    ['interface s1 gateway-load-balancer-endpoint', 'low'],
    ['interface s1 transit-gateway', 'low'],
    ['unknown no-time', 'low'],
  ])('%s: %s', (behind, severity) => {
    const it = caseOf([...REQUESTS, ...REPLIES], { place: place(...AROUND, behind) });
    expect(judge(it).ingressSeverity).toBe(severity);
  });
});

import { describe, expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { atMost, mildest, reaches, type Severity, worst } from '../../functions/coverage/severity.ts';
import { parsePortRanges } from '../../functions/coverage/space/port-set.ts';
import { toGapLines, toVerdicts } from '../fixtures/coverage-text.ts';
import { egress, evaluate, ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';
import { clientAt, interfaceSet, surroundings } from '../fixtures/surroundings.ts';

it.each<[Severity[], Severity]>([
  [[], 'none'],
  [['none'], 'none'],
  [['low', 'none'], 'low'],
  [['low', 'high', 'medium'], 'high'],
])('the worst of %j is %s', (severities, expected) => expect(worst(severities)).toBe(expected));

it.each<[Severity[], Severity]>([
  [[], 'none'],
  [['high', 'none'], 'none'],
  [['high', 'low', 'medium'], 'low'],
  [['high'], 'high'],
])('the mildest of %j is %s', (severities, expected) => expect(mildest(severities)).toBe(expected));

it.each<[Severity, Severity, Severity]>([
  ['high', 'medium', 'medium'],
  ['medium', 'medium', 'medium'],
  ['low', 'medium', 'low'],
])('%s is at most %s: %s', (severity, cap, expected) => {
  expect(atMost(severity, cap)).toBe(expected);
  expect(reaches(severity, expected)).toBe(true);
});

/** Service from the block, with replies let out to the ports alone. */
const severityOf = (block: string, ports: string) =>
  evaluate([
    ...ingress(`100 allow tcp 443 ${block}`),
    ...egress(...ports.split(',').map((range, index) => `${100 + index} allow tcp ${range} ${block}`)),
  ]).severity;

describe('severity by denied shares', () => {
  it.each([
    // Half of Linux's 28,233 ports, with less than half of Windows'.
    ['1024-43226,57343-65535', 'medium'],
    ['1024-43225,57343-65535', 'high'],
    // Half of Windows' 16,384 ports, with less than half of Linux's.
    ['1024-57343', 'high'],
    ['1024-57344', 'medium'],
    // A tenth of Windows', with less than a tenth of Linux's: 1,639 ports.
    ['1024-63896', 'medium'],
    ['1024-63897', 'low'],
    // A tenth of 1024-65535: 6,452 ports.
    ['32768-65535', 'medium'],
    ['7476-65535', 'medium'],
    ['7475-65535', 'low'],
    ['1025-65535', 'low'],
    ['1024-65535', 'none'],
  ])('outbound tcp %s to everywhere: %s', (ports, severity) => {
    expect(severityOf('0.0.0.0/0', ports)).toBe(severity);
  });

  it.each([
    ['32768-65535', 'low'],
    ['32768-60999', 'low'],
    ['32768-61000', 'low'],
    // A tenth of Linux's: 2,824 ports.
    ['1024-58176', 'medium'],
    ['1024-58177', 'low'],
    ['1024-43225,57343-65535', 'high'],
    ['1024-57343', 'high'],
  ])('outbound tcp %s to a private block: %s', (ports, severity) => {
    expect(severityOf('10.0.0.0/16', ports)).toBe(severity);
  });

  it.each(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', '10.1.2.3/32'])(
    '%s is private',
    block => expect(severityOf(block, '32768-65535')).toBe('low'),
  );

  it.each([
    '9.0.0.0/8',
    '11.0.0.0/8',
    '172.0.0.0/8',
    '172.15.0.0/16',
    '100.0.0.0/8',
    '192.168.0.0/15',
    '2000::/3',
    'fc00::/6',
    '0.0.0.0/0',
  ])('%s has public addresses', block => expect(severityOf(block, '32768-65535')).toBe('medium'));

  it('knows an area as private although its block is not, where entries name all the rest', () => {
    const entries = [
      ...ingress('90 deny tcp 443 11.0.0.0/8', '100 allow tcp 443 10.0.0.0/7'),
      ...egress('100 allow tcp 32768-65535 10.0.0.0/7'),
    ];
    expect(evaluate(entries).severity).toBe('low');
    const wider = [
      ...ingress('90 deny tcp 443 11.0.0.0/9', '100 allow tcp 443 10.0.0.0/7'),
      ...egress('100 allow tcp 32768-65535 10.0.0.0/7'),
    ];
    expect(evaluate(wider).severity).toBe('medium');
  });

  it('knows an area as public although a part of it is private', () => {
    const entries = [
      ...ingress(
        '90 deny tcp 443 10.1.0.0/16',
        '91 deny tcp 443 10.200.0.0/16',
        '100 allow tcp 443 0.0.0.0/0',
      ),
      ...egress('100 allow tcp 32768-65535 0.0.0.0/0'),
    ];
    expect(evaluate(entries).severity).toBe('medium');
  });

  it('is the worst over areas, and computed for each by itself', () => {
    const entries = [
      ...ingress('100 allow tcp 443 198.51.100.0/24', '110 allow tcp 443 203.0.113.0/24'),
      ...egress('100 allow tcp 32768-65535 203.0.113.0/24'),
    ];
    expect(evaluate(entries).severity).toBe('high');
    expect(toGapLines(evaluate(entries)).map(line => line.split(', ').at(-1))).toEqual(['high', 'medium']);
  });

  it('intersects the ranges with the required range', () => {
    const entries = [
      ...ingress('100 allow tcp 22 0.0.0.0/0'),
      ...egress('100 allow tcp 40000-60999 0.0.0.0/0'),
    ];
    const ephemeralPorts = parsePortRanges('32768-60999');
    expect(evaluate(entries, { ephemeralPorts }).severity).toBe('medium');
    expect(evaluate(entries, { ephemeralPorts: parsePortRanges('1025-5000') }).severity).toBe('medium');
    expect(
      evaluate(ingress('100 allow tcp 22 10.0.0.0/8'), { ephemeralPorts: parsePortRanges('1025-5000') })
        .severity,
    ).toBe('low');
  });
});

describe('clients of the whole range', () => {
  const entries = [
    ...ingress('100 allow tcp 443 10.0.0.0/16'),
    ...egress('100 allow tcp 32768-65535 10.0.0.0/16'),
  ];
  const groups = { 'sg-1': ['tcp 443 10.0.0.0/16'] };
  const severity = (draft: Parameters<typeof surroundings>[0], changed = {}) =>
    evaluateCoverage(networkAcl(entries, changed), surroundings({ groups, ...draft }), SETTINGS).severity;

  it('raise the severity at private addresses where they are', () => {
    expect(severity({})).toBe('low');
    expect(severity({ clients: [clientAt('10.0.11.7/32')] })).toBe('medium');
    expect(severity({ clients: [clientAt('10.1.11.7/32')] })).toBe('low');
  });

  it('count in every part of an area', () => {
    const holes = ingress('90 deny tcp 443 10.0.64.0/24', '91 deny tcp 443 10.0.100.0/24');
    const around = surroundings({ groups, clients: [clientAt('10.0.80.7/32')] });
    expect(evaluateCoverage(networkAcl([...holes, ...entries]), around, SETTINGS).severity).toBe('medium');
  });

  it('inside the only subnet do not, as they pass no network ACL', () => {
    const own = clientAt('10.0.1.7/32', 'subnet-0b1a2c3d');
    const open = { clients: [own], blocks: {} };
    expect(severity(open)).toBe('low');
    expect(severity(open, { subnetIds: ['subnet-0b1a2c3d', 'subnet-app'] })).toBe('medium');
    expect(severity({ clients: [own] }, { subnetIds: [] })).toBe('medium');
  });

  it('count only at the area where their address is', () => {
    const rules = [
      ...ingress('100 allow tcp 443 10.0.0.0/16', '110 allow tcp 443 10.0.11.0/24'),
      ...egress('100 allow tcp 32768-65535 10.0.0.0/16'),
    ];
    const around = surroundings({ groups, clients: [clientAt('10.0.11.7/32')] });
    const lines = toGapLines(evaluateCoverage(networkAcl(rules), around, SETTINGS));
    expect(lines.filter(line => line.endsWith('medium'))).toEqual([
      'tcp 1024-32767 10.0.11.0/24 by default for 100,110: accepted, medium',
    ]);
  });
});

it('the blocks of the VPC count as private', () => {
  const entries = [
    ...ingress('100 allow tcp 443 198.18.0.0/16'),
    ...egress('100 allow tcp 32768-65535 198.18.0.0/16'),
  ];
  const groups = { 'sg-1': ['tcp 443 198.18.0.0/16'] };
  const severity = (...vpcBlocks: string[]) =>
    evaluateCoverage(networkAcl(entries), surroundings({ groups, vpcBlocks }), SETTINGS).severity;
  expect(severity('10.0.0.0/16')).toBe('medium');
  expect(severity('198.18.0.0/16')).toBe('low');
  expect(severity('198.18.0.0/17', '198.18.128.0/17')).toBe('low');
  expect(severity('198.18.0.0/17')).toBe('medium');
});

describe('ingress severity', () => {
  const ingressOf = (inbound: readonly string[], outbound: readonly string[]) =>
    evaluate([...ingress(...inbound), ...egress(...outbound)]).ingressSeverity;

  it.each([
    ['all is let in', ['100 allow tcp 1024-65535 0.0.0.0/0'], ['100 allow tcp 443 0.0.0.0/0'], 'none'],
    ['nothing is let in', [], ['100 allow tcp 443 0.0.0.0/0'], 'high'],
    [
      'half of Linux is not',
      ['100 allow tcp 1024-43225 0.0.0.0/0', '110 allow tcp 57343-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
      'high',
    ],
    [
      'less of Linux is not',
      ['100 allow tcp 1024-43226 0.0.0.0/0', '110 allow tcp 57343-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
      'low',
    ],
    [
      'half of Windows is not',
      ['100 allow tcp 1024-57343 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
      'high',
    ],
    ['outbound is broad', [], ['100 allow all 0.0.0.0/0'], 'low'],
    ['it is UDP', [], ['100 allow udp 1194 0.0.0.0/0'], 'low'],
    [
      'a rule denies on purpose',
      ['50 deny tcp 1024-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
      'low',
    ],
    ['outbound only answers', [], ['100 allow tcp 1024-65535 0.0.0.0/0'], 'none'],
  ])('where %s', (_, inbound, outbound, severity) => {
    expect(ingressOf(inbound, outbound)).toBe(severity);
  });

  const entries = [
    ...ingress('100 allow tcp 32768-65535 0.0.0.0/0'),
    ...egress('100 allow tcp 443 0.0.0.0/0'),
  ];
  it.each([
    ['nat-gateway', 'high'],
    ['load-balancer', 'high'],
    ['network-load-balancer', 'high'],
    ['lambda', 'high'],
    ['transit-gateway', 'low'],
    ['gateway-load-balancer-endpoint', 'low'],
    ['other', 'low'],
  ] as const)('counts the whole range where a %s is behind: %s', (kind, severity) => {
    const around = surroundings({ interfaces: [interfaceSet({ kind })] });
    expect(evaluateCoverage(networkAcl(entries), around, SETTINGS).ingressSeverity).toBe(severity);
  });

  it('counts the whole range where one of two interfaces connects from it', () => {
    const around = surroundings({ interfaces: [interfaceSet(), interfaceSet({ kind: 'nat-gateway' })] });
    expect(evaluateCoverage(networkAcl(entries), around, SETTINGS).ingressSeverity).toBe('high');
  });

  it.each([
    ['100 allow udp 1194 0.0.0.0/0', 'named, low'],
    ['100 allow tcp 0.0.0.0/0', 'broad, low'],
    ['100 allow tcp 443 0.0.0.0/0', 'named, high'],
  ])('is that of its gaps: outbound %s', (outbound, expected) => {
    expect(toGapLines(evaluate(egress(outbound)), 'ingress').map(line => line.split(': ')[1])).toEqual([
      expected,
    ]);
  });

  it('is low for a gap that is neither', () => {
    expect(toGapLines(evaluate(entries), 'ingress').map(line => line.split(': ')[1])).toEqual(['named, low']);
  });

  it('counts a tenth of the whole range', () => {
    const around = surroundings({ interfaces: [interfaceSet({ kind: 'nat-gateway', groupIds: [] })] });
    const severity = (from: number) => {
      const rules = [
        ...ingress(`100 allow tcp ${from}-65535 0.0.0.0/0`),
        ...egress('100 allow tcp 443 0.0.0.0/0'),
      ];
      return evaluateCoverage(networkAcl(rules), around, SETTINGS).ingressSeverity;
    };
    expect(severity(7_475)).toBe('low');
    expect(severity(7_476)).toBe('high');
  });

  it('does not count for status, severity and plan', () => {
    const { status, severity, plan, gaps } = evaluate(egress('100 allow tcp 443 0.0.0.0/0'));
    expect([status, severity, plan.entries, plan.unplaced]).toEqual(['covered', 'none', [], []]);
    expect(gaps).toMatchObject([{ direction: 'ingress', severity: 'high', evidence: 'named' }]);
  });
});

describe('verdicts of clients', () => {
  const shares = (...ports: readonly string[]) =>
    evaluate([
      ...ingress('100 allow tcp 22 0.0.0.0/0'),
      ...egress(...ports.map((range, index) => `${100 + index} allow tcp ${range} 0.0.0.0/0`)),
    ]);

  it.each([
    // 1 % of Windows' 16,384 ports is 163.84.
    ['1024-65372', 'allowed'],
    ['1024-65371', 'partial'],
    ['1024-49315', 'partial'],
    ['1024-49314', 'blocked'],
    ['1024-49151', 'blocked'],
  ])('outbound tcp %s: Windows %s', (ports, replies) => {
    expect(toVerdicts(shares(ports)).windows).toBe(replies);
  });

  it('carry the denied share', () => {
    const { clients } = shares('32768-65535');
    expect(clients.map(({ client, deniedShare }) => [client, deniedShare])).toEqual([
      ['nat-elb-lambda', 31_744 / 64_512],
      ['linux', 0],
      ['windows', 0],
      ['windows-legacy', 1],
    ]);
  });

  it('are those of the worst area', () => {
    const entries = [
      ...ingress('100 allow tcp 22 0.0.0.0/0'),
      ...egress('90 deny tcp 1024-65535 10.0.0.0/8', '100 allow tcp 1024-65535 0.0.0.0/0'),
    ];
    expect(toVerdicts(evaluate(entries))).toMatchObject({ linux: 'blocked', windows: 'blocked' });
  });

  it('do not count what nothing accepts', () => {
    const coverage = evaluateCoverage(
      networkAcl(ingress('100 allow tcp 22 0.0.0.0/0')),
      surroundings(),
      SETTINGS,
    );
    expect(new Set(coverage.gaps.map(({ evidence }) => evidence))).toEqual(new Set(['unaccepted']));
    expect(toVerdicts(coverage)).toMatchObject({ linux: 'allowed', windows: 'allowed' });
  });
});

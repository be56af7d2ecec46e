import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { Gap } from '../../functions/coverage/gaps.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { formatPorts, parsePortRanges } from '../../functions/coverage/space/port-set.ts';
import { egress, ingress, SETTINGS } from '../fixtures/network-acls.ts';

function line({ direction, protocol, ports, cidrBlock, deniedBy, admittedBy }: Gap): string {
  const denier = deniedBy ?? 'default';
  return `${direction} ${protocol} ${formatPorts([ports])} ${formatCidrBlock(cidrBlock)} by ${denier} for ${admittedBy}`;
}

function gapLines(entries: readonly NetworkAclEntry[], direction: Gap['direction'] = 'egress'): string[] {
  return evaluateCoverage(entries, SETTINGS)
    .gaps.filter(gap => gap.direction === direction)
    .map(line);
}

const planLines = ({ plan }: Coverage) => plan.entries.map(renderEntry);
const verdicts = ({ clients }: Coverage) =>
  Object.fromEntries(clients.map(({ client, replies }) => [client, replies]));

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

describe('the seed scenario: SSH from a Windows PC', () => {
  const coverage = evaluateCoverage(SSH, SETTINGS);

  it('is a gap of high severity for every client', () => {
    expect(coverage.status).toBe('gap');
    expect(coverage.severity).toBe('high');
    expect(verdicts(coverage)).toEqual({
      linux: 'blocked',
      windows: 'blocked',
      'windows-legacy': 'blocked',
      'nat-elb-lambda': 'blocked',
    });
  });

  it('names what is denied, by what, and which rule lets the clients in', () => {
    expect(coverage.gaps.map(line)).toEqual(['egress tcp 1024-65535 0.0.0.0/0 by default for 100']);
  });

  it('is mended by one entry', () => {
    expect(planLines(coverage)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    const mended = evaluateCoverage([...SSH, ...coverage.plan.entries], SETTINGS);
    expect(mended.status).toBe('covered');
    expect(mended.plan).toEqual({ entries: [], unplaced: [] });
  });
});

describe('published tables', () => {
  it("the guide's custom network ACL, with an egress range that starts too high", () => {
    const coverage = evaluateCoverage(
      [
        ...ingress(
          '100 allow tcp 80 0.0.0.0/0',
          '110 allow tcp 443 0.0.0.0/0',
          '120 allow tcp 22 0.0.0.0/0',
          '130 allow tcp 3389 0.0.0.0/0',
          '140 allow tcp 80 ::/0',
          '150 allow tcp 1024-65535 0.0.0.0/0',
        ),
        ...egress(
          '100 allow tcp 80 0.0.0.0/0',
          '110 allow tcp 443 0.0.0.0/0',
          '120 allow tcp 1433 10.0.100.0/22',
          '130 allow tcp 22 10.0.100.0/22',
          '140 allow icmp 10.0.0.0/22',
          '150 allow tcp 90 ::/0',
          '160 allow tcp 32768-65535 0.0.0.0/0',
        ),
      ],
      SETTINGS,
    );
    const lines = coverage.gaps.filter(({ direction }) => direction === 'egress').map(line);
    expect(coverage.severity).toBe('high');
    expect(planLines(coverage)).toEqual([
      '170 allow tcp 1024-32767 0.0.0.0/0',
      '180 allow tcp 1024-65535 ::/0',
    ]);
    expect(lines).toContain('egress tcp 1024-1432 0.0.0.0/0 by default for 100,110,120,130');
    expect(lines).toContain('egress tcp 1434-32767 0.0.0.0/0 by default for 100,110,120,130');
    expect(lines).toContain('egress tcp 1024-65535 ::/0 by default for 140');
    // Port 1433 to all but 10.0.100.0/22 takes 22 CIDR blocks.
    expect(lines.filter(text => text.includes(' tcp 1433 '))).toHaveLength(22);
  });

  it('a subnet that only calls out is covered: its one ingress entry is a receiver', () => {
    const entries = [
      ...ingress('100 allow tcp 1024-65535 0.0.0.0/0'),
      ...egress(
        '100 allow tcp 25 0.0.0.0/0',
        '110 allow tcp 80 0.0.0.0/0',
        '120 allow tcp 443 0.0.0.0/0',
        '130 allow tcp 465 0.0.0.0/0',
        '140 allow tcp 587 0.0.0.0/0',
      ),
    ];
    expect(evaluateCoverage(entries, SETTINGS).status).toBe('covered');
    expect(evaluateCoverage(entries, { ...SETTINGS, inferReceivers: false }).severity).toBe('high');
  });

  it('NTP both ways is covered: both ends use port 123', () => {
    const entries = [
      ...ingress('100 allow udp 123 0.0.0.0/0', '110 allow tcp 443 0.0.0.0/0'),
      ...egress('100 allow udp 123 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0'),
    ];
    expect(evaluateCoverage(entries, SETTINGS).status).toBe('covered');
  });

  it('what a person denied is a gap of low severity that the plan leaves alone', () => {
    const entries = [
      ...ingress('100 allow all 0.0.0.0/0'),
      ...egress('90 deny all 203.0.113.0/24', '100 allow all 0.0.0.0/0'),
    ];
    const coverage = evaluateCoverage(entries, SETTINGS);
    expect(coverage.severity).toBe('low');
    expect(coverage.plan).toEqual({ entries: [], unplaced: [] });
    expect(gapLines(entries)).toEqual([
      'egress tcp 1024-65535 203.0.113.0/24 by 90 for 100',
      'egress udp 1024-65535 203.0.113.0/24 by 90 for 100',
    ]);
  });

  it('a hole in the ingress takes two entries for each protocol, not 32', () => {
    const coverage = evaluateCoverage(
      ingress('90 deny all 198.51.100.7/32', '100 allow all 0.0.0.0/0'),
      SETTINGS,
    );
    expect(planLines(coverage)).toEqual([
      '100 deny tcp 1024-65535 198.51.100.7/32',
      '110 allow tcp 1024-65535 0.0.0.0/0',
      '120 deny udp 1024-65535 198.51.100.7/32',
      '130 allow udp 1024-65535 0.0.0.0/0',
    ]);
  });
});

describe('first match', () => {
  it('goes by rule number, not by the order of the list', () => {
    const entries = egress('200 deny tcp 1024-65535 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0');
    expect(gapLines([...SSH, ...entries])).toEqual([]);
    const swapped = egress('100 deny tcp 1024-65535 0.0.0.0/0', '200 allow tcp 1024-65535 0.0.0.0/0');
    expect(gapLines([...SSH, ...swapped])).toEqual(['egress tcp 1024-65535 0.0.0.0/0 by 100 for 100']);
  });

  it('counts port 0', () => {
    expect(gapLines(ingress('100 allow tcp 0 0.0.0.0/0'))).toHaveLength(1);
  });

  it('ignores the port range of an entry for all protocols', () => {
    expect(gapLines([...SSH, ...egress('100 allow all 22 0.0.0.0/0')])).toEqual([]);
  });

  it('takes the default rules, listed or not, for no entry of anybody', () => {
    const listed = [
      ...ingress('32767 deny all 0.0.0.0/0'),
      ...egress('32767 deny all 0.0.0.0/0', '32768 deny all ::/0'),
    ];
    expect(gapLines([...SSH, ...listed])).toEqual(gapLines(SSH));
    expect(planLines(evaluateCoverage([...SSH, ...listed], SETTINGS))).toEqual([
      '100 allow tcp 1024-65535 0.0.0.0/0',
    ]);
  });

  it('takes a default rule that somebody wrote out for the default rule', () => {
    expect(gapLines([...SSH, ...egress('500 deny all 0.0.0.0/0')])).toEqual([
      'egress tcp 1024-65535 0.0.0.0/0 by default for 100',
    ]);
  });
});

describe('services', () => {
  it.each([
    ['8080', 'gap'],
    ['8000-9000', 'gap'],
    ['30000-32767', 'gap'],
    ['1023-65535', 'gap'],
    ['3000-4000', 'gap'],
    ['1025-5000', 'covered'],
    ['32768-60999', 'covered'],
    ['32768-60998', 'gap'],
    ['49152-65535', 'covered'],
    ['1024-65535', 'covered'],
  ])('ingress tcp %s with egress tcp 443: %s', (ports, status) => {
    const entries = [
      ...ingress(`100 allow tcp ${ports} 0.0.0.0/0`),
      ...egress('100 allow tcp 443 0.0.0.0/0'),
    ];
    expect(evaluateCoverage(entries, SETTINGS).status).toBe(status);
  });

  it.each([67, 68, 123, 137, 138, 500, 4500])('UDP port %d is answered in kind', port => {
    const request = ingress(`100 allow udp ${port} 0.0.0.0/0`);
    expect(gapLines([...request, ...egress(`100 allow udp ${port} 0.0.0.0/0`)])).toEqual([]);
    expect(gapLines([...request, ...egress(`100 allow tcp ${port} 0.0.0.0/0`)])).toHaveLength(1);
    expect(gapLines([...request, ...egress(`100 allow udp ${port} 10.0.0.0/9`)])).not.toEqual([]);
  });

  it.each([66, 69, 122, 124, 136, 139, 499, 501, 4499, 4501])('UDP port %d is not', port => {
    const both = [
      ...ingress(`100 allow udp ${port} 0.0.0.0/0`),
      ...egress(`100 allow udp ${port} 0.0.0.0/0`),
    ];
    expect(gapLines(both)).not.toEqual([]);
  });

  it('an ephemeral range is no receiver where nothing goes out to its addresses', () => {
    const entries = [
      ...ingress('100 allow tcp 1024-65535 10.0.0.0/8'),
      ...egress('100 allow tcp 443 192.168.0.0/16'),
    ];
    expect(gapLines(entries)).toEqual(['egress tcp 1024-65535 10.0.0.0/8 by default for 100']);
  });

  it('an entry for all protocols is no receiver', () => {
    const entries = [...ingress('100 allow all 0.0.0.0/0'), ...egress('100 allow tcp 443 0.0.0.0/0')];
    expect(evaluateCoverage(entries, SETTINGS).severity).toBe('high');
  });

  it('IPv6 is judged by itself', () => {
    const entries = [...ingress('100 allow tcp 80 ::/0'), ...egress('100 allow all 0.0.0.0/0')];
    expect(gapLines(entries)).toEqual(['egress tcp 1024-65535 ::/0 by default for 100']);
  });

  it('ingress is the mirror image, shown but neither counted nor planned for', () => {
    const entries = egress('100 allow tcp 443 0.0.0.0/0');
    const coverage = evaluateCoverage(entries, SETTINGS);
    expect(gapLines(entries, 'ingress')).toEqual(['ingress tcp 1024-65535 0.0.0.0/0 by default for 100']);
    expect([coverage.status, coverage.severity, coverage.plan.entries.length]).toEqual([
      'covered',
      'none',
      0,
    ]);
  });
});

describe('severity', () => {
  it.each([
    ['1024-65535', 'none'],
    ['32768-65535', 'medium'],
    ['1024-49151', 'high'],
    ['61001-65535', 'high'],
    ['1024-32768', 'high'],
    ['1024-49152', 'medium'],
  ])('egress tcp %s: %s', (ports, severity) => {
    expect(evaluateCoverage([...SSH, ...egress(`100 allow tcp ${ports} 0.0.0.0/0`)], SETTINGS).severity).toBe(
      severity,
    );
  });

  it('and verdicts follow the range that the operator requires', () => {
    const settings = { ...SETTINGS, ephemeralPorts: parsePortRanges('32768-60999') };
    const coverage = evaluateCoverage([...SSH, ...egress('100 allow tcp 49152-65535 0.0.0.0/0')], settings);
    expect(planLines(coverage)).toEqual(['110 allow tcp 32768-49151 0.0.0.0/0']);
    expect(verdicts(coverage)).toMatchObject({
      linux: 'partial',
      windows: 'allowed',
      'windows-legacy': 'allowed',
    });
  });
});

describe('gaps come in a stable order', () => {
  it('IPv4 before IPv6, however the entries are listed', () => {
    const entries = ingress('100 allow tcp 22 ::/0', '110 allow tcp 22 0.0.0.0/0');
    const lines = [
      'egress tcp 1024-65535 0.0.0.0/0 by default for 110',
      'egress tcp 1024-65535 ::/0 by default for 100',
    ];
    expect(gapLines(entries)).toEqual(lines);
    expect(gapLines(entries.toReversed())).toEqual(lines);
  });

  it('by who denies, the default rule first, then ports, then addresses', () => {
    const entries = [
      ...ingress('200 allow tcp 443 0.0.0.0/0', '100 allow tcp 22 0.0.0.0/0', '90 deny tcp 10.0.0.0/9'),
      ...egress(
        '95 deny tcp 3000-4000 192.0.2.0/24',
        '90 deny tcp 2000 192.0.2.0/24',
        '100 allow tcp 1024-9999 128.0.0.0/1',
        '110 allow tcp 10000-65535 0.0.0.0/1',
      ),
    ];
    const blocks = ['0.0.0.0/5', '8.0.0.0/7', '10.128.0.0/9', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4'];
    const low = [...blocks, '32.0.0.0/3', '64.0.0.0/2'];
    expect(gapLines(entries)).toEqual([
      ...low.map(block => `egress tcp 1024-9999 ${block} by default for 100,200`),
      'egress tcp 10000-65535 128.0.0.0/1 by default for 100,200',
      'egress tcp 2000 192.0.2.0/24 by 90 for 100,200',
      'egress tcp 3000-4000 192.0.2.0/24 by 95 for 100,200',
    ]);
  });
});

it.each([
  [
    '0-65534',
    ['egress tcp 65535 0.0.0.0/0 by default for 100', 'egress tcp 1024-65534 0.0.0.0/0 by 100 for 100'],
  ],
  ['1-65535', ['egress tcp 1024-65535 0.0.0.0/0 by 100 for 100']],
])('takes a deny of tcp %s for the decision of a person', (ports, expected) => {
  expect(gapLines([...SSH, ...egress(`100 deny tcp ${ports} 0.0.0.0/0`)])).toEqual(expected);
});

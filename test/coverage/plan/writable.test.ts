import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';
import { toPlanLines, toUnplacedLines } from '../../fixtures/coverage-text.ts';
import { egress, ingress, networkAcl, SETTINGS } from '../../fixtures/network-acls.ts';
import { SSH } from '../../fixtures/planned.ts';
import { interfaceSet, SUBNET, surroundings } from '../../fixtures/surroundings.ts';

describe('what may be written of a plan', () => {
  const entries = [
    ...ingress('100 allow tcp 443 198.51.100.0/24', '110 allow tcp 1024-65535 203.0.113.0/24'),
  ];
  const groups = { 'sg-1': ['tcp 443 0.0.0.0/0', 'tcp 8080 0.0.0.0/0'] };

  it('is without the entries that only security groups ask for', () => {
    const coverage = evaluateCoverage(networkAcl(entries), surroundings({ groups }), SETTINGS);
    expect(toPlanLines(coverage)).toEqual([
      '100 allow tcp 1024-65535 198.51.100.0/24',
      '110 allow tcp 1024-65535 203.0.113.0/24',
    ]);
    expect(coverage.writable).toEqual(coverage.plan.entries.slice(0, 1));
    expect(coverage.restraints).toEqual(['security-groups-only']);
  });

  it('is a plan of its own, which does not unite both', () => {
    const united = ingress('100 allow tcp 443 203.0.112.0/24', '110 allow tcp 1024-65535 203.0.113.0/24');
    const coverage = evaluateCoverage(networkAcl(united), surroundings({ groups }), SETTINGS);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 203.0.112.0/23']);
    expect(coverage.writable.map(renderEntry)).toEqual(['100 allow tcp 1024-65535 203.0.112.0/24']);
    expect(coverage.restraints).toEqual(['security-groups-only']);
  });

  it('is nothing where operators read that there is no plan', () => {
    const many = ingress('101 allow tcp 22 0.0.0.0/0', '102 allow tcp 0-65535 0.0.0.0/0');
    const rules = ['tcp 22 10.0.12.0/24', 'tcp 8080 198.51.100.0/24', 'tcp 8443 203.0.113.0/24'];
    const settings = { ...SETTINGS, ephemeralPorts: parsePortRanges('1025-5000,32768-65535') };
    const coverage = evaluateCoverage(
      networkAcl(many),
      surroundings({ groups: { 'sg-1': rules } }),
      settings,
    );
    expect(toUnplacedLines(coverage)).toContain('tcp 1025-5000 10.0.12.0/24: too-many-entries 101,102');
    expect(coverage.plan.entries).toEqual([]);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['security-groups-only']);
    // Nor is it beside a plan for another protocol or family.
    for (const [entry, rule] of [
      ['103 allow udp 1194 0.0.0.0/0', 'udp 1194 0.0.0.0/0'],
      ['103 allow tcp 443 ::/0', 'tcp 443 ::/0'],
    ] as const) {
      const beside = evaluateCoverage(
        networkAcl([...many, ...ingress(entry)]),
        surroundings({ interfaces: [interfaceSet({ hasIpv6: true })], groups: { 'sg-1': [...rules, rule] } }),
        settings,
      );
      expect(beside.plan.entries).toHaveLength(2);
      expect(beside.writable).toEqual(beside.plan.entries);
      expect(toUnplacedLines(beside)).toContain('tcp 1025-5000 10.0.12.0/24: too-many-entries 101,102');
    }
  });

  it('names two restraints in one order', () => {
    const two = { 'sg-1': ['tcp 443 sg-x vpc-peer active', 'tcp 8080 0.0.0.0/0'] };
    const coverage = evaluateCoverage(networkAcl(entries), surroundings({ groups: two }), SETTINGS);
    expect(coverage.restraints).toEqual(['security-groups-only', 'exposure-unread']);
    expect(coverage.writable).toEqual([]);
  });

  it('is what an entry and a security group say, beside what only a security group says', () => {
    const both = ingress('90 allow tcp 443 203.0.113.0/24', '110 allow tcp 1024-65535 203.0.113.0/24');
    const coverage = evaluateCoverage(networkAcl(both), surroundings({ groups }), SETTINGS);
    expect(coverage.writable).toHaveLength(1);
    const unaccepted = surroundings({ groups: { 'sg-1': ['tcp 8080 0.0.0.0/0'] } });
    expect(evaluateCoverage(networkAcl(both), unaccepted, SETTINGS).restraints).toEqual([
      'security-groups-only',
    ]);
  });

  it('goes by the blocks of entries that name the service, where exact blocks are too many', () => {
    const attackers = [3, 33, 63, 93, 123].map(
      (host, index) => `${index + 1} deny all 198.51.100.${host}/32`,
    );
    const both = [
      ...ingress(
        ...attackers,
        '100 allow tcp 443 198.51.100.0/24',
        '110 allow tcp 1024-65535 198.51.100.0/25',
        '120 allow tcp 443 203.0.113.0/24',
      ),
      ...egress('100 allow tcp 1024-65535 198.51.100.128/25'),
    ];
    const coverage = evaluateCoverage(networkAcl(both), surroundings({ groups }), SETTINGS);
    const other = '120 allow tcp 1024-65535 203.0.113.0/24';
    expect(toPlanLines(coverage)).toEqual(['110 allow tcp 1024-65535 198.51.100.0/25', other]);
    expect(coverage.writable.map(renderEntry)).toEqual(['110 allow tcp 1024-65535 198.51.100.0/24', other]);
    expect(coverage.restraints).toEqual([]);
  });

  it.each([
    ['not-allowed', false],
    ['no-time', false],
    ['shared-vpc', false],
    ['failed', false],
    ['turned-off', true],
    ['offline', true],
    ['not-needed', true],
  ] as const)('while exposure is unknown, because %s: %s', (reason, isWritable) => {
    const around = { vpcBlocks: [], subnetBlocks: new Map(), exposure: { kind: 'unknown', reason } as const };
    const coverage = evaluateCoverage(networkAcl(SSH), around, SETTINGS);
    expect(coverage.plan.entries).toHaveLength(1);
    expect(coverage.writable).toHaveLength(isWritable ? 1 : 0);
    expect(coverage.restraints).toEqual(isWritable ? [] : ['exposure-unread']);
    const broad = evaluateCoverage(networkAcl(ingress('100 allow all 0.0.0.0/0')), around, SETTINGS);
    expect(broad.restraints).toEqual([]);
  });

  it('may cover an own subnet inside', () => {
    const around = surroundings({
      groups: { 'sg-1': ['tcp 443 10.0.0.0/16'] },
      interfaces: [interfaceSet({ subnetId: SUBNET })],
    });
    const coverage = evaluateCoverage(networkAcl(ingress('100 allow tcp 443 10.0.0.0/16')), around, SETTINGS);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 10.0.0.0/16']);
  });
});

import { describe, expect, it } from 'vitest';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { toPlanLines, toUnplacedLines } from '../../fixtures/coverage-text.ts';
import { egress, ingress, networkAcl, SETTINGS } from '../../fixtures/network-acls.ts';
import { left, placed, plan, SSH } from '../../fixtures/planned.ts';
import { surroundings } from '../../fixtures/surroundings.ts';

describe('what a plan leaves', () => {
  it('are gaps of broad evidence', () => {
    expect(plan(ingress('100 allow all 0.0.0.0/0'))).toEqual(left('tcp 1024-65535 0.0.0.0/0: broad 100'));
  });

  it('are no gaps of low severity, and none that operators decided', () => {
    const onePort = egress('100 allow tcp 1025-65535 0.0.0.0/0');
    expect(plan([...SSH, ...onePort])).toEqual(left());
    expect(plan([...ingress('100 allow all 0.0.0.0/0'), ...onePort])).toEqual(left());
    expect(plan([...SSH, ...egress('90 deny tcp 1024-65535 0.0.0.0/0')])).toEqual(left());
    expect(
      plan([...ingress('100 allow all 0.0.0.0/0'), ...egress('90 deny tcp 1024-65535 0.0.0.0/0')]),
    ).toEqual(left());
  });

  it('are both kinds at once', () => {
    const entries = ingress('100 allow tcp 22 10.0.0.0/8', '110 allow all 192.168.0.0/16');
    expect(plan(entries)).toEqual({
      entries: ['100 allow tcp 1024-65535 10.0.0.0/8'],
      unplaced: ['tcp 1024-65535 192.168.0.0/16: broad 110'],
    });
  });

  const offices = Array.from({ length: 5 }, (_, index) => `tcp 443 198.51.${2 * index}.0/24`);
  const judge = (entries: readonly NetworkAclEntry[], rules: readonly string[], changed = {}) => {
    const around = surroundings({ groups: { 'sg-1': rules }, ...changed });
    const coverage = evaluateCoverage(networkAcl(entries), around, SETTINGS);
    return { entries: toPlanLines(coverage), unplaced: toUnplacedLines(coverage) };
  };

  it('is what would take too many entries, with what the security groups accept and what lets clients in', () => {
    const found = judge(ingress('100 allow tcp 443 0.0.0.0/0'), offices);
    expect(found.entries).toEqual([]);
    expect(found.unplaced).toHaveLength(5);
    expect(found.unplaced[0]).toBe('tcp 1024-65535 198.51.0.0/24: too-many-entries 100');
    expect(judge(ingress('100 allow tcp 443 0.0.0.0/0'), offices.slice(1)).entries).toHaveLength(4);
  });

  it('is not what security groups accept as a whole', () => {
    const attackers = Array.from(
      { length: 5 },
      (_, index) => `${index + 1} deny all 203.0.113.${20 * index}/32`,
    );
    const entries = ingress(...attackers, '100 allow tcp 443 0.0.0.0/0');
    expect(judge(entries, ['tcp 443 0.0.0.0/0'])).toEqual(placed('100 allow tcp 1024-65535 0.0.0.0/0'));
    expect(judge(entries, ['tcp 443 0.0.0.0/1', 'tcp 443 128.0.0.0/1'])).toEqual(
      placed('100 allow tcp 1024-65535 0.0.0.0/0'),
    );
    expect(judge(entries, ['tcp 443 128.0.0.0/1']).unplaced[0]).toContain('too-many-entries 100');
    expect(judge(entries, ['udp 443 0.0.0.0/0', 'tcp 443 128.0.0.0/1']).unplaced[0]).toContain(
      'too-many-entries 100',
    );
    const another = [...entries, ...ingress('110 allow tcp 444 0.0.0.0/1')];
    expect(judge(another, ['tcp 444 0.0.0.0/1', 'tcp 443 128.0.0.0/1']).entries).toEqual([]);
  });

  it('is what is let in where nothing is behind', () => {
    const found = judge(ingress('100 allow tcp 443 0.0.0.0/0'), [], { interfaces: [] });
    expect(found.entries).toEqual([]);
    expect(new Set(found.unplaced.map(line => line.split(': ')[1]))).toEqual(new Set(['no-interfaces']));
    const half = [
      ...ingress('100 allow tcp 443 0.0.0.0/0'),
      ...egress('100 allow tcp 1025-65535 128.0.0.0/1'),
    ];
    // One port is denied to the other half: no gap that matters.
    const leftOfHalf = judge(half, [], { interfaces: [] }).unplaced;
    expect(leftOfHalf.length).toBeGreaterThan(0);
    expect(leftOfHalf.filter(line => !line.startsWith('tcp 1024-65535 '))).toEqual([]);
  });

  it('says of nothing behind that nothing is written', () => {
    const entries = ingress('100 allow tcp 443 0.0.0.0/0');
    const coverage = evaluateCoverage(networkAcl(entries), surroundings({ interfaces: [] }), SETTINGS);
    expect([coverage.writable, coverage.restraints]).toEqual([[], ['no-interfaces']]);
  });
});

describe('the quota', () => {
  const both = ingress(
    '90 allow tcp 22 10.0.0.0/8',
    '100 allow tcp 22 172.16.0.0/12',
    '110 allow tcp 22 ::/0',
    '120 allow all 192.168.0.0/16',
  );

  it('is kept by all of a family or none', () => {
    expect(plan(both, { ruleQuota: 2 }).entries).toHaveLength(3);
    expect(plan(both, { ruleQuota: 1 })).toEqual({
      entries: ['100 allow tcp 1024-65535 ::/0'],
      unplaced: [
        'tcp 1024-65535 10.0.0.0/8: quota',
        'tcp 1024-65535 172.16.0.0/12: quota',
        'tcp 1024-65535 192.168.0.0/16: broad 120',
      ],
    });
  });

  it('is no reason where nothing would be added', () => {
    const existing = egress('1 deny tcp 5432 10.0.0.0/8', '2 deny all 0.0.0.0/0', '10 deny udp 53 0.0.0.0/0');
    const found = plan([...SSH, ...existing], { ruleQuota: 2 });
    expect(found.entries).toEqual([]);
    expect(new Set(found.unplaced.map(line => line.split(': ')[1]))).toEqual(new Set(['rule-numbers 1,2']));
  });

  it('counts existing entries, without the default rules and the other family', () => {
    const existing = egress(
      '100 allow tcp 443 0.0.0.0/0',
      '110 allow tcp 443 ::/0',
      '32767 deny all 0.0.0.0/0',
    );
    expect(plan([...SSH, ...existing], { ruleQuota: 2 }).entries).toHaveLength(1);
    expect(plan([...SSH, ...existing], { ruleQuota: 1 })).toEqual(left('tcp 1024-65535 0.0.0.0/0: quota'));
  });
});

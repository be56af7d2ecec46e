import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';
import { egress, ingress, SETTINGS } from '../../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

function plan(entries: readonly NetworkAclEntry[], settings = {}) {
  const { plan: planned } = evaluateCoverage(entries, { ...SETTINGS, ...settings });
  const unplaced = [...new Set(planned.unplaced.map(({ reason }) => reason))];
  return { entries: planned.entries.map(renderEntry), unplaced };
}

const placed = (...entries: string[]) => ({ entries, unplaced: [] });

describe('placing', () => {
  it.each<[string, string[], string[]]>([
    ['starts at 100 in an empty list', [], ['100 allow tcp 1024-65535 0.0.0.0/0']],
    [
      'goes to the next multiple of ten',
      ['7 allow tcp 443 0.0.0.0/0'],
      ['10 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'goes behind the highest entry',
      ['100 allow tcp 443 0.0.0.0/0', '203 allow udp 53 0.0.0.0/0'],
      ['210 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'counts entries of the other family',
      ['100 allow tcp 443 ::/0'],
      ['110 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'stays before a default rule that somebody wrote out',
      ['100 allow tcp 443 0.0.0.0/0', '200 deny all 0.0.0.0/0'],
      ['110 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'takes the highest free number where the next multiple of ten does not fit',
      ['100 allow tcp 443 0.0.0.0/0', '105 deny all 0.0.0.0/0'],
      ['104 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'goes before allows where there is no number behind them',
      ['100 allow tcp 443 0.0.0.0/0', '101 deny all 0.0.0.0/0'],
      ['99 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'uses the numbers before a default rule that is alone',
      ['50 deny all 0.0.0.0/0'],
      ['49 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'is not kept back by a default rule of another protocol',
      ['110 deny udp 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
      ['130 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'is not kept back by a default rule of the other family',
      ['100 deny all ::/0'],
      ['110 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'goes before allows that it overlaps',
      ['5 allow tcp 2000-3000 0.0.0.0/0', '6 deny all 0.0.0.0/0'],
      ['4 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'goes before denies that it does not overlap',
      ['4 deny tcp 443 0.0.0.0/0', '5 deny icmp 10.0.0.0/8', '6 deny all 0.0.0.0/0'],
      ['3 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    ['ends at 32766', ['32766 allow tcp 443 0.0.0.0/0'], ['32765 allow tcp 1024-65535 0.0.0.0/0']],
  ])('%s', (_, entries, expected) =>
    expect(plan([...SSH, ...egress(...entries)])).toEqual(placed(...expected)),
  );

  it('goes behind a deny that it overlaps', () => {
    const entries = [...SSH, ...egress('300 deny tcp 5432 10.0.0.0/8', '400 deny all 0.0.0.0/0')];
    expect(plan(entries)).toEqual(placed('310 allow tcp 1024-65535 0.0.0.0/0'));
  });

  it('says so where no number lies between such a deny and the default rule', () => {
    const entries = [...SSH, ...egress('300 deny tcp 5432 10.0.0.0/8', '301 deny all 0.0.0.0/0')];
    expect(plan(entries)).toEqual({ entries: [], unplaced: ['rule-numbers'] });
  });

  it('places all ranges of a protocol or none', () => {
    // Three numbers are free; tcp needs two for each of the two ranges, since its blocks have none in common.
    const entries = [
      ...ingress(
        '100 allow tcp 22 10.0.0.0/8',
        '110 allow tcp 22 172.16.0.0/12',
        '120 allow udp 53 10.0.0.0/8',
      ),
      ...egress('4 deny all 0.0.0.0/0'),
    ];
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    expect(plan(entries, settings)).toEqual({
      entries: ['3 allow udp 1025-5000 10.0.0.0/8', '2 allow udp 32768-60999 10.0.0.0/8'],
      unplaced: ['rule-numbers'],
    });
  });

  it('never denies what an allow behind it permits', () => {
    // Only 99 and lower are free: a deny for 10.0.0.0/8 there would close its tcp/8080.
    const entries = [
      ...ingress('90 deny tcp 22 10.0.0.0/8', '100 allow tcp 22 0.0.0.0/0'),
      ...egress('100 allow tcp 8080 10.0.0.0/8', '101 deny all 0.0.0.0/0'),
    ];
    const coverage = evaluateCoverage(entries, SETTINGS);
    expect(coverage.plan.entries.every(({ action }) => action === 'allow')).toBe(true);
    expect(coverage.plan.entries).toHaveLength(8);
    const applied = evaluateCoverage([...entries, ...coverage.plan.entries], SETTINGS);
    expect(applied.status).toBe('covered');
  });
});

describe('the plan', () => {
  it('has one entry for two blocks that are one', () => {
    const entries = ingress('100 allow tcp 22 10.0.0.0/9', '110 allow tcp 443 10.128.0.0/9');
    expect(plan(entries)).toEqual(placed('100 allow tcp 1024-65535 10.0.0.0/8'));
  });

  it('covers addresses that are open anyway, where that saves entries', () => {
    const entries = [
      ...ingress('100 allow tcp 22 10.0.0.0/24', '110 allow tcp 22 10.0.2.0/24'),
      ...egress('100 allow tcp 1024-65535 10.0.1.0/24', '110 allow tcp 1024-65535 10.0.3.0/24'),
    ];
    expect(plan(entries)).toEqual(placed('120 allow tcp 1024-65535 10.0.0.0/22'));
  });

  it('denies addresses that nothing reaches anyway, where that saves entries', () => {
    const entries = [
      ...ingress('80 deny tcp 22 10.0.0.0/26', '90 deny tcp 22 10.0.0.128/26', '100 allow tcp 22 0.0.0.0/0'),
      ...egress('100 allow tcp 1024-65535 10.0.0.64/26', '110 allow tcp 1024-65535 10.0.0.192/26'),
    ];
    expect(plan(entries)).toEqual(
      placed('120 deny tcp 1024-65535 10.0.0.0/24', '130 allow tcp 1024-65535 0.0.0.0/0'),
    );
  });

  it('has one entry around ports that are open in between', () => {
    const entries = [...SSH, ...egress('100 allow tcp 2000-3000 0.0.0.0/0')];
    expect(plan(entries)).toEqual(placed('110 allow tcp 1024-65535 0.0.0.0/0'));
  });

  it('denies around a block that an allow further out serves, rather than to deny all and allow that again', () => {
    const entries = ingress(
      '90 allow tcp 22 10.64.0.0/10',
      '91 allow tcp 22 10.128.0.0/9',
      '95 deny tcp 22 10.0.0.0/8',
      '100 allow tcp 22 0.0.0.0/0',
    );
    expect(plan(entries)).toEqual(
      placed('100 deny tcp 1024-65535 10.0.0.0/10', '110 allow tcp 1024-65535 0.0.0.0/0'),
    );
  });

  it('denies half of a block with what lies inside, where all of it is closed', () => {
    const entries = ingress(
      '80 deny tcp 22 10.64.0.0/10',
      '91 allow tcp 22 10.128.0.0/9',
      '95 deny tcp 22 10.0.0.0/8',
      '100 allow tcp 22 0.0.0.0/0',
    );
    expect(plan(entries)).toEqual(
      placed('100 deny tcp 1024-65535 10.0.0.0/9', '110 allow tcp 1024-65535 0.0.0.0/0'),
    );
  });

  it('prefers two allows to an allow and a deny', () => {
    const entries = ingress('90 deny tcp 22 10.0.0.0/10', '100 allow tcp 22 10.0.0.0/8');
    expect(plan(entries)).toEqual(
      placed('100 allow tcp 1024-65535 10.64.0.0/10', '110 allow tcp 1024-65535 10.128.0.0/9'),
    );
  });

  it('prefers allows also around a hole deep in half of a block', () => {
    const entries = ingress(
      '80 deny tcp 22 10.64.0.0/10',
      '90 deny tcp 22 10.0.0.0/12',
      '100 allow tcp 22 10.0.0.0/9',
    );
    expect(plan(entries)).toEqual(
      placed('100 allow tcp 1024-65535 10.16.0.0/12', '110 allow tcp 1024-65535 10.32.0.0/11'),
    );
  });

  it('has entries of its own for each range that the operator requires', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    expect(plan(SSH, settings)).toEqual(
      placed('100 allow tcp 1025-5000 0.0.0.0/0', '110 allow tcp 32768-60999 0.0.0.0/0'),
    );
  });

  it('creates more specific entries first', () => {
    const entries = ingress(
      '80 allow tcp 22 10.1.2.3/32',
      '90 deny tcp 22 10.0.0.0/8',
      '100 allow tcp 22 0.0.0.0/0',
    );
    expect(plan(entries)).toEqual(
      placed(
        '100 allow tcp 1024-65535 10.1.2.3/32',
        '110 deny tcp 1024-65535 10.0.0.0/8',
        '120 allow tcp 1024-65535 0.0.0.0/0',
      ),
    );
  });
});

describe('the quota', () => {
  const hole = ingress(
    '90 deny tcp 22 198.51.100.7/32',
    '100 allow tcp 22 0.0.0.0/0',
    '110 allow tcp 22 ::/0',
  );

  it('is kept by all of a family or none', () => {
    expect(plan(hole, { ruleQuota: 2 }).entries).toHaveLength(3);
    expect(plan(hole, { ruleQuota: 1 })).toEqual({
      entries: ['100 allow tcp 1024-65535 ::/0'],
      unplaced: ['quota'],
    });
  });

  it('is no reason where nothing would be added', () => {
    const standing = egress(
      '1 deny tcp 5432 10.0.0.0/8',
      '2 deny all 0.0.0.0/0',
      '10 allow udp 53 0.0.0.0/0',
    );
    expect(plan([...SSH, ...standing], { ruleQuota: 2 })).toEqual({
      entries: [],
      unplaced: ['rule-numbers'],
    });
  });

  it('counts what stands, without the default rules and the other family', () => {
    const standing = egress(
      '100 allow tcp 443 0.0.0.0/0',
      '110 allow tcp 443 ::/0',
      '32767 deny all 0.0.0.0/0',
    );
    expect(plan([...SSH, ...standing], { ruleQuota: 2 }).entries).toHaveLength(1);
    expect(plan([...SSH, ...standing], { ruleQuota: 1 })).toEqual({ entries: [], unplaced: ['quota'] });
  });
});

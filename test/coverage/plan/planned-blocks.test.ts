import { describe, expect, it } from 'vitest';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';
import { toPlanLines } from '../../fixtures/coverage-text.ts';
import { egress, ingress, networkAcl, SETTINGS } from '../../fixtures/network-acls.ts';
import { placed, plan, SSH } from '../../fixtures/planned.ts';
import { SUBNET, surroundings } from '../../fixtures/surroundings.ts';

describe('what is planned', () => {
  it('has one entry around ports that are open in between', () => {
    expect(plan([...SSH, ...egress('100 allow tcp 2000-3000 0.0.0.0/0')])).toEqual(
      placed('110 allow tcp 1024-65535 0.0.0.0/0'),
    );
  });

  it('has the smallest range of ports', () => {
    expect(
      plan([...SSH, ...egress('100 allow tcp 1024-9999 0.0.0.0/0', '110 allow tcp 60001-65535 0.0.0.0/0')]),
    ).toEqual(placed('120 allow tcp 10000-60000 0.0.0.0/0'));
  });

  it('has entries of its own for each range that the operator requires', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    expect(plan(SSH, settings)).toEqual(
      placed('100 allow tcp 1025-5000 0.0.0.0/0', '110 allow tcp 32768-60999 0.0.0.0/0'),
    );
    const half = [...SSH, ...egress('100 allow tcp 1024-5000 0.0.0.0/0')];
    expect(plan(half, settings)).toEqual(placed('110 allow tcp 32768-60999 0.0.0.0/0'));
  });

  it('is for tcp, then udp, then IPv6', () => {
    const entries = ingress(
      '100 allow tcp 22 ::/0',
      '110 allow udp 1194 0.0.0.0/0',
      '120 allow tcp 22 0.0.0.0/0',
    );
    expect(plan(entries)).toEqual(
      placed(
        '100 allow tcp 1024-65535 0.0.0.0/0',
        '110 allow udp 1024-65535 0.0.0.0/0',
        '120 allow tcp 1024-65535 ::/0',
      ),
    );
  });

  it('is exact, with blocks united over what is open already', () => {
    const entries = [
      ...ingress(
        '100 allow tcp 22 10.0.0.0/24',
        '110 allow tcp 22 10.0.1.0/24',
        '120 allow tcp 22 10.0.2.0/24',
      ),
      ...egress('100 allow tcp 1024-65535 10.0.3.0/24'),
    ];
    expect(plan(entries)).toEqual(placed('110 allow tcp 1024-65535 10.0.0.0/22'));
  });

  it('is exact, with the smallest blocks that do', () => {
    const entries = [
      ...ingress('100 allow tcp 22 10.0.5.0/24'),
      ...egress('100 allow tcp 1024-65535 128.0.0.0/1', '110 allow tcp 1024-65535 64.0.0.0/2'),
    ];
    expect(plan(entries)).toEqual(placed('120 allow tcp 1024-65535 10.0.5.0/24'));
  });

  it('does not open what is between two blocks', () => {
    const entries = ingress('100 allow tcp 22 10.0.0.0/8', '110 allow tcp 22 12.0.0.0/8');
    expect(plan(entries)).toEqual(
      placed('100 allow tcp 1024-65535 10.0.0.0/8', '110 allow tcp 1024-65535 12.0.0.0/8'),
    );
  });

  it('goes by rule number, not by the order of the list', () => {
    const entries = [...SSH, ...egress('500 deny all 0.0.0.0/0', '400 deny tcp 0.0.0.0/0')];
    expect(plan(entries)).toEqual(placed('100 allow tcp 1024-65535 0.0.0.0/0'));
  });

  it('has only those blocks for a required range where some of it is missing', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    const entries = [
      ...ingress('100 allow tcp 22 198.51.100.0/24', '110 allow tcp 22 203.0.113.0/24'),
      ...egress('10 allow tcp 32768-60999 198.51.100.0/24', '20 allow tcp 1025-5000 203.0.113.0/24'),
    ];
    expect(plan(entries, settings).entries).toEqual([
      '30 allow tcp 1025-5000 198.51.100.0/24',
      '40 allow tcp 32768-60999 203.0.113.0/24',
    ]);
  });

  it('covers denies that stay in force', () => {
    const entries = [...SSH, ...egress('90 deny all 203.0.113.0/24')];
    expect(plan(entries)).toEqual(placed('100 allow tcp 1024-65535 0.0.0.0/0'));
  });

  it('is exact around a hole in what is let in, up to four entries', () => {
    const around = (length: number) =>
      ingress(`90 deny tcp 22 10.0.0.0/${length}`, '100 allow tcp 22 10.0.0.0/8');
    expect(plan(around(10)).entries).toEqual([
      '100 allow tcp 1024-65535 10.64.0.0/10',
      '110 allow tcp 1024-65535 10.128.0.0/9',
    ]);
    expect(plan(around(12)).entries).toHaveLength(4);
    expect(plan(around(13)).entries).toEqual(['100 allow tcp 1024-65535 10.0.0.0/8']);
  });

  it('counts four entries over all required ranges', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    const around = (length: number) =>
      ingress(`90 deny tcp 22 10.0.0.0/${length}`, '100 allow tcp 22 10.0.0.0/8');
    expect(plan(around(10), settings).entries).toHaveLength(4);
    expect(plan(around(11), settings).entries).toEqual([
      '100 allow tcp 1025-5000 10.0.0.0/8',
      '110 allow tcp 32768-60999 10.0.0.0/8',
    ]);
  });

  it('does not open what is closed to unwanted areas inside', () => {
    const entries = [
      ...ingress('100 allow tcp 443 10.0.0.0/8', '110 allow tcp 443 11.0.0.0/8'),
      ...egress('100 allow tcp 32768-65535 10.0.0.0/8'),
    ];
    // To 10.0.0.0/8 only few ports are denied, which is of low severity.
    expect(plan(entries)).toEqual(placed('110 allow tcp 1024-65535 11.0.0.0/8'));
  });

  it('uses the narrowest blocks that admit, else, and of blocks in one another the wider', () => {
    const holes = [1, 3, 5, 7, 9].map((third, index) => `${index + 1} deny tcp 10.0.${third}.0/24`);
    const entries = ingress(
      ...holes,
      '100 allow tcp 22 0.0.0.0/0',
      '110 allow tcp 80 10.0.0.0/16',
      '120 allow tcp 80 10.0.0.0/20',
      '130 allow tcp 80 11.0.0.0/8',
    );
    expect(plan(entries).entries).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    const narrow = ingress(
      ...holes,
      '110 allow tcp 80 10.0.0.0/20',
      '120 allow tcp 443 10.0.0.0/22',
      '130 allow tcp 443 10.9.0.0/16',
    );
    expect(plan(narrow).entries).toEqual([
      '100 allow tcp 1024-65535 10.0.0.0/20',
      '110 allow tcp 1024-65535 10.9.0.0/16',
    ]);
  });
});

describe('where exact blocks are too many, what is planned', () => {
  const HOLES = [1, 3, 5, 7, 9].map((third, index) => `${index + 1} deny tcp 22 10.0.${third}.0/24`);

  it('has no entries for a required range of which nothing is missing', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    const entries = [
      ...ingress(...HOLES, '100 allow tcp 22 10.0.0.0/16'),
      ...egress('100 allow tcp 1025-5000 0.0.0.0/0'),
    ];
    expect(plan(entries, settings).entries).toEqual(['110 allow tcp 32768-60999 10.0.0.0/16']);
  });

  it('has the narrower of two blocks that admit, whichever comes first', () => {
    const entries = [
      ...ingress(
        ...HOLES.map(hole => hole.replace('tcp 22', 'tcp')),
        '100 allow tcp 22 10.0.0.0/20',
        '110 allow tcp 443 10.0.0.0/16',
      ),
      ...egress(
        ...['10.0.16.0/20', '10.0.32.0/19', '10.0.64.0/18', '10.0.128.0/17'].map(
          (block, index) => `${index + 1} allow tcp 1024-65535 ${block}`,
        ),
      ),
    ];
    expect(plan(entries).entries).toEqual(['10 allow tcp 1024-65535 10.0.0.0/20']);
  });

  it('has the wider of blocks in one another, whichever is found first', () => {
    const entries = ingress(
      ...HOLES,
      '100 allow tcp 22 10.0.0.0/20',
      '110 allow tcp 22 10.0.0.0/21',
      '120 allow udp 514 10.0.8.0/21',
    );
    expect(plan(entries).entries).toEqual(['100 allow tcp 1024-65535 10.0.0.0/20']);
  });

  it('may cover gaps of broad evidence, which are then not left', () => {
    const entries = ingress(...HOLES, '100 allow tcp 22 10.0.0.0/20', '110 allow all 10.0.0.0/19');
    const found = plan(entries);
    expect(found.entries).toEqual(['100 allow tcp 1024-65535 10.0.0.0/20']);
    expect(found.unplaced).toEqual(['tcp 1024-65535 10.0.16.0/20: broad 110']);
  });

  const accepted = (rules: readonly string[], out: readonly string[]) =>
    evaluateCoverage(
      networkAcl([...ingress(...HOLES, '100 allow tcp 22 10.0.0.0/20'), ...egress(...out)], {
        subnetIds: [SUBNET, 'subnet-app'],
      }),
      surroundings({ groups: { 'sg-1': rules } }),
      SETTINGS,
    );

  it('is what security groups accept from the block, whatever they accept elsewhere', () => {
    const coverage = accepted(['tcp 22 10.0.0.0/20'], []);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 10.0.0.0/20']);
    expect(coverage.writable).toEqual(coverage.plan.entries);
  });

  it('is not written where it takes what is not known for certain', () => {
    const rules = ['tcp 22 10.0.0.0/21', 'tcp 22 10.0.8.0/22', 'tcp 22 sg-unread'];
    const coverage = accepted(rules, ['10 allow tcp 1024-65535 10.0.12.0/22']);
    expect(toPlanLines(coverage)).toEqual(['20 allow tcp 1024-65535 10.0.0.0/20']);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual([]);
  });
});

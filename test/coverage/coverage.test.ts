import { describe, expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { parsePortRanges } from '../../functions/coverage/space/port-set.ts';
import { toGapLines, toPlanLines, toVerdicts } from '../fixtures/coverage-text.ts';
import { egress, evaluate, ingress, networkAcl, OFFLINE, SETTINGS } from '../fixtures/network-acls.ts';
import { accepting } from '../fixtures/surroundings.ts';

const gapLines = (entries: readonly NetworkAclEntry[]) => toGapLines(evaluate(entries));

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

describe('the seed scenario: SSH from a Windows PC', () => {
  const coverage = evaluate(SSH);

  it('is a gap of high severity for every client', () => {
    expect(coverage.status).toBe('gap');
    expect(coverage.severity).toBe('high');
    expect(toVerdicts(coverage)).toEqual({
      'nat-elb-lambda': 'blocked',
      linux: 'blocked',
      windows: 'blocked',
      'windows-legacy': 'blocked',
    });
  });

  it('names what is denied, by what, and which rule admits the clients', () => {
    expect(toGapLines(coverage)).toEqual(['tcp 1024-65535 0.0.0.0/0 by default for 100: named, high']);
  });

  it('is fixed by one entry, which the guard may create', () => {
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(coverage.writable).toEqual(coverage.plan.entries);
    expect(coverage.restraints).toEqual([]);
    const fixed = evaluate([...SSH, ...coverage.plan.entries]);
    expect(fixed.status).toBe('covered');
    expect(fixed.plan).toEqual({ entries: [], unplaced: [] });
  });
});

describe('first match', () => {
  it('goes by rule number, not by the order of the list', () => {
    const entries = egress('200 deny tcp 1024-65535 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0');
    expect(gapLines([...SSH, ...entries])).toEqual([]);
  });

  it('ignores the port range of an entry for all protocols', () => {
    expect(gapLines([...SSH, ...egress('100 allow all 22 0.0.0.0/0')])).toEqual([]);
  });

  it('reaches the last rule number', () => {
    expect(gapLines([...SSH, ...egress('32766 allow tcp 1024-65535 0.0.0.0/0')])).toEqual([]);
    expect(gapLines([...SSH, ...egress('32766 deny tcp 1024-65535 10.0.0.0/9')])).toContain(
      'tcp 1024-65535 10.0.0.0/9 by 32766 for 100: named, low',
    );
  });

  it('does not take the default rules, listed or not, for entries of an operator', () => {
    const listed = [
      ...ingress('32767 deny all 0.0.0.0/0'),
      ...egress('32767 deny all 0.0.0.0/0', '32768 deny all ::/0'),
    ];
    expect(gapLines([...SSH, ...listed])).toEqual(gapLines(SSH));
    expect(toPlanLines(evaluate([...SSH, ...listed]))).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
  });
});

describe('deny rules', () => {
  it('of everything count as the default where they cut off nothing', () => {
    const lines = ['tcp 1024-65535 0.0.0.0/0 by default for 100: named, high'];
    expect(gapLines([...SSH, ...egress('500 deny all 0.0.0.0/0')])).toEqual(lines);
    expect(gapLines([...SSH, ...egress('500 deny tcp 0.0.0.0/0', '600 deny all 0.0.0.0/0')])).toEqual(lines);
    for (const behind of ['600 deny tcp 22 10.0.0.0/8', '600 deny tcp 5000-6000 0.0.0.0/0']) {
      expect(gapLines([...SSH, ...egress('500 deny all 0.0.0.0/0', behind)])).toEqual(lines);
    }
  });

  it('of everything are a decision for the packets that would pass without them, and for no others', () => {
    const entries = [...SSH, ...egress('50 deny all 0.0.0.0/0', '100 allow tcp 1024-40000 0.0.0.0/0')];
    expect(gapLines(entries)).toEqual([
      'tcp 40001-65535 0.0.0.0/0 by default for 100: named, high',
      'tcp 1024-40000 0.0.0.0/0 by 50 for 100: named, low',
    ]);
  });

  it('of less are decisions', () => {
    expect(gapLines([...SSH, ...egress('100 deny tcp 0-65534 0.0.0.0/0')])).toEqual([
      'tcp 65535 0.0.0.0/0 by default for 100: named, low',
      'tcp 1024-65534 0.0.0.0/0 by 100 for 100: named, low',
    ]);
    expect(gapLines([...SSH, ...egress('100 deny tcp 1-65535 0.0.0.0/0')])).toEqual([
      'tcp 1024-65535 0.0.0.0/0 by 100 for 100: named, low',
    ]);
  });

  it('never make a gap worse than low, and nothing is planned for them', () => {
    const entries = [
      ...ingress('100 allow tcp 443 0.0.0.0/0'),
      ...egress('90 deny all 203.0.113.0/24', '100 allow all 0.0.0.0/0'),
    ];
    const coverage = evaluate(entries);
    expect(coverage.severity).toBe('low');
    expect(coverage.plan).toEqual({ entries: [], unplaced: [] });
    expect(toGapLines(coverage)).toEqual(['tcp 1024-65535 203.0.113.0/24 by 90 for 100: named, low']);
    expect(toVerdicts(coverage)).toMatchObject({ linux: 'blocked', windows: 'blocked' });
  });

  it('that decide twice in an area make one gap', () => {
    const entries = [
      ...SSH,
      ...egress(
        '50 deny all 0.0.0.0/0',
        '60 allow tcp 1024-2000 0.0.0.0/0',
        '70 allow tcp 2001-65535 0.0.0.0/0',
      ),
    ];
    expect(gapLines(entries)).toEqual(['tcp 1024-65535 0.0.0.0/0 by 50 for 100: named, low']);
  });
});

it('judges IPv6 by itself', () => {
  const entries = [...ingress('100 allow tcp 80 ::/0'), ...egress('100 allow all 0.0.0.0/0')];
  expect(gapLines(entries)).toEqual(['tcp 1024-65535 ::/0 by default for 100: named, high']);
});

describe('gaps', () => {
  it('come in a stable order: IPv4 before IPv6, however the entries are listed', () => {
    const entries = ingress('100 allow tcp 22 ::/0', '110 allow tcp 22 0.0.0.0/0');
    const lines = [
      'tcp 1024-65535 0.0.0.0/0 by default for 110: named, high',
      'tcp 1024-65535 ::/0 by default for 100: named, high',
    ];
    expect(gapLines(entries)).toEqual(lines);
    expect(gapLines(entries.toReversed())).toEqual(lines);
  });

  it('come by denier, the default rule first, then by ports and addresses', () => {
    const entries = [
      ...ingress('200 allow tcp 443 0.0.0.0/0', '100 allow tcp 22 0.0.0.0/0', '90 deny tcp 10.0.0.0/9'),
      ...egress(
        '95 deny tcp 3000-4000 192.0.2.0/24',
        '90 deny tcp 2000 192.0.2.0/24',
        '100 allow tcp 1024-9999 128.0.0.0/1',
        '110 allow tcp 10000-65535 0.0.0.0/1',
      ),
    ];
    const low = [
      ...['0.0.0.0/5', '8.0.0.0/7', '10.128.0.0/9', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4'],
      ...['32.0.0.0/3', '64.0.0.0/2'],
    ];
    expect(gapLines(entries)).toEqual([
      ...low.map(block => `tcp 1024-9999 ${block} by default for 100,200: named, medium`),
      'tcp 10000-65535 128.0.0.0/1 by default for 100,200: named, high',
      'tcp 2000 192.0.2.0/24 by 90 for 100,200: named, low',
      'tcp 3000-4000 192.0.2.0/24 by 95 for 100,200: named, low',
    ]);
  });

  it('are merged only where severity and evidence are the same', () => {
    const entries = [
      ...ingress('100 allow tcp 22 198.51.100.0/25', '110 allow tcp 0-65535 198.51.100.128/25'),
      ...egress('100 allow tcp 32768-65535 198.51.100.0/24'),
    ];
    expect(gapLines(entries)).toEqual([
      'tcp 1024-32767 198.51.100.0/25 by default for 100: named, medium',
      'tcp 1024-32767 198.51.100.128/25 by default for 110: broad, medium',
    ]);
  });
});

describe('a network ACL that no subnet uses', () => {
  it('has gaps of low severity, in both directions, and no plan', () => {
    const entries = [...SSH, ...egress('100 allow tcp 443 0.0.0.0/0')];
    const unused = evaluateCoverage(networkAcl(entries, { subnetIds: [], inUse: false }), OFFLINE, SETTINGS);
    expect([unused.status, unused.severity, unused.ingressSeverity]).toEqual(['gap', 'low', 'low']);
    expect(unused.plan).toEqual({ entries: [], unplaced: [] });
    expect(unused.restraints).toEqual([]);
  });

  it('but counts as used is never written to', () => {
    const coverage = evaluateCoverage(networkAcl(SSH, { subnetIds: [] }), OFFLINE, SETTINGS);
    expect(coverage.severity).toBe('high');
    expect(toPlanLines(coverage)).toHaveLength(1);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['unused']);
  });
});

describe('the range that the operator requires', () => {
  const settings = { ephemeralPorts: parsePortRanges('32768-60999') };

  it('bounds gaps, verdicts and plans', () => {
    const coverage = evaluate([...SSH, ...egress('100 allow tcp 49152-65535 0.0.0.0/0')], settings);
    expect(toPlanLines(coverage)).toEqual(['110 allow tcp 32768-49151 0.0.0.0/0']);
    expect(toVerdicts(coverage)).toEqual({
      'nat-elb-lambda': 'partial',
      linux: 'partial',
      windows: 'allowed',
      'windows-legacy': undefined,
    });
    expect(coverage.severity).toBe('high');
  });

  it('leaves the denied share of a client without required ports open', () => {
    const [legacy] = evaluate(SSH, settings).clients.filter(({ client }) => client === 'windows-legacy');
    expect(legacy?.deniedShare).toBeUndefined();
  });
});

describe('gaps come', () => {
  it('by the rule that denies, the default rule first, then by ports, then by addresses', () => {
    const entries = [
      ...ingress('100 allow tcp 22 10.0.0.0/8', '110 allow tcp 22 11.0.0.0/8', '120 allow tcp 22 9.0.0.0/8'),
      ...egress(
        '300 deny tcp 1024-2000 10.0.0.0/8',
        '200 deny tcp 1024-2000 11.0.0.0/8',
        '400 deny tcp 1024-2000 9.0.0.0/8',
        '500 allow tcp 1024-5000 9.0.0.0/8',
        '510 allow tcp 1024-4000 11.0.0.0/8',
        '515 allow tcp 6001-65535 11.0.0.0/8',
        '520 allow tcp 1024-5000 10.0.0.0/8',
      ),
    ];
    expect(gapLines(entries).map(line => line.replace(/ for .*/, ''))).toEqual([
      'tcp 4001-6000 11.0.0.0/8 by default',
      'tcp 5001-65535 9.0.0.0/8 by default',
      'tcp 5001-65535 10.0.0.0/8 by default',
      'tcp 1024-2000 11.0.0.0/8 by 200',
      'tcp 1024-2000 10.0.0.0/8 by 300',
      'tcp 1024-2000 9.0.0.0/8 by 400',
    ]);
  });

  it('with the numbers of the rules that admit in ascending order', () => {
    const entries = ingress('1000 allow tcp 22 10.0.0.0/9', '200 allow tcp 80 10.128.0.0/9');
    expect(gapLines(entries)).toEqual(['tcp 1024-65535 10.0.0.0/8 by default for 200,1000: named, high']);
  });
});

it('security groups say nothing about answers to own requests', () => {
  const entries = [
    ...ingress('100 allow tcp 8080 0.0.0.0/0'),
    ...egress('100 allow tcp 1024-65535 0.0.0.0/0'),
  ];
  expect(evaluateCoverage(networkAcl(entries), accepting('tcp 8080 0.0.0.0/0'), SETTINGS).gaps).toEqual([]);
});

describe('what is served', () => {
  it('is listed by direction and protocol', () => {
    const entries = [
      ...ingress('100 allow tcp 443 0.0.0.0/0', '110 allow udp 514 0.0.0.0/0'),
      ...egress('100 allow all 0.0.0.0/0', '110 allow udp 1194 0.0.0.0/0'),
    ];
    expect(evaluate(entries).served).toEqual([
      { direction: 'egress', protocol: 'tcp' },
      { direction: 'ingress', protocol: 'tcp' },
      { direction: 'ingress', protocol: 'udp' },
    ]);
    expect(evaluate(ingress('100 allow tcp 1024-65535 0.0.0.0/0')).served).toEqual([]);
  });

  it('is what one of two entries serves where the other only lets answers in', () => {
    const both = ingress('100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0');
    expect(evaluate([...both, ...egress('100 allow tcp 1024-65535 0.0.0.0/0')]).served).toEqual([
      { direction: 'egress', protocol: 'tcp' },
    ]);
  });
});

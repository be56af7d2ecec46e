import { describe, expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { toGapLines, toPlanLines, toVerdicts } from '../fixtures/coverage-text.ts';
import { egress, evaluate, ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';
import { interfaceSet, surroundings } from '../fixtures/surroundings.ts';

/** What version 1 judged worst, each with others of its kind. */

const HTTPS = ingress('100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0');

describe('an operator stops an attack by a deny of everything in front of the allows', () => {
  it.each([
    ['50 deny all, 100 allow all', ['50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0']],
    [
      'the runbook: 4999 deny all, 5000 allow',
      ['2000 allow all 10.26.0.0/16', '4999 deny all 0.0.0.0/0', '5000 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    ['rule 1', ['1 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0']],
    [
      'two halves',
      ['10 deny all 0.0.0.0/1', '11 deny all 128.0.0.0/1', '100 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    ['tcp only', ['50 deny tcp 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0']],
    ['the ephemeral ports only', ['50 deny tcp 1024-65535 0.0.0.0/0', '100 allow all 0.0.0.0/0']],
  ])('%s: low, nothing planned', (_, out) => {
    const coverage = evaluate([...HTTPS, ...egress(...out)]);
    expect([coverage.status, coverage.severity]).toEqual(['gap', 'low']);
    expect(coverage.plan).toEqual({ entries: [], unplaced: [] });
    expect(coverage.writable).toEqual([]);
  });

  it('stays in force for replies that no allow would let out either', () => {
    const coverage = evaluate([...HTTPS, ...egress('50 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0')]);
    expect(coverage.severity).toBe('high');
    expect(coverage.plan.entries).toEqual([]);
    expect(coverage.plan.unplaced).toMatchObject([{ reason: 'decision', ruleNumbers: [50, 100] }]);
  });

  it('is told from the default rule written out', () => {
    const coverage = evaluate([...HTTPS, ...egress('100 allow tcp 443 0.0.0.0/0', '200 deny all 0.0.0.0/0')]);
    expect(toPlanLines(coverage)).toEqual(['110 allow tcp 1024-65535 0.0.0.0/0']);
  });
});

describe('answers are let in by ranges that leave single ports out', () => {
  const only443 = egress('100 allow tcp 443 0.0.0.0/0');

  it.each([
    ['3389', ['100 allow tcp 1024-3388 0.0.0.0/0', '110 allow tcp 3390-65535 0.0.0.0/0']],
    [
      '2049 and 3389',
      [
        '100 allow tcp 1024-2048 0.0.0.0/0',
        '110 allow tcp 2050-3388 0.0.0.0/0',
        '120 allow tcp 3390-65535 0.0.0.0/0',
      ],
    ],
    ['5901 and 5902', ['100 allow tcp 1024-5900 0.0.0.0/0', '110 allow tcp 5903-65535 0.0.0.0/0']],
    ['3389 by a deny', ['90 deny tcp 3389 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0']],
    ['3389, over IPv6', ['100 allow tcp 1024-3388 ::/0', '110 allow tcp 3390-65535 ::/0']],
  ])('%s: covered', (_, inbound) => {
    expect(evaluate([...ingress(...inbound), ...only443]).status).toBe('covered');
  });

  it('and a service beside them counts', () => {
    const inbound = ingress(
      '90 allow tcp 3389 10.0.0.0/8',
      '100 allow tcp 1024-3388 0.0.0.0/0',
      '110 allow tcp 3390-65535 0.0.0.0/0',
    );
    expect(toPlanLines(evaluate([...inbound, ...only443]))).toEqual(['110 allow tcp 1024-65535 10.0.0.0/8']);
  });
});

describe('inbound lets everything in, outbound is locked down', () => {
  it.each([
    ['the default network ACL', ['100 allow all 0.0.0.0/0']],
    ['both families', ['100 allow all 0.0.0.0/0', '101 allow all ::/0']],
    ['all of tcp and udp', ['100 allow tcp 0.0.0.0/0']],
    ['ports 0-65535', ['100 allow tcp 0-65535 0.0.0.0/0']],
    ['behind denies', ['90 deny tcp 22 0.0.0.0/0', '100 allow all 0.0.0.0/0']],
  ])('%s: medium, and nothing is planned', (_, inbound) => {
    const coverage = evaluate([
      ...ingress(...inbound),
      ...egress('100 allow tcp 443 0.0.0.0/0', '101 allow tcp 443 ::/0'),
    ]);
    expect(coverage.severity).toBe('medium');
    expect(coverage.plan.entries).toEqual([]);
    expect(new Set(coverage.plan.unplaced.map(({ reason }) => reason))).toEqual(new Set(['broad']));
    expect(
      coverage.gaps.filter(({ protocol, direction }) => protocol === 'udp' && direction === 'egress'),
    ).toEqual([]);
  });

  it('is low where security groups are known to accept nothing', () => {
    const entries = [...ingress('100 allow all 0.0.0.0/0'), ...egress('100 allow tcp 443 0.0.0.0/0')];
    expect(evaluateCoverage(networkAcl(entries), surroundings(), SETTINGS).severity).toBe('low');
  });
});

describe('UDP that no client waits for', () => {
  it.each([
    ['syslog', '514', ''],
    ['VXLAN', '4789', ''],
    ['GENEVE', '6081', ''],
    ['statsd', '8125', ''],
    ['NetFlow', '2055', ''],
    ['traceroute', '33434-33523', ''],
    ['own DNS look-ups', '53', '53'],
    ['NTP among servers', '123', '123'],
    ['gossip', '7946', '7946'],
  ])('%s: covered', (_, inbound, outbound) => {
    const entries = [
      ...ingress(`100 allow udp ${inbound} 10.0.0.0/16`, '110 allow tcp 22 10.0.0.0/16'),
      ...egress(
        '100 allow tcp 1024-65535 10.0.0.0/16',
        ...(outbound ? [`110 allow udp ${outbound} 10.0.0.0/16`] : []),
      ),
    ];
    expect(evaluate(entries).status).toBe('covered');
  });

  it('is told from UDP that clients wait for', () => {
    const entries = [
      ...ingress('100 allow udp 1194 0.0.0.0/0'),
      ...egress('100 allow tcp 1024-65535 0.0.0.0/0'),
    ];
    expect(toPlanLines(evaluate(entries))).toEqual(['110 allow udp 1024-65535 0.0.0.0/0']);
  });
});

describe('a service behind a receiver', () => {
  it.each([90, 200])('numbered %d: the same verdict', ruleNumber => {
    const entries = [
      ...ingress('100 allow tcp 1024-65535 0.0.0.0/0', `${ruleNumber} allow tcp 3306 0.0.0.0/0`),
      ...egress('100 allow tcp 443 0.0.0.0/0'),
    ];
    expect(toGapLines(evaluate(entries))).toEqual([
      `tcp 1024-65535 0.0.0.0/0 by default for ${ruleNumber}: named, high`,
    ]);
  });
});

describe('what only security groups can tell', () => {
  it('load balancer to dynamic ports without a way back: high, planned, not written', () => {
    const around = surroundings({
      interfaces: [interfaceSet({ isPublic: false })],
      groups: { 'sg-1': ['tcp 32768-65535 sg-alb'] },
      carriers: { 'sg-alb': ['subnet-web'] },
    });
    const entries = [
      ...ingress('100 allow tcp 1024-65535 0.0.0.0/0'),
      ...egress('100 allow tcp 443 0.0.0.0/0'),
    ];
    const coverage = evaluateCoverage(networkAcl(entries), around, SETTINGS);
    expect(coverage.severity).toBe('high');
    expect(toPlanLines(coverage)).toEqual(['110 allow tcp 1024-65535 10.0.12.0/24']);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['security-groups-only']);
    expect(evaluate(entries).status).toBe('covered');
  });

  it('a database opened by high ports with the answers sent "to 3306": high', () => {
    const around = surroundings({
      interfaces: [interfaceSet({ isPublic: false })],
      groups: { 'sg-1': ['tcp 3306 sg-app'] },
      carriers: { 'sg-app': ['subnet-app'] },
    });
    const entries = [
      ...ingress('100 allow tcp 1024-65535 10.0.0.0/16'),
      ...egress('100 allow tcp 3306 10.0.0.0/16'),
    ];
    const coverage = evaluateCoverage(networkAcl(entries), around, SETTINGS);
    expect(coverage.severity).toBe('high');
    expect(toPlanLines(coverage)).toEqual(['110 allow tcp 1024-65535 10.0.11.0/24']);
  });
});

describe('nearly all ports denied', () => {
  it.each(['1024', '65535', '1024-1500'])('all but %s: high, every client blocked', ports => {
    const coverage = evaluate([
      ...ingress('100 allow tcp 22 0.0.0.0/0'),
      ...egress(`100 allow tcp ${ports} 0.0.0.0/0`),
    ]);
    expect(coverage.severity).toBe('high');
    expect(toVerdicts(coverage)).toMatchObject({ linux: 'blocked', windows: 'blocked' });
  });

  it('is high with a narrow required range, too', () => {
    const settings = { ephemeralPorts: [{ from: 32_768, to: 60_999 }] };
    expect(evaluate(ingress('100 allow tcp 22 0.0.0.0/0'), settings).severity).toBe('high');
  });
});

describe('a headline is about the protocol that is hit', () => {
  it('names udp/1194 only where HTTPS is answered', () => {
    const entries = [
      ...ingress('100 allow tcp 443 0.0.0.0/0', '110 allow udp 1194 0.0.0.0/0'),
      ...egress('100 allow tcp 1024-65535 0.0.0.0/0'),
    ];
    expect(evaluate(entries).gaps).toMatchObject([{ protocol: 'udp', admittedBy: [110] }]);
  });
});

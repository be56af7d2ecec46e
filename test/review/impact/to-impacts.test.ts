import { describe, expect, it } from 'vitest';
import { renderHeadline } from '../../../functions/alert/words/headline.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { toImpacts } from '../../../functions/review/impact/to-impacts.ts';
import { egress, ingress, networkAcl, OFFLINE, SETTINGS } from '../../fixtures/network-acls.ts';
import { interfaceSet, surroundings } from '../../fixtures/surroundings.ts';

const NAMES = new Map([['subnet-0b1a2c3d', 'web-a']]);

function impactsOf(entries: readonly NetworkAclEntry[], around: Surroundings = OFFLINE) {
  const acl = networkAcl(entries);
  const coverage = evaluateCoverage(acl, around, SETTINGS);
  return toImpacts({ networkAcl: acl, coverage, surroundings: around, names: NAMES, ...SETTINGS });
}

const WEB = ingress('100 allow tcp 443 0.0.0.0/0');
const SOME = egress('100 allow tcp 32768-65535 0.0.0.0/0');

/** The worst impact of rule tables, as its headline says it. */
const CASES: readonly (readonly [name: string, entries: readonly NetworkAclEntry[], headline: string])[] = [
  ['no outbound rule', WEB, 'All HTTPS (tcp/443) connections to subnet web-a time out.'],
  [
    'half of the ports',
    [...WEB, ...SOME],
    'About half of the HTTPS (tcp/443) connections from clients behind NAT to subnet web-a time out, at random.',
  ],
  [
    'one block of several',
    [
      ...ingress('100 allow tcp 22 203.0.113.0/24', '110 allow tcp 443 0.0.0.0/0'),
      ...egress('100 allow tcp 1024-65535 0.0.0.0/1'),
    ],
    'All SSH (tcp/22) and HTTPS (tcp/443) connections from 128.0.0.0/1 to subnet web-a time out.',
  ],
  [
    'an attacker that is denied is no source',
    ingress('90 deny tcp 443 198.51.100.7/32', '100 allow tcp 443 0.0.0.0/0'),
    'All HTTPS (tcp/443) connections to subnet web-a time out.',
  ],
  [
    'the inner block is hit harder',
    [...WEB, ...egress('90 deny tcp 32768-65535 203.0.113.0/24', '100 allow tcp 32768-65535 0.0.0.0/0')],
    'About half of the HTTPS (tcp/443) connections from clients behind NAT to subnet web-a time out, at random.',
  ],
  [
    'IPv6 alone',
    [...WEB, ...ingress('110 allow tcp 443 ::/0'), ...egress('100 allow tcp 1024-65535 0.0.0.0/0')],
    'All HTTPS (tcp/443) connections over IPv6 to subnet web-a time out.',
  ],
  [
    'IPv6 where there is no IPv4',
    ingress('110 allow tcp 443 ::/0'),
    'All HTTPS (tcp/443) connections to subnet web-a time out.',
  ],
  [
    'private addresses without known NAT',
    [...ingress('100 allow tcp 5432 10.20.0.0/16'), ...egress('100 allow tcp 49152-65535 10.20.0.0/16')],
    '58% of the PostgreSQL (tcp/5432) connections from Linux clients in 10.20.0.0/16 to subnet web-a time out, at random.',
  ],
  [
    'everything is let in',
    ingress('100 allow all 10.0.0.0/8'),
    'Inbound rule 100 allows everything from 10.0.0.0/8, outbound does not.',
  ],
  [
    'own connections',
    egress('100 allow tcp 443 0.0.0.0/0'),
    'All outgoing HTTPS (tcp/443) connections from subnet web-a time out.',
  ],
  [
    'a service with all ports of a rule',
    ingress('100 allow tcp 8000-8010 0.0.0.0/0'),
    'All tcp/8000-8010 connections to subnet web-a time out.',
  ],
];

describe('the worst impact', () => {
  it.each(CASES)('%s', (_, entries, headline) => {
    const [impact] = impactsOf(entries);
    expect(impact && renderHeadline(impact)).toBe(headline);
  });

  it('is none where replies pass', () => {
    const open = egress('100 allow all 0.0.0.0/0');
    expect(impactsOf([...ingress('100 allow all 0.0.0.0/0'), ...open])).toEqual([]);
  });
});

describe('what is behind', () => {
  it('is no source of its own: what stays inside a subnet passes no network ACL', () => {
    const around = surroundings({ groups: { 'sg-1': ['tcp 443 0.0.0.0/0'] } });
    const [impact] = impactsOf(WEB, around);
    expect(impact && renderHeadline(impact)).toBe(
      'All HTTPS (tcp/443) connections to instance web-1 time out.',
    );
  });

  const ALL_IN = ingress('100 allow all 0.0.0.0/0');

  it('names the services that security groups accept, not what the rule lets in', () => {
    const around = surroundings({ groups: { 'sg-1': ['tcp 443 0.0.0.0/0', 'tcp 22 203.0.113.0/24'] } });
    const [impact] = impactsOf(ALL_IN, around);
    expect(impact).toMatchObject({
      evidence: 'accepted',
      groups: { shown: [{ id: 'sg-1', services: expect.arrayContaining([{ from: 443, to: 443 }]) }] },
      targets: { shown: [{ type: 'instance', id: 'web-1' }] },
    });
  });

  it('puts load balancers first, and instances without a name last', () => {
    const owners = [
      { type: 'instance', name: 'i-1' },
      { type: 'database', name: 'eni-1' },
      { type: 'load balancer', name: 'web' },
    ] as const;
    const around = surroundings({
      groups: { 'sg-1': ['tcp 443 0.0.0.0/0'] },
      interfaces: [interfaceSet({ owners })],
    });
    const [impact] = impactsOf(WEB, around);
    expect(impact?.targets.shown.map(({ type }) => type)).toEqual(['load balancer', 'database', 'instance']);
  });

  it('says that other sources are not affected only where it is known that they connect', () => {
    const entries = [
      ...ingress('100 allow tcp 22 203.0.113.0/24', '110 allow tcp 22 198.51.100.0/24'),
      ...egress('100 allow tcp 1024-65535 198.51.100.0/24'),
    ];
    expect(impactsOf(entries)[0]).toMatchObject({
      sources: { shown: ['203.0.113.0/24'] },
      isOnlyThere: false,
    });
    const wide = [...ingress('100 allow tcp 22 0.0.0.0/0'), ...egress('100 allow tcp 1024-65535 0.0.0.0/1')];
    expect(impactsOf(wide)[0]).toMatchObject({ sources: { shown: ['128.0.0.0/1'] }, isOnlyThere: true });
  });
});

it('orders impacts: outbound before inbound, TCP before UDP where both are hit alike', () => {
  const entries = [...ingress('100 allow tcp 443 0.0.0.0/0', '110 allow udp 443 0.0.0.0/0')];
  const ways = impactsOf([...entries, ...egress('100 allow tcp 443 0.0.0.0/0')]).map(
    ({ direction, transport }) => `${direction} ${transport}`,
  );
  expect(ways).toEqual(['egress tcp', 'egress udp', 'ingress tcp']);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHeadline, renderShortHeadline } from '../../../functions/alert/words/headline.ts';
import type { Tense } from '../../../functions/alert/words/headline-parts.ts';
import { type Facts, impactOf } from '../../fixtures/impacts.ts';

type Case = [name: string, facts: Facts, headline: string, short: string, tense?: Tense];

const SHOP = { targets: ['load balancer shop-web'] };

/** The decision table: what each combination of facts says, in full and in a subject. */
const CASES: Case[] = [
  [
    'all clients',
    { services: 'tcp/22', targets: ['instance bastion-1', 'instance bastion-2'] },
    'All SSH (tcp/22) connections to instances bastion-1 and bastion-2 time out.',
    'all SSH connections time out',
  ],
  [
    'all, two services',
    { services: 'tcp/80 tcp/443', ...SHOP },
    'All HTTP (tcp/80) and HTTPS (tcp/443) connections to load balancer shop-web time out.',
    'all HTTP and HTTPS connections time out',
  ],
  [
    'all, many services',
    { services: 'tcp/443 tcp/22 tcp/8080 tcp/8443 tcp/9090', targets: ['subnet public-a'] },
    'All connections to 5 services of subnet public-a time out: HTTPS (tcp/443), SSH (tcp/22), tcp/8080 and 2 more.',
    'all connections to 5 services time out',
  ],
  [
    'four services',
    { services: 'tcp/443 tcp/22 tcp/8080 tcp/8443', targets: ['subnet public-a'] },
    'All connections to 4 services of subnet public-a time out: HTTPS (tcp/443), SSH (tcp/22), tcp/8080 and 1 more.',
    'all connections to 4 services time out',
  ],
  [
    'four services from one block',
    { services: 'tcp/443 tcp/22 tcp/8080 tcp/8443', sources: ['10.0.0.0/8'], targets: ['subnet public-a'] },
    'All connections to 4 services of subnet public-a from 10.0.0.0/8 time out: HTTPS (tcp/443), SSH (tcp/22), tcp/8080 and 1 more.',
    'all connections to 4 services time out',
  ],
  [
    'Windows alone',
    { services: 'tcp/3389', targets: ['instance jump-1'], shares: [0.42, 1, 0.25] },
    'All RDP (tcp/3389) connections from Windows and macOS clients to instance jump-1 time out. From Linux clients: 42%. From clients behind NAT: 25%.',
    'all RDP connections from Windows and macOS time out',
  ],
  [
    'three targets',
    { services: 'tcp/443', targets: ['load balancer a', 'load balancer b', 'instance c'] },
    'All HTTPS (tcp/443) connections to load balancer a, load balancer b and 1 more target time out.',
    'all HTTPS connections time out',
  ],
  [
    'a share of one kind of clients in one block',
    {
      ...{ services: 'tcp/443 tcp/80', sources: ['198.51.100.0/24'] },
      ...{ targets: ['load balancer a'], shares: [0.58, 0, 0.746] },
    },
    '58% of the HTTPS (tcp/443) and HTTP (tcp/80) connections from Linux clients in 198.51.100.0/24 to load balancer a time out, at random. From clients behind NAT: 75%.',
    '58% of HTTPS and HTTP connections from Linux time out',
  ],
  [
    'one port of 64,512 is open',
    { services: 'tcp/443', targets: ['load balancer api'], shares: [1, 1, 0.99998] },
    'All HTTPS (tcp/443) connections to load balancer api time out.',
    'all HTTPS connections time out',
  ],
  [
    'one family',
    { services: 'tcp/443', ...SHOP, onlyFamily: 'ipv6' },
    'All HTTPS (tcp/443) connections over IPv6 to load balancer shop-web time out.',
    'all HTTPS connections over IPv6 time out',
  ],
  [
    'half of the NAT class',
    { services: 'tcp/443', targets: ['load balancer shop-api'], shares: [0, 0, 0.492] },
    'About half of the HTTPS (tcp/443) connections from clients behind NAT to load balancer shop-api time out, at random.',
    'half of HTTPS connections from NAT time out',
  ],
  [
    '58 % of Linux',
    { services: 'tcp/22', targets: ['subnet ci-blue'], shares: [0.58, 0, 0.746] },
    '58% of the SSH (tcp/22) connections from Linux clients to subnet ci-blue time out, at random. From clients behind NAT: 75%.',
    '58% of SSH connections from Linux time out',
  ],
  [
    '58 % of Linux at private addresses, no NAT known',
    {
      ...{ services: 'tcp/5432', sources: ['10.20.0.0/16'], targets: ['database payments'] },
      ...{ shares: [0.58, 0, 0.746], isNatKnown: false },
    },
    '58% of the PostgreSQL (tcp/5432) connections from Linux clients in 10.20.0.0/16 to database payments time out, at random.',
    '58% of PostgreSQL connections from Linux time out',
  ],
  [
    '28 % of Windows',
    { services: 'tcp/443', targets: ['load balancer shop-api'], shares: [0.00004, 0.277, 0.562] },
    '28% of the HTTPS (tcp/443) connections from Windows and macOS clients to load balancer shop-api time out, at random. From clients behind NAT: 56%.',
    '28% of HTTPS connections from Windows and macOS time out',
  ],
  [
    'Linux and Windows whole, NAT half',
    { services: 'tcp/443', targets: ['load balancer x'], shares: [1, 1, 0.508] },
    'All HTTPS (tcp/443) connections from Linux, Windows and macOS clients to load balancer x time out. From clients behind NAT: about half.',
    'all HTTPS connections from Linux and Windows time out',
  ],
  [
    'only the ports of Windows XP',
    { services: 'tcp/443', targets: ['load balancer old'], shares: [0, 0, 0.062] },
    '6% of the HTTPS (tcp/443) connections from clients behind NAT to load balancer old time out, at random.',
    '6% of HTTPS connections from NAT time out',
  ],
  [
    'one port',
    { services: 'tcp/443', targets: ['load balancer old'], shares: [0, 0, 1 / 64_512] },
    'Fewer than 1% of the HTTPS (tcp/443) connections to load balancer old time out, at random.',
    'fewer than 1% of HTTPS connections time out',
  ],
  [
    'one source block',
    { services: 'tcp/22', sources: ['203.0.113.10/32'], targets: ['instance bastion-1'] },
    'All SSH (tcp/22) connections from 203.0.113.10/32 to instance bastion-1 time out.',
    'all SSH connections time out',
  ],
  [
    'four source blocks',
    {
      services: 'tcp/3306',
      sources: ['10.128.11.0/24', '10.128.12.0/24', '172.31.6.0/24', '172.31.2.64/27'],
      targets: ['subnet db-a'],
    },
    'All MySQL (tcp/3306) connections from 10.128.11.0/24, 10.128.12.0/24 and 2 more CIDR blocks to subnet db-a time out.',
    'all MySQL connections time out',
  ],
  [
    'udp',
    { services: 'udp/53', targets: ['instance dns-1'] },
    'All DNS (udp/53) requests to instance dns-1 get no reply.',
    'all DNS requests get no reply',
  ],
  [
    'outgoing',
    { direction: 'ingress', services: 'tcp/443', targets: ['subnet app-a', 'subnet app-b'] },
    'All outgoing HTTPS (tcp/443) connections from subnets app-a and app-b time out.',
    'all outgoing HTTPS connections time out',
  ],
  [
    'outgoing from one kind of hosts to one block',
    {
      ...{ direction: 'ingress', services: 'tcp/443', targets: ['subnet app-a'] },
      ...{ sources: ['203.0.113.0/24'], shares: [0.58, 0, 0], isNatKnown: false },
    },
    '58% of the outgoing HTTPS (tcp/443) connections from Linux hosts in subnet app-a to 203.0.113.0/24 time out, at random.',
    '58% of outgoing HTTPS connections from Linux time out',
  ],
  [
    'planned',
    { services: 'tcp/22' },
    'All SSH (tcp/22) connections will time out.',
    'all SSH connections will time out',
    'planned',
  ],
  [
    'used by no subnet',
    { services: 'tcp/22' },
    'Once a subnet uses it, all SSH (tcp/22) connections will time out.',
    'all SSH connections time out',
    'unused',
  ],
  [
    'still open',
    { services: 'tcp/22', targets: ['instance bastion-1'] },
    'All SSH (tcp/22) connections to instance bastion-1 still time out.',
    'all SSH connections still time out',
    'still',
  ],
  [
    'over',
    { services: 'tcp/80 tcp/443', ...SHOP },
    'HTTP (tcp/80) and HTTPS (tcp/443) connections to load balancer shop-web get replies again.',
    'HTTP and HTTPS clients get replies again',
    'over',
  ],
  [
    'over, of many services',
    { services: 'tcp/443 tcp/22 tcp/8080' },
    'HTTPS (tcp/443), SSH (tcp/22) and tcp/8080 connections get replies again.',
    'clients of 3 services get replies again',
    'over',
  ],
  [
    'a rule that allows everything',
    { services: '', evidence: 'broad', admittedBy: [100], sources: ['10.0.0.0/8'] },
    'Inbound rule 100 allows everything from 10.0.0.0/8, outbound does not.',
    'inbound rule 100 allows everything, outbound does not',
  ],
  [
    'no service is named',
    { services: '', evidence: 'unaccepted', targets: ['subnet a'] },
    'All connections to subnet a time out.',
    'all connections time out',
  ],
];

describe('the headline', () => {
  it.each(CASES)('%s', (_, facts, headline, short, tense) => {
    const impact = impactOf(facts);
    expect(renderHeadline(impact, tense)).toBe(headline);
    expect(renderShortHeadline(impact, tense)).toBe(short);
  });

  it.each<[string, Facts, readonly string[]]>([
    [
      'All SSH (tcp/22) connections from outside 10.0.0.0/8 time out.',
      { services: 'tcp/22' },
      ['10.0.0.0/8'],
    ],
    [
      'All SSH (tcp/22) connections from 10.0.0.0/8 except 10.1.0.0/16 time out.',
      { services: 'tcp/22', sources: ['10.0.0.0/8'] },
      ['10.1.0.0/16'],
    ],
    [
      '58% of the SSH (tcp/22) connections from Linux clients outside 10.0.0.0/8 and 172.16.0.0/12 time out, at random.',
      { services: 'tcp/22', shares: [0.58, 0, 0] },
      ['10.0.0.0/8', '172.16.0.0/12'],
    ],
    [
      'All outgoing SSH (tcp/22) connections to addresses outside 10.0.0.0/8 time out.',
      { direction: 'ingress', services: 'tcp/22' },
      ['10.0.0.0/8'],
    ],
  ])('%s', (expected, facts, except) => {
    expect(renderHeadline({ ...impactOf(facts), except: { shown: except, omitted: 0 } })).toBe(expected);
  });

  it('has shares that are never 0 % or 100 %', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, fc.boolean(), (linux, windows, nat, isNatKnown) => {
        const impact = impactOf({ services: 'tcp/22', shares: [linux, windows, nat], isNatKnown });
        expect(renderHeadline(impact)).toMatch(/^[A-Z0-9].*\.$/);
        for (const text of [renderHeadline(impact), renderShortHeadline(impact)])
          expect(text).not.toMatch(/\b(0|99|100)%/);
      }),
    );
  });
});

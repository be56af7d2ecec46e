import { describe, expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { findDisagreements } from './agreement.ts';
import { findSideEffects } from './applying.ts';
import type { Case } from './case.ts';
import { findInexact, findNotFewest } from './economy.ts';
import { type Entry, TCP } from './entry.ts';
import { examine } from './examined.ts';
import { findUnnamed } from './leftovers.ts';
import { caseOf, egress, ingress } from './notation.ts';
import { place } from './place-notation.ts';
import { findMisnumbered, findMisplaced } from './placing.ts';
import type { Rectangle, Report } from './report.ts';
import { findUnrestrained } from './restraint.ts';

// The checks themselves: each finds nothing wrong with a right report, and something with a wrong one.

const gap = (ports: string, block: string, changed: Partial<Rectangle> = {}): Rectangle => {
  const [from = 0, to = 0] = ports.split('-').map(Number);
  const base = { direction: 'egress', transport: TCP, deniedBy: undefined } as const;
  const named = { admittedBy: [100], acceptedBy: [], behind: [], evidence: 'named', severity: 'medium' };
  return { ...base, ...named, block: parseBlock(block), ports: { from, to }, ...changed };
};

const SMALL = caseOf([
  ...ingress('90 deny tcp 22 0.0.0.4/31', '100 allow tcp 22 0.0.0.0/29'),
  ...egress(
    '100 allow tcp 40000-65535 0.0.0.0/0',
    '110 deny tcp 2000-3000 0.0.0.2/31',
    '900 deny all 0.0.0.0/0',
  ),
]);
const FIRST = gap('1024-1999', '0.0.0.0/30');
const GAPS: readonly Rectangle[] = [
  FIRST,
  gap('2000-3000', '0.0.0.0/31'),
  gap('2000-3000', '0.0.0.2/31', { deniedBy: 110, severity: 'low' }),
  gap('3001-39999', '0.0.0.0/30'),
  gap('1024-39999', '0.0.0.6/31'),
];
const PLAN = ['120 allow tcp 1024-39999 0.0.0.0/30', '130 allow tcp 1024-39999 0.0.0.6/31'];
const verdict = (deniedShare: number) => ({ replies: 'partial' as const, deniedShare });
const RIGHT: Report = {
  status: 'gap',
  severity: 'medium',
  ingressSeverity: 'none',
  clients: {
    'nat-elb-lambda': verdict(38_976 / 64_512),
    linux: verdict(7_232 / 28_233),
    windows: { replies: 'allowed', deniedShare: 0 },
    'windows-legacy': { replies: 'blocked', deniedShare: 1 },
  },
  gaps: GAPS,
  served: [{ direction: 'egress', transport: TCP }],
  planned: egress(...PLAN),
  writable: egress(...PLAN),
  restraints: [],
  unplaced: [],
  assumptions: { exposure: 'unknown', answers: [], oneWay: [], samePort: [] },
};

function findAll(it: Case, report: Report): string[] {
  const examined = examine(it, report);
  const { judgement, applied } = examined;
  return [
    ...findDisagreements(judgement, report),
    ...findUnnamed(report, applied),
    ...findSideEffects(it, applied),
    ...findMisplaced(it, report.planned),
    ...findMisnumbered(it, judgement.egress, report.planned),
    ...findInexact(examined),
    ...findNotFewest(examined),
    ...findUnrestrained(examined),
  ];
}

test('nothing is wrong with the right report', () => {
  expect(findAll(SMALL, RIGHT)).toEqual([]);
});

describe('a wrong report', () => {
  const [, ...others] = GAPS;
  const { from, to } = FIRST.ports;
  const WRONG: readonly (readonly [what: string, report: Partial<Report>, found: string])[] = [
    ['another status', { status: 'covered' }, 'status'],
    ['another severity', { severity: 'low' }, 'severity'],
    ['another ingress severity', { ingressSeverity: 'low' }, 'ingress severity'],
    [
      'another verdict',
      { clients: { ...RIGHT.clients, linux: { replies: 'allowed', deniedShare: 0 } } },
      'linux',
    ],
    ['another share', { clients: { ...RIGHT.clients, linux: verdict(0.25) } }, 'linux, denied'],
    ['a client more', { clients: { ...RIGHT.clients, macos: verdict(1) } }, 'macos'],
    ['no service', { served: [] }, 'services'],
    ['a gap less', { gaps: others }, 'gap at'],
    ['a gap twice', { gaps: [FIRST, ...GAPS] }, 'gap at'],
    ['a port too many', { gaps: [{ ...FIRST, ports: { from: from - 1, to } }, ...others] }, 'gap at'],
    ['a port too few', { gaps: [{ ...FIRST, ports: { from: from + 1, to } }, ...others] }, 'gap at'],
    ['a part of the block', { gaps: [{ ...FIRST, block: parseBlock('0.0.0.0/31') }, ...others] }, 'gap at'],
    ['a block too wide', { gaps: [{ ...FIRST, block: parseBlock('0.0.0.0/29') }, ...others] }, 'gap at'],
    ['another family', { gaps: [{ ...FIRST, block: parseBlock('::/0') }, ...others] }, 'gap at'],
    ['another direction', { gaps: [{ ...FIRST, direction: 'ingress' }, ...others] }, 'gap at'],
    ['another denier', { gaps: [{ ...FIRST, deniedBy: 110 }, ...others] }, 'gap at'],
    ['other evidence', { gaps: [{ ...FIRST, evidence: 'accepted' }, ...others] }, 'gap at'],
    ['another severity of a gap', { gaps: [{ ...FIRST, severity: 'high' }, ...others] }, 'gap at'],
    ['an admitting entry more', { gaps: [{ ...FIRST, admittedBy: [90, 100] }, ...others] }, 'admittedBy'],
    ['an interface more', { gaps: [{ ...FIRST, behind: [0] }, ...others] }, 'behind'],
    ['a security group more', { gaps: [{ ...FIRST, acceptedBy: ['a'] }, ...others] }, 'acceptedBy'],
    ['an admitting entry less', { gaps: [{ ...FIRST, admittedBy: [] }, ...others] }, 'admittedBy'],
    [
      'ports that could be one range',
      {
        gaps: [{ ...FIRST, ports: { from, to: 1500 } }, { ...FIRST, ports: { from: 1501, to } }, ...others],
      },
      'could be one',
    ],
    [
      'siblings that could be one block',
      {
        gaps: [
          { ...FIRST, block: parseBlock('0.0.0.0/31') },
          { ...FIRST, block: parseBlock('0.0.0.2/31') },
          ...others,
        ],
      },
      'could be one',
    ],
    [
      'something unplaced that is planned',
      { unplaced: [{ ...FIRST, reason: 'quota', ruleNumbers: [] }] },
      'left at',
    ],
    [
      'something written that is not planned',
      { writable: egress(...PLAN, '140 allow tcp 1024-39999 0.0.0.4/31') },
      'writes what is not planned',
    ],
    ['less written than is planned', { writable: egress(...PLAN.slice(1)) }, 'writes something else'],
  ];
  test.each(WRONG)('%s is found', (_, wrong, found) => {
    expect(findAll(SMALL, { ...RIGHT, ...wrong }).join('\n')).toContain(found);
  });
});

describe('a wrong plan', () => {
  const [FIRST_HALF = '', SECOND_HALF = ''] = PLAN;
  const WRONG: readonly (readonly [what: string, lines: readonly string[], found: string])[] = [
    ['none', [], 'left at'],
    ['a part of it', [FIRST_HALF], 'left at'],
    ['a port short', ['120 allow tcp 1025-39999 0.0.0.0/30', SECOND_HALF], 'left at'],
    ['an address too many', ['120 allow tcp 1024-39999 0.0.0.0/29'], '1 planned, 2 are enough'],
    [
      'an address outside the request entries',
      ['120 allow tcp 1024-39999 0.0.0.0/28'],
      'opens an address outside',
    ],
    ['a port that is not required', ['120 allow tcp 1023-39999 0.0.0.0/30', SECOND_HALF], 'not required'],
    ['a decision overridden', ['105 allow tcp 1024-39999 0.0.0.0/30', SECOND_HALF], 'overrides deny 110'],
    ['a deny', [FIRST_HALF, SECOND_HALF, '140 deny tcp 40000 0.0.0.7/32'], 'is no egress allow'],
    ['an open port closed', ['99 deny tcp 40000 0.0.0.7/32', FIRST_HALF, SECOND_HALF], 'closes'],
    ['all protocols', ['120 allow all 0.0.0.0/30', SECOND_HALF], 'neither tcp nor udp'],
    ['a number taken', ['110 allow tcp 1024-39999 0.0.0.0/30', SECOND_HALF], 'number is taken'],
    ['a number twice', [FIRST_HALF, SECOND_HALF.replace('130', '120')], 'number is taken'],
    ['no number', [FIRST_HALF, SECOND_HALF.replace('130', '32767')], 'no rule number'],
    ['a number behind the default', [FIRST_HALF, SECOND_HALF.replace('130', '901')], 'behind the default'],
    ['other numbers', [FIRST_HALF, SECOND_HALF.replace('130', '140')], 'instead of'],
    [
      'an entry more than is needed',
      [FIRST_HALF, '130 allow tcp 1024-39999 0.0.0.6/32', '140 allow tcp 1024-39999 0.0.0.7/32'],
      '3 planned, 2 are enough',
    ],
  ];
  test.each(WRONG)('%s is found', (_, lines, found) => {
    const planned = egress(...lines);
    expect(findAll(SMALL, { ...RIGHT, planned, writable: planned }).join('\n')).toContain(found);
  });

  test('an ingress entry is found', () => {
    const planned = ingress('130 allow tcp 1024-39999 0.0.0.0/30');
    expect(findMisplaced(SMALL, planned).join()).toContain('is no egress allow');
  });

  test('an entry in front of a kill switch is found', () => {
    const it = caseOf([...SMALL.entries, ...egress('950 allow icmp 8/0 0.0.0.0/0')]);
    expect(findMisplaced(it, egress(...PLAN)).join()).toContain('in front of 900, which cuts off an allow');
    expect(findMisplaced(SMALL, egress(...PLAN))).toEqual([]);
  });
});

describe('restraint', () => {
  const planned: readonly Entry[] = egress('100 allow tcp 1024-65535 198.51.100.0/24');
  const LISTS: readonly (readonly [requests: string, behind: readonly string[], mayWrite: boolean])[] = [
    ['100 allow tcp 443 198.51.100.0/24', ['unknown turned-off'], true],
    ['100 allow tcp 443 198.51.100.0/24', ['unknown no-time'], false],
    ['100 allow tcp 443 198.51.100.0/24', ['unknown not-allowed'], false],
    ['100 allow tcp 443 198.51.100.0/24', ['unknown failed'], false],
    ['100 allow tcp 443 198.51.100.0/24', ['unknown turned-off', 'in'], false],
    ['100 allow tcp 443 198.51.100.0/24', [], false],
    [
      '100 allow tcp 443 198.51.100.0/24',
      ['interface s1 other public a', 'group a tcp 443 cidr 0.0.0.0/0'],
      true,
    ],
    [
      '100 allow all 198.51.100.0/24',
      ['interface s1 other public a', 'group a tcp 443 cidr 0.0.0.0/0'],
      false,
    ],
    [
      '100 allow tcp 1024-65535 198.51.100.0/24',
      ['interface s1 other public a', 'group a tcp 8080 cidr 0.0.0.0/0'],
      false,
    ],
  ];
  test.each(LISTS)('ingress %s, %j: may be written: %s', (requests, behind, mayWrite) => {
    const it = caseOf(ingress(requests), { place: place('vpc 10.0.0.0/16', ...behind) });
    const report = { ...RIGHT, planned, writable: planned };
    expect(findUnrestrained(examine(it, report)).length === 0).toBe(mayWrite);
  });
});

import { describe, expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { findDisagreements } from './agreement.ts';
import { findOtherSideEffects, findSideEffects } from './applying.ts';
import { ask, type Report } from './engine.ts';
import type { Case, Entry } from './entry.ts';
import { findUnnamed } from './examined.ts';
import { examineSmall, findNotFewest } from './fewest.ts';
import { findMisshapen, toGroups } from './groups.ts';
import { judge } from './judgement.ts';
import { egress, entry, ingress } from './notation.ts';
import { findMisnumbered, findMisplaced } from './placing.ts';
import { toRepresentatives } from './representatives.ts';

// The checks themselves: each finds nothing wrong with a right report, and something with a wrong one.

const IT: Case = {
  settings: { required: [{ from: 1024, to: 65_535 }], inferReceivers: true, ruleQuota: 20 },
  entries: [
    ...ingress('90 deny tcp 22 10.0.0.7/32', '100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 ::/0'),
    ...egress('100 allow tcp 50000-65535 0.0.0.0/0', '110 deny tcp 2000-3000 11.0.0.0/8'),
    ...egress('120 allow udp 1024-65535 ::/0', '130 allow icmp 8/0 0.0.0.0/0'),
  ],
};

const DENY = '140 deny tcp 1024-49999 10.0.0.7/32';
const ALLOW = '150 allow tcp 1024-49999 0.0.0.0/0';

function planning(...lines: readonly string[]): Report {
  return { ...ask(IT), planned: egress(...lines) };
}

function judging(planned: readonly Entry[]) {
  const ranges = planned.flatMap(({ ports }) => ports ?? []);
  return judge(IT, toRepresentatives(IT, { blocks: planned.map(({ block }) => block), ranges }));
}

function findAll(report: Report): string[] {
  const { planned } = report;
  const judgement = judging(planned);
  const groups = toGroups(IT, planned, judgement.egress);
  return [
    ...findDisagreements(judgement, report),
    ...findUnnamed({ it: IT, report, judgement, groups }),
    ...findSideEffects(IT, planned, judgement.egress),
    ...findOtherSideEffects(IT, planned, judgement.points),
    ...findMisplaced(IT, planned),
    ...findMisnumbered(IT, groups, planned),
    ...findMisshapen(groups, planned),
  ];
}

test('nothing is wrong with the right report', () => {
  expect(ask(IT).planned).toEqual(egress(DENY, ALLOW));
  expect(findAll(ask(IT))).toEqual([]);
});

describe('a wrong report', () => {
  const right = ask(IT);
  const [first, ...others] = right.gaps;
  if (first === undefined) throw new Error('there are gaps');
  const { from, to } = first.ports;
  const half = Math.floor((from + to) / 2);
  const WRONG: readonly (readonly [what: string, report: Partial<Report>, found: string])[] = [
    ['another status', { status: 'covered' }, 'status'],
    ['another severity', { severity: 'low' }, 'severity'],
    ['another verdict', { clients: { ...right.clients, linux: 'allowed' } }, 'linux'],
    ['a client more', { clients: { ...right.clients, macos: 'allowed' } }, 'macos'],
    ['no service', { served: [] }, 'services'],
    ['a gap less', { gaps: others }, 'gap at'],
    ['a gap twice', { gaps: [first, ...right.gaps] }, 'gap at'],
    ['a port too many', { gaps: [{ ...first, ports: { from: from - 1, to } }, ...others] }, 'gap at'],
    ['a port too few', { gaps: [{ ...first, ports: { from: from + 1, to } }, ...others] }, 'gap at'],
    ['a part of the block', { gaps: [{ ...first, block: parseBlock('4.0.0.0/30') }, ...others] }, 'gap at'],
    ['another family', { gaps: [{ ...first, block: parseBlock('::/0') }, ...others] }, 'gap at'],
    ['another direction', { gaps: [{ ...first, direction: 'ingress' }, ...others] }, 'gap at'],
    ['another denier', { gaps: [{ ...first, deniedBy: 999 }, ...others] }, 'gap at'],
    ['an admitting entry more', { gaps: [{ ...first, admittedBy: [90, 100] }, ...others] }, 'admittedBy'],
    ['an admitting entry less', { gaps: [{ ...first, admittedBy: [] }, ...others] }, 'admittedBy'],
    [
      'ports that could be one range',
      {
        gaps: [
          { ...first, ports: { from, to: half } },
          { ...first, ports: { from: half + 1, to } },
          ...others,
        ],
      },
      'could be one',
    ],
    ['siblings that could be one block', { gaps: right.gaps.flatMap(halve) }, 'could be one'],
    ['something unplaced', { unplaced: [{ gap: first, reason: 'quota' }] }, 'gap at'],
  ];
  test.each(WRONG)('%s is found', (_, wrong, found) => {
    expect(findAll({ ...right, ...wrong }).join('\n')).toContain(found);
  });

  function halve(gap: Report['gaps'][number]): Report['gaps'] {
    const { family, first: low, last } = gap.block;
    const middle = (low + last) / 2n;
    if (low === last) return [gap];
    return [
      { ...gap, block: { family, first: low, last: middle } },
      { ...gap, block: { family, first: middle + 1n, last } },
    ];
  }
});

describe('a wrong plan', () => {
  const WRONG: readonly (readonly [what: string, lines: readonly string[], found: string])[] = [
    ['none', [], 'gap at'],
    ['a part of it', [DENY], 'gap at'],
    ['a port short', ['140 deny tcp 1025-49999 10.0.0.7/32', '150 allow tcp 1025-49999 0.0.0.0/0'], 'gap at'],
    ['an address too many', [ALLOW.replace('150', '140')], 'opens'],
    ['a port too many', [DENY, '150 allow tcp 1023-49999 0.0.0.0/0'], 'opens'],
    ['the allow created first', [ALLOW, DENY], 'opens'],
    [
      'a deny overridden',
      ['101 deny tcp 1024-49999 10.0.0.7/32', '102 allow tcp 1024-49999 0.0.0.0/0'],
      'opens',
    ],
    ['an open port closed', [DENY, '99 deny tcp 50000 10.0.0.8/32', ALLOW], 'closes'],
    ['ICMP opened', [DENY, ALLOW, '160 allow icmp 3/4 0.0.0.0/0'], 'changes protocol 1'],
    ['another protocol closed', [DENY, ALLOW, '1 deny icmp 8/0 0.0.0.0/0'], 'changes protocol 1'],
    ['a number taken', [DENY.replace('140', '130'), ALLOW], 'number is taken'],
    ['a number twice', [DENY, ALLOW.replace('150', '140')], 'number is taken'],
    ['no number', [DENY, ALLOW.replace('150', '32767')], 'no rule number'],
    [
      'a deny overlapped and not heeded',
      ['105 deny tcp 1024-49999 11.0.0.0/32', DENY, ALLOW],
      'before a deny',
    ],
    ['other numbers', [DENY, ALLOW.replace('150', '160')], 'instead of'],
    ['the hull exceeded', [DENY, '150 allow tcp 1024-50000 0.0.0.0/0'], 'hull'],
    ['no required range', [DENY, ALLOW, '160 allow tcp 22 10.0.0.8/32'], 'of no required range'],
    ['the less specific first', [DENY, ALLOW, '160 allow tcp 1024-49999 10.0.0.8/32'], 'less specific'],
  ];
  test.each(WRONG)('%s is found', (_, lines, found) => {
    expect(findAll(planning(...lines)).join('\n')).toContain(found);
  });

  test('an ingress entry is found', () => {
    expect(findMisplaced(IT, [entry(false, ALLOW)]).join()).toContain('not egress');
  });

  test('an entry behind the written-out default is found', () => {
    const it = { ...IT, entries: [...IT.entries, ...egress('145 deny tcp 0-65535 0.0.0.0/0')] };
    expect(findMisplaced(it, egress(DENY, ALLOW)).join()).toContain(
      '150 allow tcp 1024-49999 0.0.0.0/0: behind',
    );
  });
});

describe('the fewest entries', () => {
  const LISTS: readonly (readonly [lines: readonly string[], fewest: number])[] = [
    [['100 allow tcp 22 0.0.0.0/0'], 1],
    [['90 deny tcp 22 0.0.0.5/32', '100 allow tcp 22 0.0.0.0/0'], 2],
    [['90 deny tcp 22 0.0.0.5/32', '91 deny tcp 22 0.0.0.2/32', '100 allow tcp 22 0.0.0.0/0'], 3],
    [['90 deny tcp 22 0.0.0.4/31', '91 deny tcp 22 0.0.0.6/31', '100 allow tcp 22 0.0.0.0/0'], 2],
    [['100 allow tcp 22 0.0.0.0/31', '101 allow tcp 22 0.0.0.2/31'], 1],
    [['100 allow tcp 22 0.0.0.1/32', '101 allow tcp 22 0.0.0.2/32', '102 allow tcp 22 0.0.0.3/32'], 2],
    [['100 allow tcp 22 0.0.0.1/32', '101 allow tcp 22 0.0.0.2/32'], 2],
    [['90 deny tcp 22 0.0.0.0/29', '100 allow tcp 22 0.0.0.0/0'], 2],
  ];
  test.each(LISTS)('ingress %j: %i, one fewer or more is found', (lines, fewest) => {
    const it = { ...IT, entries: ingress(...lines) };
    const examined = examineSmall(it);
    expect(examined.report.planned).toHaveLength(fewest);
    expect(findNotFewest(examined)).toEqual([]);
    const [planned] = examined.groups.filter(group => group.planned.length > 0);
    const wrong = (more: readonly Entry[]) =>
      examined.groups.map(group => (group === planned ? { ...group, planned: more } : group));
    const extra = [...(planned?.planned ?? []), entry(true, '900 allow tcp 1024-65535 0.0.0.1/32')];
    expect(findNotFewest({ ...examined, groups: wrong(extra) }).join()).toContain(`${fewest} are enough`);
    expect(findNotFewest({ ...examined, groups: wrong([]) }).join()).toContain('0 planned');
  });
});

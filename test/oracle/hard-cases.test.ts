import { describe, expect, test } from 'vitest';
import type { Case } from './case.ts';
import { compareShadowed } from './compare-shadowed.ts';
import { findNotFewest } from './economy.ts';
import { ask } from './engine.ts';
import { examine } from './examined.ts';
import { findFaults } from './faults.ts';
import { caseOf, egress, formatEntry, ingress } from './notation.ts';
import { place } from './place-notation.ts';

// Cases that generated network ACLs seldom or never are, with answers derived by hand.

const PUBLIC = ['interface s1 other public a', 'vpc 10.0.0.0/16', 'subnet s1 10.0.1.0/24'];

/** What the engine plans, or the reasons why it does not; and nothing may be wrong with its answer. */
function planOf(it: Case): string[] {
  const examined = examine(it);
  expect([...findFaults(examined), ...findNotFewest(examined)]).toEqual([]);
  const { planned, unplaced } = examined.report;
  const reasons = new Set(unplaced.map(({ reason, ruleNumbers }) => `${reason} ${ruleNumbers}`.trim()));
  return [...planned.map(formatEntry), ...reasons];
}

describe('rule numbers', () => {
  const NUMBERS: readonly (readonly [egress: readonly string[], numbers: readonly number[] | string])[] = [
    [[], [100, 110]],
    [
      ['32767 deny all 0.0.0.0/0', '32768 deny all ::/0'],
      [100, 110],
    ],
    [['1 allow tcp 443 0.0.0.0/0'], [10, 20]],
    [['100 allow tcp 443 0.0.0.0/0'], [110, 120]],
    [['109 allow tcp 443 0.0.0.0/0'], [110, 120]],
    [['100 allow tcp 443 ::/0'], [110, 120]],
    [['500 deny all 0.0.0.0/0'], [100, 110]],
    [['111 deny all 0.0.0.0/0'], [100, 110]],
    [['110 deny all 0.0.0.0/0'], [108, 109]],
    [['50 deny all 0.0.0.0/0'], [48, 49]],
    [['500 deny all ::/0'], [510, 520]],
    [['500 deny udp 0-65535 0.0.0.0/0'], [510, 520]],
    [
      ['100 allow tcp 443 0.0.0.0/0', '115 deny all 0.0.0.0/0'],
      [113, 114],
    ],
    [
      ['98 allow tcp 443 0.0.0.0/0', '99 allow tcp 80 0.0.0.0/0', '100 deny all 0.0.0.0/0'],
      [96, 97],
    ],
    [['32740 allow tcp 443 0.0.0.0/0'], [32_750, 32_760]],
    [['32741 allow tcp 443 0.0.0.0/0'], [32_750, 32_760]],
    [['32750 allow tcp 443 0.0.0.0/0'], [32_765, 32_766]],
    [['32766 allow tcp 443 0.0.0.0/0'], [32_764, 32_765]],
    [
      ['2 allow tcp 443 0.0.0.0/0', '4 deny all 0.0.0.0/0'],
      [1, 3],
    ],
    [['1 allow tcp 443 0.0.0.0/0', '3 deny all 0.0.0.0/0'], 'rule-numbers'],
    [['1 deny all 0.0.0.0/0'], 'rule-numbers'],
    [
      ['1 deny tcp 443 0.0.0.0/0', '4 deny all 0.0.0.0/0'],
      [2, 3],
    ],
    [['2 deny tcp 2000 198.51.100.0/24', '4 deny all 0.0.0.0/0'], 'rule-numbers'],
    [
      ['1 deny tcp 2000 198.51.100.0/24', '4 deny all 0.0.0.0/0', '9 deny tcp 3000 0.0.0.0/0'],
      [2, 3],
    ],
    [
      ['1 allow tcp 2000 198.51.100.0/24', '2 deny tcp 2000 198.51.100.0/24', '5 deny all 0.0.0.0/0'],
      [3, 4],
    ],
  ];
  test.each(NUMBERS)('egress %j: %j', (lines, numbers) => {
    const requests = ingress('100 allow tcp 22 198.51.100.0/24', '110 allow tcp 22 203.0.113.0/24');
    const { planned, unplaced } = ask(caseOf([...requests, ...egress(...lines)]));
    const reasons = new Set(unplaced.map(({ reason }) => reason));
    const expected = typeof numbers === 'string' ? [[], [numbers]] : [numbers, []];
    expect([planned.map(({ ruleNumber }) => ruleNumber), [...reasons]]).toEqual(expected);
  });
});

describe('plans', () => {
  const LISTS: readonly (readonly [
    what: string,
    requests: readonly string[],
    replies: readonly string[],
    behind: readonly string[],
    plan: readonly string[],
  ])[] = [
    [
      'the seed scenario',
      ['100 allow tcp 22 0.0.0.0/0'],
      [],
      ['unknown turned-off'],
      ['100 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'a deny of everything in front of an allow is a decision',
      ['100 allow tcp 443 0.0.0.0/0'],
      ['50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0'],
      ['unknown turned-off'],
      [],
    ],
    [
      'nothing is planned in front of a deny that cuts off another allow',
      ['100 allow tcp 443 0.0.0.0/0'],
      ['4999 deny all 0.0.0.0/0', '5000 allow tcp 80 0.0.0.0/0'],
      ['unknown turned-off'],
      ['decision 4999,5000'],
    ],
    [
      'not even where that is for ICMP',
      ['100 allow tcp 443 0.0.0.0/0'],
      ['4999 deny all 0.0.0.0/0', '5000 allow icmp 8/0 0.0.0.0/0'],
      ['unknown turned-off'],
      ['decision 4999,5000'],
    ],
    [
      'a deny of all tcp says nothing of udp',
      ['100 allow udp 1194 0.0.0.0/0'],
      ['50 deny tcp 0.0.0.0/0', '60 allow tcp 80 0.0.0.0/0'],
      ['unknown turned-off'],
      ['70 allow udp 1024-65535 0.0.0.0/0'],
    ],
    [
      'a narrower deny stays in front',
      ['100 allow tcp 443 0.0.0.0/0'],
      ['90 deny tcp 1024-65535 203.0.113.7/32'],
      ['unknown turned-off'],
      ['100 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'one denied address in ingress: the block of the request entry, as nothing is known',
      ['90 deny all 203.0.113.7/32', '100 allow tcp 443 0.0.0.0/0'],
      [],
      ['unknown turned-off'],
      ['100 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'the same where security groups accept all of it',
      ['90 deny all 203.0.113.7/32', '100 allow tcp 443 0.0.0.0/0'],
      [],
      [...PUBLIC, 'group a tcp 443 cidr 0.0.0.0/0'],
      ['100 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'five offices that security groups accept: too many entries',
      ['100 allow tcp 443 0.0.0.0/0'],
      [],
      [...PUBLIC, ...[0, 2, 4, 6, 8].map(byte => `group a tcp 443 cidr 198.51.${byte}.0/24`)],
      ['too-many-entries'],
    ],
    [
      'four offices are four entries',
      ['100 allow tcp 443 0.0.0.0/0'],
      [],
      [...PUBLIC, ...[0, 2, 4, 6].map(byte => `group a tcp 443 cidr 198.51.${byte}.0/24`)],
      [0, 2, 4, 6].map((byte, index) => `${100 + 10 * index} allow tcp 1024-65535 198.51.${byte}.0/24`),
    ],
    [
      'inbound all is for a person to say',
      ['100 allow all 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
      ['unknown turned-off'],
      ['broad 100'],
    ],
    [
      'inbound split at 3389 receives answers',
      ['100 allow tcp 1024-3388 0.0.0.0/0', '110 allow tcp 3390-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
      ['unknown turned-off'],
      [],
    ],
    [
      'a service behind what receives answers',
      ['100 allow tcp 1024-65535 0.0.0.0/0', '200 allow tcp 3306 10.1.0.0/16'],
      ['100 allow tcp 443 0.0.0.0/0'],
      ['unknown turned-off'],
      ['110 allow tcp 1024-65535 10.1.0.0/16'],
    ],
    [
      'the own subnet is left out or not: one entry',
      ['100 allow tcp 443 10.0.0.0/16'],
      [],
      ['in s1', 'subnet s1 10.0.1.0/24', 'unknown turned-off'],
      ['100 allow tcp 1024-65535 10.0.0.0/16'],
    ],
  ];
  test.each(LISTS)('%s: ingress %j, egress %j, %j', (_, requests, replies, behind, plan) => {
    const it = caseOf([...ingress(...requests), ...egress(...replies)], { place: place(...behind) });
    const found = planOf(it);
    const isReason = (line: string) => !/^\d/.test(line);
    expect(found.map(line => (plan.includes(line) || !isReason(line) ? line : line.split(' ')[0]))).toEqual(
      plan,
    );
  });
});

describe('planning again gives the empty plan, also where a part is refused', () => {
  // Once replies to the first range get out, 4500 is a same-port service, and the second range would need only one entry.
  test.each([
    ['a port inside the range', ['100 allow udp 4500 203.0.113.0/24', '110 allow udp 53 198.51.100.0/24']],
    ['a port outside', ['100 allow udp 500 203.0.113.0/24', '110 allow udp 53 198.51.100.0/24']],
  ])('%s', (_, lines) => {
    const required = [
      { from: 1025, to: 5000 },
      { from: 32_768, to: 65_535 },
    ];
    const entries = [...ingress(...lines), ...egress('4 deny all 0.0.0.0/0')];
    expect(findFaults(examine(caseOf(entries, { settings: { required, ruleQuota: 20 } })))).toEqual([]);
  });
});

test('an ICMPv6 type counts on IPv6 only, by the reference of CreateNetworkAclEntry', () => {
  const lines = [
    '100 allow icmpv6 8/0 0.0.0.0/0',
    '110 deny icmpv6 9/0 0.0.0.0/0',
    '120 allow icmpv6 8/0 ::/0',
  ];
  expect(compareShadowed(caseOf(egress(...lines, '130 deny icmpv6 9/0 ::/0')))).toEqual([]);
});

test('one family beyond the quota leaves the other its plan', () => {
  const requests = ingress('100 allow tcp 22 0.0.0.0/0', '110 allow tcp 22 ::/0');
  const existing = egress('100 allow tcp 443 0.0.0.0/0');
  const required = [{ from: 1024, to: 65_535 }];
  const it = (ruleQuota: number) => caseOf([...requests, ...existing], { settings: { required, ruleQuota } });
  expect(planOf(it(1))).toEqual(['110 allow tcp 1024-65535 ::/0', 'quota']);
  expect(planOf(it(2))).toHaveLength(2);
});

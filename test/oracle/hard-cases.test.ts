import { describe, expect, test } from 'vitest';
import { compareShadowed } from './agreement.ts';
import { ask } from './engine.ts';
import type { Case, Entry } from './entry.ts';
import { examine, findFaults } from './examined.ts';
import { egress, formatEntry, ingress } from './notation.ts';

// Cases that generated network ACLs seldom or never are, with answers derived by hand.

const SETTINGS = { required: [{ from: 1024, to: 65_535 }], inferReceivers: true, ruleQuota: 20 };
const TWO_RANGES = [
  { from: 1025, to: 5000 },
  { from: 32_768, to: 65_535 },
];

function plan(entries: readonly Entry[], settings: Case['settings'] = SETTINGS): string[] {
  return ask({ entries, settings }).planned.map(formatEntry);
}

describe('rule numbers', () => {
  const NUMBERS: readonly (readonly [egress: readonly string[], numbers: readonly number[]])[] = [
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
      ['100 allow tcp 443 0.0.0.0/0', '200 deny tcp 0-65535 0.0.0.0/0', '300 allow udp 53 0.0.0.0/0'],
      [110, 120],
    ],
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
    [['1 allow tcp 443 0.0.0.0/0', '3 deny all 0.0.0.0/0'], []],
    [['1 deny all 0.0.0.0/0'], []],
    [
      ['1 deny tcp 443 0.0.0.0/0', '4 deny all 0.0.0.0/0'],
      [2, 3],
    ],
    [['2 deny tcp 2000 0.0.0.0/0', '4 deny all 0.0.0.0/0'], []],
    [
      ['1 deny tcp 2000 0.0.0.0/0', '4 deny all 0.0.0.0/0', '9 deny tcp 3000 0.0.0.0/0'],
      [2, 3],
    ],
  ];
  test.each(NUMBERS)('egress %j: %j', (lines, numbers) => {
    const requests = ingress('90 deny tcp 22 10.0.0.7/32', '100 allow tcp 22 0.0.0.0/0');
    const report = ask({ entries: [...requests, ...egress(...lines)], settings: SETTINGS });
    expect(report.planned.map(({ ruleNumber }) => ruleNumber)).toEqual(numbers);
    expect(new Set(report.unplaced.map(({ reason }) => reason))).toEqual(
      new Set(numbers.length > 0 ? [] : ['rule-numbers']),
    );
  });
});

describe('before a written-out default, among entries that stand', () => {
  test.each<[what: string, requests: string[], replies: string[], planned: string[]]>([
    [
      'what an allow behind the plan matches but does not decide may be denied',
      ['90 deny tcp 22 10.0.0.0/32', '100 allow tcp 22 10.0.0.0/29'],
      [
        '1 deny tcp 40000-65535 10.0.0.0/32',
        '8 allow tcp 40000-65535 10.0.0.0/32',
        '9 allow udp 53 0.0.0.0/0',
        '10 deny all 0.0.0.0/0',
      ],
      ['6 deny tcp 1024-65535 10.0.0.0/32', '7 allow tcp 1024-65535 10.0.0.0/29'],
    ],
    [
      'a deny behind the plan is not overlapped, even where it decides nothing',
      ['100 allow tcp 22 10.0.0.8/29'],
      ['1 allow tcp 1024-65535 10.0.0.12/32', '5 deny tcp 2000 10.0.0.12/32', '6 deny all 0.0.0.0/0'],
      [
        '2 allow tcp 1024-65535 10.0.0.13/32',
        '3 allow tcp 1024-65535 10.0.0.14/31',
        '4 allow tcp 1024-65535 10.0.0.8/30',
      ],
    ],
    [
      'entries of a plan that would have to stand on both sides of a deny are refused',
      ['100 allow tcp 443 10.0.0.4/32', '101 allow tcp 443 10.0.0.0/30'],
      ['3 deny tcp 1025-5000 10.0.0.0/32', '5 deny all 0.0.0.0/0'],
      [],
    ],
  ])('%s', (_, requests, replies, planned) => {
    const entries = [...ingress(...requests), ...egress(...replies)];
    expect(plan(entries)).toEqual(planned);
    const examined = examine({ entries, settings: SETTINGS });
    expect(findFaults(examined)).toEqual([]);
  });
});

describe('planning again gives the empty plan, also where a part is refused', () => {
  // The first range takes two of the three free numbers; the second needs two, as well. Once replies to the first
  // range get out, rule 100 is a receiver (or its port a symmetric one), and the second range would need only one.
  test.each([
    ['a receiver', ['100 allow tcp 1024-65535 10.0.0.0/8', '110 allow tcp 22 172.16.0.0/12']],
    ['a symmetric port', ['100 allow udp 4500 10.0.0.0/8', '110 allow udp 53 172.16.0.0/12']],
  ])('%s', (_, lines) => {
    const entries = [...ingress(...lines), ...egress('4 deny all 0.0.0.0/0')];
    expect(findFaults(examine({ entries, settings: { ...SETTINGS, required: TWO_RANGES } }))).toEqual([]);
  });
});

test('an ICMPv6 type counts on IPv6 only, by the reference of CreateNetworkAclEntry', () => {
  const lines = [
    '100 allow icmpv6 8/0 0.0.0.0/0',
    '110 deny icmpv6 9/0 0.0.0.0/0',
    '120 allow icmpv6 8/0 ::/0',
  ];
  const entries = egress(...lines, '130 deny icmpv6 9/0 ::/0');
  expect(compareShadowed({ entries, settings: SETTINGS })).toEqual([]);
});

test('published table: ingress all but one address, no egress: four entries', () => {
  const requests = ingress('90 deny all 198.51.100.7/32', '100 allow all 0.0.0.0/0');
  expect(plan(requests)).toEqual([
    '100 deny tcp 1024-65535 198.51.100.7/32',
    '110 allow tcp 1024-65535 0.0.0.0/0',
    '120 deny udp 1024-65535 198.51.100.7/32',
    '130 allow udp 1024-65535 0.0.0.0/0',
  ]);
});

test('one family beyond the quota leaves the other its plan', () => {
  const requests = ingress('100 allow all 0.0.0.0/0', '110 allow all ::/0');
  const standing = egress('100 allow tcp 443 0.0.0.0/0');
  const settings = { ...SETTINGS, ruleQuota: 2 };
  expect(plan([...requests, ...standing], settings)).toEqual([
    '110 allow tcp 1024-65535 ::/0',
    '120 allow udp 1024-65535 ::/0',
  ]);
  expect(plan([...requests, ...standing], { ...settings, ruleQuota: 3 })).toHaveLength(4);
});

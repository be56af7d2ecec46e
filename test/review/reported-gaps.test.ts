import { describe, expect, it } from 'vitest';
import {
  MOST_GAPS,
  toDifference,
  toFingerprint,
  toReportedGap,
  toReportedGaps,
} from '../../functions/review/reported-gaps.ts';
import { egress, evaluate, ingress } from '../fixtures/network-acls.ts';

const gapsIn = (rules: readonly string[], services = ['10 allow tcp 22 0.0.0.0/0']) =>
  evaluate([...ingress(...services), ...egress(...rules)]).gaps.filter(
    ({ direction }) => direction === 'egress',
  );
/** Gaps between so many open ports. */
const gapsOf = (count: number, first = 10_000) =>
  gapsIn(
    Array.from({ length: count }, (_, index) => `${100 + index} allow tcp ${first + 10 * index} 0.0.0.0/0`),
  );

describe('the difference between reported gaps', () => {
  it('is what is new and what is gone', () => {
    const { added, gone } = toDifference(toReportedGaps(gapsOf(2)), gapsOf(3));
    const toPorts = ({ fromPort, toPort }: (typeof added)[number]) => `${fromPort}-${toPort}`;
    expect([added.map(toPorts), gone.map(toPorts)]).toEqual([
      ['10011-10019', '10021-65535'],
      ['10011-65535'],
    ]);
  });

  it('names each address of its own, and the rule that denies', () => {
    const before = gapsIn([], ['10 allow tcp 22 10.0.0.0/8']);
    const after = gapsIn(['90 deny tcp 1024-65535 10.0.0.0/8'], ['10 allow tcp 22 10.0.0.0/8']);
    const gap = { direction: 'egress', protocol: 'tcp', cidr: '10.0.0.0/8', fromPort: 1024, toPort: 65535 };
    expect(toDifference(toReportedGaps(before), after)).toEqual({
      added: [{ ...gap, deniedBy: { kind: 'entry', ruleNumber: 90 } }],
      gone: [{ ...gap, deniedBy: { kind: 'default' } }],
    });
  });

  it('never has a gap that still exists as gone, however many there are', () => {
    const before = gapsOf(MOST_GAPS + 50);
    const now = gapsOf(MOST_GAPS + 50, 9_995);
    const reported = toReportedGaps(before);
    expect([reported.listed.length, reported.omitted]).toEqual([MOST_GAPS, before.length - MOST_GAPS]);
    const existing = new Set(now.map(gap => JSON.stringify(toReportedGap(gap))));
    const { added, gone } = toDifference(reported, now);
    expect(gone.filter(gap => existing.has(JSON.stringify(gap)))).toEqual([]);
    // What is new is not known where not all earlier gaps are on record.
    expect(added).toEqual([]);
    expect(toDifference(reported, before)).toEqual({ added: [], gone: [] });
  });
});

/** These are on record in the tables of version 0.1.0: other values would repeat every known alert. */
it.each([
  ['the default rule', gapsIn([]), '6c31f8ac439a25ce'],
  ['an entry', gapsIn(['90 deny tcp 5000 10.0.0.0/8', '100 allow all 0.0.0.0/0']), '31eac83b232da209'],
])('the fingerprint of gaps that %s denies never changes', (_, gaps, fingerprint) => {
  expect(toFingerprint(gaps)).toBe(fingerprint);
});

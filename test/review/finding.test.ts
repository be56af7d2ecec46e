import { expect, it } from 'vitest';
import { toDenials, toDifference } from '../../functions/review/finding.ts';
import { egress, evaluate, ingress } from '../fixtures/network-acls.ts';

/** Gaps of so many ranges of ports, between what is open. */
function gapsOf(count: number, first = 10_000) {
  const open = Array.from(
    { length: count },
    (_, index) => `${100 + index} allow tcp ${first + 10 * index} 0.0.0.0/0`,
  );
  return evaluate([...ingress('10 allow tcp 22 0.0.0.0/0'), ...egress(...open)]).gaps.filter(
    ({ direction }) => direction === 'egress',
  );
}

it('never tells of a gap that still stands that it is gone, however many there are', () => {
  const before = gapsOf(60);
  const now = gapsOf(60, 9_995);
  const { gone } = toDifference(toDenials(before), now);
  expect(toDenials(before)).toHaveLength(40);
  const standing = toDenials(before).filter(denial => toDifference([denial], now).gone.length === 0);
  expect(gone.filter(denial => standing.includes(denial))).toEqual([]);
  expect(toDifference(toDenials(before), before)).toEqual({ added: [], gone: [] });
  expect(toDifference(toDenials(gapsOf(2)), gapsOf(3))).toEqual({
    added: ['outbound tcp 10011-10019 to 0.0.0.0/0', 'outbound tcp 10021-65535 to 0.0.0.0/0'],
    gone: ['outbound tcp 10011-65535 to 0.0.0.0/0'],
  });
});

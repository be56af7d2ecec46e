import { expect, it } from 'vitest';
import { mapAtOnce } from '../../../cli/members/map-at-once.ts';

it.each([
  [0, 3],
  [2, 3],
  [10, 3],
  [10, 1],
])('maps %i items, at most %i at the same time, and keeps their order', async (count, most) => {
  const running = { now: 0, most: 0 };
  const items = Array.from({ length: count }, (_, index) => index);
  const results = await mapAtOnce(items, most, async item => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    await new Promise(resolve => setTimeout(resolve, (count - item) % 4));
    running.now -= 1;
    return item * 2;
  });
  expect(results).toEqual(items.map(item => item * 2));
  expect(running.most).toBe(Math.min(count, most));
});

it('throws the first error, and begins nothing after it', async () => {
  const begun: number[] = [];
  const map = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error('no');
  };
  await expect(mapAtOnce([0, 1, 2, 3], 1, map)).rejects.toThrow('no');
  expect(begun).toEqual([0, 1]);
});

import { describe, expect, it } from 'vitest';
import { describeSmallest, trySeed } from './try-schedule.ts';

const SCHEDULES = 3_000;
const SHARES = 6;

describe('guard, sweep and reporter among operators, other tools and faults', () => {
  it.each(Array.from({ length: SHARES }, (_, share) => share))(
    'violate no invariant, share %i',
    async share => {
      const total = { published: 0, writes: 0 };
      for (let seed = share; seed < SCHEDULES; seed += SHARES) {
        const { violations, published, writes } = await trySeed(seed);
        expect(violations, violations.length > 0 ? await describeSmallest(seed) : undefined).toEqual([]);
        total.published += published;
        total.writes += writes;
      }
      // A simulation in which nothing happens would violate nothing either.
      expect(total.published).toBeGreaterThan(SCHEDULES / SHARES / 2);
      expect(total.writes).toBeGreaterThan(SCHEDULES / SHARES / 10);
    },
  );
});

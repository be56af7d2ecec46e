import { expect, test } from 'vitest';
import { formatCase } from './case-notation.ts';
import { tryCase } from './deep-case.ts';

const CASES = 400;

// The same cases each time; `npm run test:deep` goes on from here.
test('the engine agrees with the oracle on the first of the deep cases', () => {
  for (let seed = 1; seed <= CASES; seed++) {
    const { it, faults } = tryCase(seed);
    expect(faults, `seed ${seed}\n${formatCase(it)}`).toEqual([]);
  }
});

import { describe, expect, it } from 'vitest';
import { MUTANTS } from './deployment-model.ts';
import { SIZE } from './organisation.ts';
import { simulate } from './simulate.ts';

/** Milliseconds: several runs share the processor. */
const LONGEST = 120_000;

describe('a hub of 100 accounts and 4 regions', { timeout: LONGEST }, () => {
  it.each([1, 2, 3])('loses nothing and uses each session for its account alone, seed %i', async seed => {
    const result = await simulate({ events: 1_500, seed, size: SIZE });
    const { lost, twice, violations, disagree, outcomes, figures } = result;
    expect({ lost, twice, violations, disagree }).toEqual({
      ...{ lost: 0, twice: 0, violations: {}, disagree: [] },
    });
    // Everything that the simulation is about has happened.
    for (const outcome of ['covered', 'pending', 'muted', 'deleted', 'ignored', 'refused', 'unreachable'])
      expect(outcomes[outcome], outcome).toBeGreaterThan(0);
    expect(figures).toMatchObject({ pending: 0, deadSweeps: 0 });
    for (const figure of ['assumed', 'refused', 'describes', 'creates'])
      expect(figures[figure], figure).toBeGreaterThan(0);
  });

  it.each(MUTANTS)('has a violation with the fault %s', async mutant => {
    const { violations } = await simulate({ events: 2_000, seed: 1, size: SIZE, mutant });
    expect(Object.keys(violations).join()).toContain(
      mutant === 'cross' ? 'used for' : 'session used after its end',
    );
  });
});

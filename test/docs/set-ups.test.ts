import { expect, it } from 'vitest';
import { recordedSetUps, shownSetUps } from './set-ups.ts';

it('docs/coverage.md shows the recorded set-ups', () => {
  const shown = shownSetUps().map(({ proposed: _, ...setUp }) => setUp);
  expect(shown).toEqual(recordedSetUps());
  expect(shown.filter(({ name }) => !name.includes('-without-'))).toHaveLength(12);
});

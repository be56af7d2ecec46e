import { expect, test } from 'vitest';
import { examine } from '../examined.ts';
import { toTraits } from './interest.ts';
import { toCase } from './network-acl.ts';
import { toRecipe } from './random.ts';

const CASES = 1000;

/** At least so many in a hundred generated cases; a property that seldom meets such a case proves little. */
const LEAST = {
  covered: 25,
  gap: 50,
  'severity low': 1.5,
  'severity medium': 4,
  'severity high': 40,
  'severity none': 25,
  'denied by an entry': 12,
  'ingress gap': 45,
  receivers: 4,
  plan: 45,
  'plan of three or more': 9,
  'plan with denies': 4,
  'unplaced: quota': 1.5,
  'unplaced: rule-numbers': 1,
  'full list': 1,
  'both families': 50,
};

test('generated cases are of all kinds', () => {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= CASES; seed++) {
    for (const trait of toTraits(examine(toCase(toRecipe(seed)))))
      counts.set(trait, (counts.get(trait) ?? 0) + 1);
  }
  const percent = (trait: string) => (100 * (counts.get(trait) ?? 0)) / CASES;
  const tooFew = Object.entries(LEAST).filter(([trait, least]) => percent(trait) < least);
  expect(tooFew.map(([trait, least]) => `${trait}: ${percent(trait)} %, not ${least} %`)).toEqual([]);
  expect([...counts.keys()].sort()).toEqual(Object.keys(LEAST).sort());
});

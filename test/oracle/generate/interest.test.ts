import { expect, test } from 'vitest';
import { examine } from '../examined.ts';
import { toTraits } from './interest.ts';
import { toCase } from './network-acl.ts';
import { toRecipe } from './random.ts';

const CASES = 1000;

/** At least so many in a hundred generated cases; a property that seldom meets such a case proves little. */
const LEAST = {
  covered: 30,
  gap: 55,
  'severity none': 30,
  'severity low': 12,
  'severity medium': 8,
  'severity high': 30,
  'ingress severity none': 50,
  'ingress severity low': 15,
  'ingress severity high': 10,
  'exposure known': 30,
  'exposure unknown': 60,
  'no interfaces': 3,
  'evidence none': 90,
  'evidence accepted': 6,
  'evidence named': 45,
  'evidence broad': 30,
  'evidence unaccepted': 14,
  'said by groups only': 2,
  'client behind NAT': 6,
  'denied by an entry': 12,
  receivers: 20,
  'chain of several': 9,
  'kill switch': 8,
  'own subnet': 33,
  plan: 28,
  'plan of three or more': 2,
  'less writable than planned': 8,
  'unplaced: broad': 10,
  'unplaced: decision': 1.5,
  'unplaced: no-interfaces': 0.5,
  'unplaced: quota': 0.7,
  'unplaced: rule-numbers': 0.7,
  'full list': 1,
  'both families': 55,
};

/** Too seldom to ask for a share of them. */
const RARE = ['unplaced: too-many-entries'];

test('generated cases are of all kinds', () => {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= CASES; seed++) {
    for (const trait of toTraits(examine(toCase(toRecipe(seed)))))
      counts.set(trait, (counts.get(trait) ?? 0) + 1);
  }
  const percent = (trait: string) => (100 * (counts.get(trait) ?? 0)) / CASES;
  const tooFew = Object.entries(LEAST).filter(([trait, least]) => percent(trait) < least);
  expect(tooFew.map(([trait, least]) => `${trait}: ${percent(trait)} %, not ${least} %`)).toEqual([]);
  const seen = [...counts.keys()].filter(trait => !RARE.includes(trait));
  expect(seen.sort()).toEqual(Object.keys(LEAST).sort());
});

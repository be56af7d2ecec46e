import fc from 'fast-check';
import type { Case } from '../case.ts';
import { formatCase } from '../case-notation.ts';
import { type Choices, MAX_CHOICE } from './draw.ts';
import { CHOICES_PER_ENTRY } from './entries.ts';
import { CHOICES_PER_CASE, MOST_ENTRIES, type Recipe, SIZES, toCase } from './network-acl.ts';
import { CHOICES_PER_PLACE } from './place.ts';
import { toSmallCase } from './small-network-acl.ts';

function choices(count: number): fc.Arbitrary<Choices> {
  return fc.array(fc.noBias(fc.nat(MAX_CHOICE)), { minLength: count, maxLength: count, size: 'max' });
}

/**
 * The list is cut off at a size, so that lists are mostly short, yet can shrink by any of their entries.
 */
function entries(): fc.Arbitrary<Choices[]> {
  const list = fc.array(choices(CHOICES_PER_ENTRY), { maxLength: MOST_ENTRIES, size: 'max' });
  const sizes = SIZES.map(({ weight, least, most }) => ({
    weight,
    arbitrary: fc.integer({ min: least, max: most }),
  }));
  return fc.tuple(fc.noBias(fc.oneof(...sizes)), fc.noBias(list)).map(([size, all]) => all.slice(0, size));
}

export function recipes(): fc.Arbitrary<Recipe> {
  return fc.record({
    settings: choices(CHOICES_PER_CASE),
    place: choices(CHOICES_PER_PLACE),
    ingress: entries(),
    egress: entries(),
  });
}

/** Network ACLs with settings, of all the shapes that `toCase` knows. */
export function cases(): fc.Arbitrary<Case> {
  return recipes().map(recipe => readable(toCase(recipe)));
}

/** Network ACLs small enough to search all plans for them. */
export function smallCases(): fc.Arbitrary<Case> {
  return recipes().map(recipe => readable(toSmallCase(recipe)));
}

/** A failing property then prints the case as entries, not as objects. */
export function readable(it: Case): Case {
  return Object.defineProperty({ ...it }, fc.toStringMethod, { value: () => `\n${formatCase(it)}\n` });
}

import { MAX_CHOICE } from './draw.ts';
import { CHOICES_PER_ENTRY } from './entries.ts';
import { CHOICES_PER_CASE, type Recipe, SIZES } from './network-acl.ts';
import { CHOICES_PER_PLACE } from './place.ts';

/** Mulberry32: small, fast, and good enough to shape test cases; one seed gives one sequence. */
export function toRandom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e37_79b1) | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) & MAX_CHOICE;
  };
}

/** The recipe that belongs to the seed. */
export function toRecipe(seed: number): Recipe {
  const random = toRandom(seed);
  const choices = (count: number) => Array.from({ length: count }, random);
  const entries = () => Array.from({ length: drawSize(random) }, () => choices(CHOICES_PER_ENTRY));
  return {
    settings: choices(CHOICES_PER_CASE),
    place: choices(CHOICES_PER_PLACE),
    ingress: entries(),
    egress: entries(),
  };
}

function drawSize(random: () => number): number {
  let left = random() % SIZES.reduce((sum, { weight }) => sum + weight, 0);
  for (const { weight, least, most } of SIZES) {
    if (left < weight) return least + (random() % (most - least + 1));
    left -= weight;
  }
  return 0;
}

import { compareAssumptions } from './assumptions.ts';
import type { Case } from './case.ts';
import { compareShadowed } from './compare-shadowed.ts';
import { findNotFewest } from './economy.ts';
import { evaluate } from './engine.ts';
import { type Examined, examine } from './examined.ts';
import { comparePreCheck, findFaults } from './faults.ts';
import { toCase } from './generate/network-acl.ts';
import { toRecipe } from './generate/random.ts';
import { toSmallCase } from './generate/small-network-acl.ts';
import { findNoEffectFaults } from './no-effect.ts';
import { findQuotaFaults } from './quota.ts';
import { toSmallerPlaces } from './smaller-place.ts';

/** Every so many seeds, for the sake of time. */
const SMALL = 8;
const SHADOWED = 4;
const REPEATED = 16;
const SEARCHED = 16;

export interface Tried {
  readonly it: Case;
  /** What is wrong with the engine's answer. */
  readonly faults: readonly string[];
}

/** The case that belongs to the seed, and what is wrong with the engine's answer to it. */
export function tryCase(seed: number): Tried {
  const it = (seed % SMALL === 0 ? toSmallCase : toCase)(toRecipe(seed));
  return { it, faults: tryFaults(it, seed) };
}

/** An engine that throws is at fault, too. */
export function tryFaults(it: Case, seed: number): string[] {
  try {
    const examined = examine(it);
    return [...findFaults(examined), ...findFurtherFaults(examined, seed)];
  } catch (error) {
    return [`throws ${error instanceof Error ? error.stack : error}`];
  }
}

function findFurtherFaults(examined: Examined, seed: number): string[] {
  const { it, report } = examined;
  if (seed % SMALL === 0) return findNotFewest(examined);
  return [
    ...(seed % SHADOWED === 1 ? findOtherFaults(examined) : []),
    ...(seed % SEARCHED === 3 ? findNotFewest(examined) : []),
    ...(seed % REPEATED === 2
      ? [...findQuotaFaults(it, report), ...findUnstable(it), ...findNoEffectFaults(it)]
      : []),
  ];
}

function findOtherFaults({ it, report, judgement }: Examined): string[] {
  return [...compareShadowed(it), ...comparePreCheck(it), ...compareAssumptions(judgement, report)];
}

/** Entries by rule number say the same as entries in any order. */
function findUnstable(it: Case): string[] {
  const sorted = it.entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  const [one, other] = [evaluate(it), evaluate({ ...it, entries: sorted })].map(toText);
  return one === other ? [] : ['differs with the order of the entries'];
}

function toText(answer: unknown): string {
  return JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}

/** Leaves out parts for as long as something of the same kind is still wrong. */
export function shrink(seed: number, tried: Tried): Tried {
  for (const smaller of toSmaller(tried.it)) {
    const faults = tryFaults(smaller, seed);
    if (faults.some(fault => kindOf(fault) === kindOf(tried.faults[0])))
      return shrink(seed, { it: smaller, faults });
  }
  return tried;
}

function kindOf(fault = ''): string {
  return fault.replaceAll(/[\da-f]*[.:][\da-f.:/]*|\d[-,\d]*/g, '').slice(0, 60);
}

export function toSmaller(it: Case): Case[] {
  return [
    ...it.entries.map(entry => ({ ...it, entries: it.entries.filter(other => other !== entry) })),
    ...toSmallerPlaces(it.place).map(place => ({ ...it, place })),
  ];
}

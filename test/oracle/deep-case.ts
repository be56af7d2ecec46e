import { compareShadowed } from './agreement.ts';
import { evaluate } from './engine.ts';
import type { Case } from './entry.ts';
import { examine, findFaults } from './examined.ts';
import { examineSmall, findNotFewest } from './fewest.ts';
import { toCase } from './generate/network-acl.ts';
import { toRecipe } from './generate/random.ts';
import { toSmallCase } from './generate/small-network-acl.ts';
import { findQuotaFaults } from './quota.ts';

/** Every so many seeds, for the sake of time. */
const SMALL = 8;
const SHADOWED = 2;
const REPEATED = 16;

/** The case that belongs to the seed, and what is wrong with the engine's answer to it. */
export function tryCase(seed: number): { readonly it: Case; readonly faults: readonly string[] } {
  const isSmall = seed % SMALL === 0;
  const it = (isSmall ? toSmallCase : toCase)(toRecipe(seed));
  return {
    it,
    faults: isSmall ? tryFaults(it, findSmallFaults) : tryFaults(it, one => findCaseFaults(one, seed)),
  };
}

/** An engine that throws is at fault, too. */
function tryFaults(it: Case, find: (it: Case) => string[]): string[] {
  try {
    return find(it);
  } catch (error) {
    return [`throws ${error}`];
  }
}

function findSmallFaults(it: Case): string[] {
  const examined = examineSmall(it);
  return [...findFaults(examined), ...findNotFewest(examined)];
}

function findCaseFaults(it: Case, seed: number): string[] {
  const examined = examine(it);
  return [
    ...findFaults(examined),
    ...(seed % SHADOWED === 0 ? compareShadowed(it) : []),
    ...(seed % REPEATED === 1 ? [...findQuotaFaults(it, examined.report), ...findUnstable(it)] : []),
  ];
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

/** Leaves out entries for as long as something is still wrong. */
export function shrink(seed: number, { it, faults }: ReturnType<typeof tryCase>): ReturnType<typeof tryCase> {
  const isSmall = seed % SMALL === 0;
  const find = (one: Case) =>
    tryFaults(one, isSmall ? findSmallFaults : other => findCaseFaults(other, seed));
  for (const entry of it.entries) {
    const smaller = { ...it, entries: it.entries.filter(other => other !== entry) };
    const left = find(smaller);
    if (left.length > 0) return shrink(seed, { it: smaller, faults: left });
  }
  return { it, faults };
}

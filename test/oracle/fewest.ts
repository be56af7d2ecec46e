import type { Case } from './entry.ts';
import { type Examined, examine } from './examined.ts';
import { inOrder } from './first-match.ts';
import { CANDIDATES } from './generate/small-network-acl.ts';
import type { Group } from './groups.ts';
import { countFewest } from './optimum.ts';
import { firstDefault, toNextTens } from './placing.ts';

export function examineSmall(it: Case): Examined {
  return examine(it, [...CANDIDATES.ipv4, ...CANDIDATES.ipv6]);
}

/**
 * Promise 7: plans with more entries than the shortest list that has room, and what is left out although it has room.
 * All groups of one family and transport are planned, or none.
 */
export function findNotFewest(examined: Examined): string[] {
  const together = Map.groupBy(examined.groups, ({ family, transport }) => `${family} ${transport}`);
  return [...together].flatMap(([name, groups]) => {
    const expected = countEach(examined, groups);
    const found = groups.map(group => group.planned.length);
    return `${found}` === `${expected}` ? [] : [`${name}: ${found} planned, ${expected} are enough`];
  });
}

/** How many entries each of the groups needs; all 0 where one of them finds no room. */
function countEach(examined: Examined, groups: readonly Group[]): number[] {
  const earlier = examined.groups.slice(
    0,
    examined.groups.findIndex(group => groups.includes(group)),
  );
  const before = [...inOrder(examined.it.entries, true), ...earlier.flatMap(group => group.planned)];
  const taken = new Set(before.map(({ ruleNumber }) => ruleNumber));
  const counts: number[] = [];
  for (const group of groups) {
    const numbers = findRoom(examined, group, taken);
    if (numbers === undefined) return groups.map(() => 0);
    counts.push(numbers.length);
    for (const number of numbers) taken.add(number);
  }
  return counts;
}

/**
 * The numbers for the shortest list. Goes down the free numbers before the default until a list that may stand at the
 * lowest of them has no more entries than there are numbers; undefined where that never comes.
 */
function findRoom({ it, judgement }: Examined, group: Group, taken: ReadonlySet<number>) {
  const standing = inOrder(it.entries, true);
  const { family, transport } = group;
  const end = firstDefault(standing, family, transport);
  const egress = judgement.egress.filter(one => one.family === family && one.transport === transport);
  const countAt = remember((behind: number) => {
    const before = standing.filter(({ ruleNumber }) => ruleNumber < end);
    return countFewest(egress, group, CANDIDATES[family], before.slice(before.length - behind));
  });
  const tens = toNextTens(taken, end, countAt(0));
  if (tens.length === countAt(0)) return tens;
  const free: number[] = [];
  for (let lowest = end - 1; lowest > 0; lowest--) {
    if (taken.has(lowest)) continue;
    free.unshift(lowest);
    const count = countAt(
      standing.filter(({ ruleNumber }) => lowest < ruleNumber && ruleNumber < end).length,
    );
    if (count <= free.length) return free.slice(free.length - count);
  }
  return undefined;
}

function remember(count: (key: number) => number): (key: number) => number {
  const known = new Map<number, number>();
  return key => {
    const found = known.get(key) ?? count(key);
    known.set(key, found);
    return found;
  };
}

import type { Case } from './entry.ts';
import { type Examined, examine } from './examined.ts';
import { inOrder } from './first-match.ts';
import { CANDIDATES } from './generate/small-network-acl.ts';
import type { Group } from './groups.ts';
import { countFewest } from './optimum.ts';
import { firstDefault } from './placing.ts';

export function examineSmall(it: Case): Examined {
  return examine(it, [...CANDIDATES.ipv4, ...CANDIDATES.ipv6]);
}

/**
 * Promise 7, where the free numbers behind all entries before the default are enough: plans with more entries than
 * the shortest list has, and groups that are left out although that list has room.
 */
export function findNotFewest(examined: Examined): string[] {
  const lengths = examined.groups.map(group => ({ group, fewest: countFor(examined, group) }));
  return lengths.flatMap(({ group, fewest }) => {
    const { length } = group.planned;
    // What is left out of one family and transport must fit as a whole.
    const together = lengths.filter(({ group: other }) => length === 0 && isLeftOutWith(group, other));
    const needed = length > 0 ? fewest : together.reduce((sum, other) => sum + other.fewest, 0);
    if (length === fewest || findRoom(examined, group) < needed) return [];
    return [
      `${group.family} ${group.transport} ${group.range.from}: ${length} planned, ${fewest} are enough`,
    ];
  });
}

function countFor({ judgement }: Examined, group: Group): number {
  const mine = judgement.egress.filter(
    ({ family, transport }) => family === group.family && transport === group.transport,
  );
  return countFewest(mine, group, CANDIDATES[group.family]);
}

function isLeftOutWith(group: Group, other: Group): boolean {
  return other.family === group.family && other.transport === group.transport && other.planned.length === 0;
}

/** How many numbers are free behind all entries that stand before the default when the group's turn comes. */
function findRoom({ it, report }: Examined, group: Group): number {
  const [first] = group.planned;
  const earlier =
    first === undefined ? report.planned : report.planned.slice(0, report.planned.indexOf(first));
  const standing = inOrder([...it.entries, ...earlier], true);
  const end = firstDefault(standing, group.family, group.transport);
  const highest = standing.findLast(({ ruleNumber }) => ruleNumber < end)?.ruleNumber ?? 0;
  return end - 1 - highest;
}

import { blocksMeet, type Family } from './address.ts';
import { type Case, type Entry, LAST_PORT, LAST_RULE_NUMBER, rangesMeet } from './entry.ts';
import { inOrder, isWrittenOutDefault } from './first-match.ts';
import type { Group } from './groups.ts';
import { formatEntry } from './notation.ts';

const FIRST_NUMBER = 100;
const STEP = 10;
const ALL_PORTS = { from: 0, to: LAST_PORT };

/** Planned entries that do not stand where they must (promises 3 and 4). */
export function findMisplaced({ entries }: Case, planned: readonly Entry[]): string[] {
  const standing = inOrder(entries, true);
  const taken = standing.map(entry => entry.ruleNumber);
  return planned.flatMap((entry, index) => {
    const { ruleNumber } = entry;
    const others = [...taken, ...planned.slice(0, index).map(other => other.ruleNumber)];
    const faults = [
      ...(others.includes(ruleNumber) ? ['number is taken'] : []),
      ...(isRuleNumber(ruleNumber) ? [] : ['no rule number']),
      ...(entry.egress ? [] : ['not egress']),
      ...(ruleNumber < firstDefault(standing, entry.block.family, entry.protocol)
        ? []
        : ['behind the default']),
      ...(ruleNumber > lastDeny(standing, [entry]) ? [] : ['before a deny that it overlaps']),
    ];
    return faults.map(fault => `${formatEntry(entry)}: ${fault}`);
  });
}

function isRuleNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= LAST_RULE_NUMBER;
}

/** The number of the first written-out default; without one, the first behind all rule numbers. */
export function firstDefault(standing: readonly Entry[], family: Family, protocol: number): number {
  const isFirst = (entry: Entry) => entry.block.family === family && isWrittenOutDefault(entry, protocol);
  return Math.min(standing.find(isFirst)?.ruleNumber ?? LAST_RULE_NUMBER + 1, LAST_RULE_NUMBER + 1);
}

/** The number of the last deny of kind `entry`, of those before the default, that one of the entries overlaps; or 0. */
export function lastDeny(standing: readonly Entry[], planned: readonly Entry[]): number {
  const overlapped = standing.filter(deny => planned.some(entry => mustStandAfter(entry, deny, standing)));
  return overlapped.at(-1)?.ruleNumber ?? 0;
}

function mustStandAfter(entry: Entry, deny: Entry, standing: readonly Entry[]): boolean {
  return (
    deny.action === 'deny' &&
    deny.ruleNumber < firstDefault(standing, entry.block.family, entry.protocol) &&
    (deny.protocol === -1 || deny.protocol === entry.protocol) &&
    blocksMeet(deny.block, entry.block) &&
    rangesMeet(portsOf(deny), portsOf(entry))
  );
}

function portsOf({ protocol, ports }: Entry) {
  return protocol === -1 ? ALL_PORTS : (ports ?? ALL_PORTS);
}

/** Groups whose rule numbers are other than section 7 says, seen in the order in which they are created. */
export function findMisnumbered(
  { entries }: Case,
  groups: readonly Group[],
  planned: readonly Entry[],
): string[] {
  return groups
    .filter(group => group.planned.length > 0)
    .flatMap(group => {
      const first = planned.findIndex(entry => group.planned.includes(entry));
      const standing = inOrder([...entries, ...planned.slice(0, first)], true);
      const numbers = group.planned.map(entry => entry.ruleNumber);
      const tens = toNextTens(
        standing.map(({ ruleNumber }) => ruleNumber),
        firstDefault(standing, group.family, group.transport),
        numbers.length,
      );
      const wanted = tens.length === numbers.length ? tens : highestFree(standing, group);
      return `${wanted}` === `${numbers}` ? [] : [`numbers ${numbers} instead of ${wanted}`];
    });
}

/** The next multiples of 10 above the highest number taken before the default, as many as fit before it. */
export function toNextTens(taken: Iterable<number>, end: number, count: number): number[] {
  const highest = Math.max(0, ...[...taken].filter(number => number < end));
  const first = highest === 0 ? FIRST_NUMBER : (Math.floor(highest / STEP) + 1) * STEP;
  return Array.from({ length: count }, (_, index) => first + index * STEP).filter(number => number < end);
}

/** The highest free numbers before the default and after the denies. */
function highestFree(standing: readonly Entry[], { family, transport, planned }: Group): number[] {
  const taken = new Set(standing.map(entry => entry.ruleNumber));
  const after = lastDeny(standing, planned);
  const free: number[] = [];
  for (let number = firstDefault(standing, family, transport) - 1; number > after; number--) {
    if (!taken.has(number)) free.unshift(number);
    if (free.length === planned.length) break;
  }
  return free;
}

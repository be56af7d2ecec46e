import { type Block, blocksMeet, FAMILIES, type Family } from './address.ts';
import type { Case } from './case.ts';
import {
  containsRange,
  type Entry,
  isFor,
  LAST_RULE_NUMBER,
  portsOf,
  rangesMeet,
  TRANSPORTS,
  type Transport,
} from './entry.ts';
import { inOrder, isDenyOfEverything } from './first-match.ts';
import type { Judged } from './judgement.ts';
import { findKillSwitches } from './kill-switch.ts';
import { formatEntry } from './notation.ts';

const FIRST_NUMBER = 100;
const STEP = 10;

/** The planned entries for one family and transport: they are placed together. */
export interface Group {
  readonly family: Family;
  readonly transport: Transport;
  readonly planned: readonly Entry[];
}

export function toGroups(planned: readonly Entry[]): Group[] {
  return FAMILIES.flatMap(family =>
    TRANSPORTS.map(transport => ({
      family,
      transport,
      planned: planned.filter(entry => entry.block.family === family && entry.protocol === transport),
    })),
  );
}

/** Planned entries that are no entries which a plan may have, or are not where they must be (promises 3 and 4). */
export function findMisplaced({ entries, settings }: Case, planned: readonly Entry[]): string[] {
  const existing = inOrder(entries, true);
  return planned.flatMap((entry, index) => {
    const { ruleNumber, protocol } = entry;
    const taken = [...existing, ...planned.slice(0, index)].map(other => other.ruleNumber);
    const killSwitch = findKillSwitches(existing, entry).find(deny => deny.ruleNumber > ruleNumber);
    const faults = [
      ...(entry.action === 'allow' && entry.egress ? [] : ['is no egress allow']),
      ...(TRANSPORTS.some(transport => transport === protocol) ? [] : ['is for neither tcp nor udp']),
      ...(settings.required.some(range => containsRange(range, portsOf(entry)))
        ? []
        : ['is not for required ports']),
      ...(taken.includes(ruleNumber) ? ['number is taken'] : []),
      ...(isRuleNumber(ruleNumber) ? [] : ['no rule number']),
      ...(ruleNumber < firstDefault(existing, entry.block.family, protocol) ? [] : ['behind the default']),
      ...(killSwitch === undefined ? [] : [`in front of ${killSwitch.ruleNumber}, which cuts off an allow`]),
    ];
    return faults.map(fault => `${formatEntry(entry)}: ${fault}`);
  });
}

function isRuleNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= LAST_RULE_NUMBER;
}

/** The number of the first written-out default; without one, the first behind all rule numbers. */
export function firstDefault(existing: readonly Entry[], family: Family, protocol: number): number {
  const isFirst = (entry: Entry) =>
    entry.block.family === family && isDenyOfEverything(entry) && isFor(entry, protocol);
  return Math.min(existing.find(isFirst)?.ruleNumber ?? LAST_RULE_NUMBER + 1, LAST_RULE_NUMBER + 1);
}

/** The narrower denies that decide a packet of the transport and family, in order. */
export function findDeciding(
  existing: readonly Entry[],
  egress: readonly Judged[],
  group: Omit<Group, 'planned'>,
): Entry[] {
  const deciding = new Set(
    egress
      .filter(({ transport, area }) => transport === group.transport && area.family === group.family)
      .flatMap(({ decisions }) => [...decisions.values()])
      .flatMap(decision =>
        decision.action === 'deny' && decision.kind === 'entry' ? [decision.ruleNumber] : [],
      ),
  );
  return existing.filter(entry => deciding.has(entry.ruleNumber) && !isDenyOfEverything(entry));
}

export function overlaps(
  deny: Entry,
  { block, protocol, ports }: { block: Block } & Pick<Entry, 'protocol' | 'ports'>,
) {
  return (
    isFor(deny, protocol) &&
    blocksMeet(deny.block, block) &&
    rangesMeet(portsOf(deny), portsOf({ protocol, ports }))
  );
}

/** Groups whose rule numbers are other than section 7 says, seen in the order in which they are created. */
export function findMisnumbered(
  { entries }: Case,
  egress: readonly Judged[],
  planned: readonly Entry[],
): string[] {
  return toGroups(planned)
    .filter(group => group.planned.length > 0)
    .flatMap(group => {
      const first = planned.findIndex(entry => group.planned.includes(entry));
      const existing = inOrder([...entries, ...planned.slice(0, first)], true);
      const deciding = findDeciding(inOrder(entries, true), egress, group);
      const numbers = group.planned.map(entry => entry.ruleNumber);
      const after = deciding.filter(deny => group.planned.some(entry => overlaps(deny, entry))).at(-1);
      const wanted = toNumbers(existing, group, numbers.length, after?.ruleNumber ?? 0);
      return `${wanted}` === `${numbers}` ? [] : [`numbers ${numbers} instead of ${wanted}`];
    });
}

/** The numbers for so many entries which have to be behind a number; fewer where there is no room. */
export function toNumbers(
  existing: readonly Entry[],
  { family, transport }: Omit<Group, 'planned'>,
  count: number,
  after: number,
): number[] {
  const taken = new Set(existing.map(({ ruleNumber }) => ruleNumber));
  const end = firstDefault(existing, family, transport);
  const tens = toNextTens(taken, end, count);
  return tens.length === count ? tens : highestFree(taken, end, count, after);
}

/** The next multiples of 10 above the highest number taken before the default, as many as fit before it. */
function toNextTens(taken: ReadonlySet<number>, end: number, count: number): number[] {
  const highest = Math.max(0, ...[...taken].filter(number => number < end));
  const first = highest === 0 ? FIRST_NUMBER : (Math.floor(highest / STEP) + 1) * STEP;
  return Array.from({ length: count }, (_, index) => first + index * STEP).filter(number => number < end);
}

/** The highest free numbers before the default and after the decisions. */
function highestFree(taken: ReadonlySet<number>, end: number, count: number, after: number): number[] {
  const free: number[] = [];
  for (let number = end - 1; number > after && free.length < count; number--) {
    if (!taken.has(number)) free.unshift(number);
  }
  return free;
}

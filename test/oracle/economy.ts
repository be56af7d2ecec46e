import { type Block, formatBlock, holdsAddress, isAll, sameBlock } from './address.ts';
import { type Applied, findAdmittingEntries, openedPorts } from './applying.ts';
import { toCells } from './cells.ts';
import { type Entry, isDefaultRule, isFor, portsOf, rangesMeet } from './entry.ts';
import type { Examined } from './examined.ts';
import { countFewest, MOST_EXACT } from './fewest.ts';
import { inOrder } from './first-match.ts';
import { isPlannable } from './judgement.ts';
import { findDeciding, firstDefault, type Group, toGroups } from './placing.ts';
import { isMissing } from './replies.ts';
import type { Report } from './report.ts';

/** Promise 7, what can be said of every plan: it is exact, or has the blocks of request entries that it may have. */
export function findInexact(examined: Examined): string[] {
  return toGroups(examined.report.planned).flatMap(group => {
    if (group.planned.length <= MOST_EXACT && isExact(examined.applied, group)) return [];
    const admitting = findAdmittingEntries(
      examined.it,
      examined.judgement.egress,
      group.family,
      group.transport,
    );
    return group.planned
      .filter(({ block }) => !isWholeBlock(examined, admitting, block))
      .map(({ ruleNumber, block }) => `${ruleNumber}: opens more than the gap, ${formatBlock(block)}`);
  });
}

function isOf({ judged: { area, transport } }: Applied, group: Omit<Group, 'planned'>): boolean {
  return area.family === group.family && transport === group.transport;
}

/** Whether the plan of one family and transport opens nothing but what is missing. */
export function isExact(applied: readonly Applied[], group: Group): boolean {
  return applied
    .filter(one => isOf(one, group) && !one.judged.area.isOwn)
    .every(one => openedPorts(one).every(port => isPlannable(one.judged) && isMissing(one.judged, port)));
}

/** The block of an admitting request entry, from all of which something that it admits is accepted, as far as is known. */
function isWholeBlock({ it, judgement }: Examined, admitting: readonly Entry[], block: Block): boolean {
  const { ground } = judgement;
  const areas = ground.areas.filter(
    area => area.family === block.family && !area.isOwn && holdsAddress(block, area.address),
  );
  const isAccepted = (entry: Entry, area: (typeof areas)[number]) =>
    area.callable.length > 0 ||
    area.acceptances.some(
      one =>
        isFor(one, entry.protocol === -1 ? one.protocol : entry.protocol) &&
        rangesMeet(portsOf(one), portsOf(entry)) &&
        !(ground.isReachedFromVpcOnly && one.saysAnywhere && isAll(block) && !area.isInVpc),
    );
  return admitting
    .filter(entry => sameBlock(entry.block, block))
    .some(entry => it.place.exposure.kind === 'unknown' || areas.every(area => isAccepted(entry, area)));
}

/** Promise 7, by trying all lists: plans that are longer than the shortest one, and refusals without need. */
export function findNotFewest(examined: Examined): string[] {
  return toGroups(examined.report.planned).flatMap(group => {
    const cells = toCells(examined.judgement, group.family, group.transport);
    if (cells === undefined) return [];
    const fewest = countFewest(cells);
    const faults =
      group.planned.length > 0 ? findTooMany(examined, group, fewest) : findRefused(examined, group, fewest);
    return faults.map(fault => `${group.family} ${group.transport}: ${fault}`);
  });
}

function findTooMany(examined: Examined, group: Group, fewest: number | undefined): string[] {
  const count = group.planned.length;
  if (fewest === undefined || fewest === count || hasNoRoom(examined, group, fewest)) return [];
  return [`${count} planned, ${fewest} are enough`];
}

function findRefused(examined: Examined, group: Group, fewest: number | undefined): string[] {
  const reasons = findReasons(examined.report, group);
  if (fewest === 0 || reasons.includes('decision') || isOverQuota(examined.report, group)) return [];
  if (fewest !== undefined && reasons.includes('too-many-entries')) return [`${fewest} are enough`];
  const isNeedless =
    fewest !== undefined && reasons.includes('rule-numbers') && !hasNoRoomAtAll(examined, group, fewest);
  return isNeedless ? ['refused although there are rule numbers'] : [];
}

function findReasons({ unplaced }: Report, { family, transport }: Group): string[] {
  return unplaced
    .filter(one => one.transport === transport && one.block.family === family)
    .map(({ reason }) => reason);
}

/** Whether a transport of the family is refused for its quota: its entries have taken rule numbers from the other's. */
function isOverQuota({ unplaced }: Report, { family }: Group): boolean {
  return unplaced.some(({ block, reason }) => block.family === family && reason === 'quota');
}

/** The rule numbers that are free before the default and behind the given one. */
function countFree({ it, report }: Examined, group: Group, after: number): number {
  const existing = inOrder(it.entries, true);
  const others = report.planned.filter(entry => !group.planned.includes(entry));
  const taken = [...existing, ...others].map(({ ruleNumber }) => ruleNumber);
  const end = firstDefault(existing, group.family, group.transport);
  const between = new Set(taken.filter(number => number > after && number < end));
  return end - after - 1 - between.size;
}

/** Whether so many entries may have no room behind all decisions, so that a longer list in front of some is right. */
function hasNoRoom(examined: Examined, group: Group, count: number): boolean {
  const { it, judgement } = examined;
  const last = findDeciding(inOrder(it.entries, true), judgement.egress, group).at(-1)?.ruleNumber ?? 0;
  return countFree(examined, group, last) < count;
}

/** Whether no list of so many entries has room, behind all decisions or in front of some that it leaves alone. */
function hasNoRoomAtAll(examined: Examined, group: Group, count: number): boolean {
  const { it, judgement } = examined;
  const deciding = findDeciding(inOrder(it.entries, true), judgement.egress, group).filter(
    entry => !isDefaultRule(entry),
  );
  return [0, ...deciding.map(({ ruleNumber }) => ruleNumber)].every(after => {
    const heeded = deciding.filter(({ ruleNumber }) => ruleNumber > after);
    const cells = toCells(judgement, group.family, group.transport, heeded);
    return (cells && countFewest(cells)) !== count || countFree(examined, group, after) < count;
  });
}

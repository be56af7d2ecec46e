import { FIRST_RULE_NUMBER } from '../network-acl-entry.ts';
import type { Room } from './room.ts';

const FIRST_PLANNED_RULE_NUMBER = 100;
const RULE_NUMBER_STEP = 10;

/**
 * Gives each item a free rule number, ascending: the next multiples of ten above all that come before the default, else
 * the highest free ones that fit.
 *
 * @param taken - the rule numbers in use, of both families
 * @returns undefined where there is no room for all
 */
export function numberItems<Item>(
  items: readonly Item[],
  taken: ReadonlySet<number>,
  room: Room,
): { readonly item: Item; readonly ruleNumber: number }[] | undefined {
  const highest = Math.max(0, ...[...taken].filter(ruleNumber => ruleNumber < room.before));
  const next = (Math.floor(highest / RULE_NUMBER_STEP) + 1) * RULE_NUMBER_STEP;
  const first = highest === 0 ? FIRST_PLANNED_RULE_NUMBER : next;
  const last = first + RULE_NUMBER_STEP * (items.length - 1);
  if (last >= room.before) return numberDownwards(items, taken, room);
  return items.map((item, index) => ({ item, ruleNumber: first + RULE_NUMBER_STEP * index }));
}

function numberDownwards<Item>(
  items: readonly Item[],
  taken: ReadonlySet<number>,
  { after, before }: Room,
): { readonly item: Item; readonly ruleNumber: number }[] | undefined {
  const numbered: { readonly item: Item; readonly ruleNumber: number }[] = [];
  let ruleNumber = before - 1;
  for (const item of items.toReversed()) {
    while (taken.has(ruleNumber)) ruleNumber -= 1;
    if (ruleNumber < FIRST_RULE_NUMBER || ruleNumber <= after) return undefined;
    numbered.unshift({ item, ruleNumber });
    ruleNumber -= 1;
  }
  return numbered;
}

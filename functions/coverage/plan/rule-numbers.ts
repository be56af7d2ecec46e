const FIRST_PLANNED_RULE_NUMBER = 100;
const RULE_NUMBER_STEP = 10;

/** An item and the free rule number that it may have. */
export interface Numbered<Item> {
  readonly item: Item;
  readonly ruleNumber: number;
}

/**
 * Gives each item the next multiple of ten above all rule numbers that come before a limit.
 *
 * @param taken - the rule numbers in use, of both families
 * @returns undefined where not all are before the limit
 */
export function numberUpwards<Item>(
  items: readonly Item[],
  taken: ReadonlySet<number>,
  before: number,
): Numbered<Item>[] | undefined {
  const highest = Math.max(0, ...[...taken].filter(ruleNumber => ruleNumber < before));
  const next = (Math.floor(highest / RULE_NUMBER_STEP) + 1) * RULE_NUMBER_STEP;
  const first = highest === 0 ? FIRST_PLANNED_RULE_NUMBER : next;
  const last = first + RULE_NUMBER_STEP * (items.length - 1);
  if (last >= before) return undefined;
  return items.map((item, index) => ({ item, ruleNumber: first + RULE_NUMBER_STEP * index }));
}

/**
 * Gives the items the highest free rule numbers between two limits, ascending.
 *
 * @param taken - the rule numbers in use, of both families
 * @param after - 0 for no limit but the lowest rule number, 1
 * @returns undefined where not enough are free
 */
export function numberDownwards<Item>(
  items: readonly Item[],
  taken: ReadonlySet<number>,
  { after, before }: { readonly after: number; readonly before: number },
): Numbered<Item>[] | undefined {
  const numbered: Numbered<Item>[] = [];
  let ruleNumber = before - 1;
  for (const item of items.toReversed()) {
    while (taken.has(ruleNumber)) ruleNumber -= 1;
    if (ruleNumber <= after) return undefined;
    numbered.unshift({ item, ruleNumber });
    ruleNumber -= 1;
  }
  return numbered;
}

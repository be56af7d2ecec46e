import type { Case } from './case.ts';
import { askNoEffect } from './engine.ts';
import { type Entry, isDefaultRule } from './entry.ts';
import { inOrder, matchesAt, matchesHeader } from './first-match.ts';
import { toFlows } from './shadowed.ts';

/**
 * Section 6: the denies that decide in front of an allow which never takes effect, as rule numbers; none where it does, or
 * where other allows let out all that it is for. Nor where an allow that takes effect repeats it as a whole: then no deny
 * is the mistake.
 */
export function findDecidingDenies({ entries }: Pick<Case, 'entries'>, allow: Entry): number[] {
  const existing = inOrder(entries, allow.egress);
  const deciding = new Set<Entry>();
  let repeating = existing.filter(({ action }) => action === 'allow');
  for (const { family, protocol, address, headers } of toFlows(existing, [allow.block.family])) {
    const met = existing.filter(entry => matchesAt(entry, family, protocol, address));
    if (!met.includes(allow)) continue;
    for (const header of headers.filter(one => matchesHeader(allow, one))) {
      const matching = met.filter(entry => matchesHeader(entry, header));
      if (matching[0] !== undefined) deciding.add(matching[0]);
      repeating = repeating.filter(entry => matching.includes(entry));
    }
  }
  // The allow repeats itself, too.
  if (repeating.some(entry => deciding.has(entry))) return [];
  return [...deciding].filter(({ action }) => action === 'deny').map(({ ruleNumber }) => ruleNumber);
}

/** Where the engine names another deny, or none although there is one. */
export function findNoEffectFaults(it: Case): string[] {
  return it.entries
    .filter(entry => entry.action === 'allow' && !isDefaultRule(entry))
    .flatMap(allow => {
      const expected = findDecidingDenies(it, allow);
      const actual = askNoEffect(it, allow);
      const isRight = actual === undefined ? expected.length === 0 : expected.includes(actual);
      return isRight ? [] : [`no effect of ${allow.ruleNumber}: oracle ${expected}, engine ${actual}`];
    });
}

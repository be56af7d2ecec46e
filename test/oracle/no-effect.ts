import type { Case } from './case.ts';
import { askNoEffect } from './engine.ts';
import { type Entry, isDefaultRule } from './entry.ts';
import { inOrder, matchesAt, matchesHeader } from './first-match.ts';
import { toFlows } from './shadowed.ts';

/**
 * Section 6: the denies that decide in front of an allow which never takes effect, as rule numbers; none where it does, or
 * where other allows let out all that it is for. Nor where allows that take effect there repeat it as a whole: then no
 * deny is the mistake.
 */
export function findDecidingDenies(it: Pick<Case, 'entries'>, allow: Entry): number[] {
  const met = listMatching(it, allow);
  const deciding = new Set(met.flatMap(([first]) => first ?? []));
  if (deciding.has(allow)) return [];
  const isRepeating = (entry: Entry) => entry.action === 'allow' && deciding.has(entry);
  if (met.every(matching => matching.some(isRepeating))) return [];
  return [...deciding].filter(({ action }) => action === 'deny').map(({ ruleNumber }) => ruleNumber);
}

/** For each kind of packet that the allow matches, the entries that match it, in order. */
function listMatching({ entries }: Pick<Case, 'entries'>, allow: Entry): Entry[][] {
  const existing = inOrder(entries, allow.egress);
  return toFlows(existing, [allow.block.family]).flatMap(({ family, protocol, address, headers }) => {
    const met = existing.filter(entry => matchesAt(entry, family, protocol, address));
    if (!met.includes(allow)) return [];
    return headers
      .filter(header => matchesHeader(allow, header))
      .map(header => met.filter(entry => matchesHeader(entry, header)));
  });
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

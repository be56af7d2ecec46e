import { type Entry, isFor } from './entry.ts';
import { isDenyOfEverything, matchesAt, matchesHeader } from './first-match.ts';
import { toFlows } from './shadowed.ts';

/**
 * The allows that the deny of everything cuts off: entries that would allow some packet which it denies, if there were
 * neither it nor others like it, in front of it or behind (promise 3).
 *
 * @param existing - the entries of the direction, in order
 */
export function findCutOff(existing: readonly Entry[], deny: Entry): Entry[] {
  const { family } = deny.block;
  const mayBeCutOff = existing.filter(
    ({ action, block, ruleNumber }) =>
      action === 'allow' && block.family === family && ruleNumber > deny.ruleNumber,
  );
  if (mayBeCutOff.length === 0) return [];
  const cutOff = new Set<Entry>();
  for (const { protocol, address, headers } of toFlows(existing, [family])) {
    const met = existing.filter(entry => matchesAt(entry, family, protocol, address));
    for (const header of headers) {
      const matching = met.filter(entry => matchesHeader(entry, header));
      const next = matching.findIndex(entry => !isDenyOfEverything(entry));
      const allow = matching[next];
      if (matching.slice(0, next).includes(deny) && allow?.action === 'allow') cutOff.add(allow);
    }
  }
  return [...cutOff];
}

/** The denies of everything in front of which nothing may be planned for the transport and family of the entry. */
export function findKillSwitches(
  existing: readonly Entry[],
  planned: Pick<Entry, 'block' | 'protocol'>,
): Entry[] {
  return existing.filter(
    entry =>
      isDenyOfEverything(entry) &&
      isFor(entry, planned.protocol) &&
      entry.block.family === planned.block.family &&
      findCutOff(existing, entry).length > 0,
  );
}

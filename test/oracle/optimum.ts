import { type Block, holdsAddress } from './address.ts';
import { type Entry, inRange } from './entry.ts';
import type { Group } from './groups.ts';
import { isMissing, type Replies } from './replies.ts';

/**
 * The length of the shortest list of entries that closes a group's gap and, behind all entries that stand before
 * the default, opens nothing else; found by trying all lists of entries with the group's ports and the given blocks.
 *
 * Sets of addresses are bit masks: bit i is the address of the i-th of the replies. A list is built from its first
 * entry to its last. All that matters about its beginning is which addresses that leaves undecided, so each such set
 * is gone on from once, when it is first reached.
 */
export function countFewest(replies: readonly Replies[], group: Group, blocks: readonly Block[]): number {
  const wanted = toMask(replies, one => hasMissing(one, group));
  const mayDecide = {
    allow: toMask(replies, one => mayEntryDecide('allow', one, group)),
    deny: toMask(replies, one => mayEntryDecide('deny', one, group)),
  };
  const masks = blocks.map(block => toMask(replies, one => holdsAddress(block, one.address)));
  const reached = new Set([toMask(replies, () => true)]);
  let latest: readonly Addresses[] = [...reached];
  for (let length = 0; latest.length > 0; length++) {
    if (latest.some(undecided => (undecided & wanted) === 0)) return length;
    const longer = latest.flatMap(undecided => goOn(undecided, masks, mayDecide));
    latest = [...new Set(longer)].filter(undecided => !reached.has(undecided));
    for (const undecided of latest) reached.add(undecided);
  }
  return Number.POSITIVE_INFINITY;
}

type Addresses = number;

/** What each entry that may come next leaves undecided. */
function goOn(
  undecided: Addresses,
  blocks: readonly Addresses[],
  mayDecide: Readonly<Record<Entry['action'], Addresses>>,
): Addresses[] {
  return blocks
    .filter(block => {
      const decided = block & undecided;
      return (decided & ~mayDecide.allow) === 0 || (decided & ~mayDecide.deny) === 0;
    })
    .map(block => undecided & ~block);
}

function toMask(replies: readonly Replies[], isIn: (one: Replies) => boolean): Addresses {
  return replies.reduce((mask, one, index) => (isIn(one) ? mask | (1 << index) : mask), 0);
}

function hasMissing(replies: Replies, { range }: Group): boolean {
  return replies.required.some(port => inRange(range, port) && isMissing(replies, port));
}

/**
 * Whether an entry with this action may be the first of the plan to match the address. What an entry that stands
 * decides stays as it is; of the rest, the missing replies must get out and all others must not.
 */
function mayEntryDecide(action: Entry['action'], replies: Replies, { hull }: Group): boolean {
  return [...replies.decisions]
    .filter(([port, decision]) => hull !== undefined && inRange(hull, port) && !('ruleNumber' in decision))
    .every(([port]) => action === (isMissing(replies, port) ? 'allow' : 'deny'));
}

import { type Block, blocksMeet, holdsAddress } from './address.ts';
import { type Entry, inRange, rangesMeet } from './entry.ts';
import type { Group } from './groups.ts';
import { isMissing, type Replies } from './replies.ts';

const ANY = -1;

/**
 * The length of the shortest list of entries that closes a group's gap, opens nothing else, closes nothing and overlaps
 * none of the denies behind it; found by trying all lists of entries with the group's ports and the given blocks.
 *
 * Sets of addresses are bit masks: bit i is the address of the i-th of the replies. A list is built from its first
 * entry to its last. All that matters about its beginning is which addresses that leaves undecided, so each such set
 * is gone on from once, when it is first reached.
 */
export function countFewest(
  replies: readonly Replies[],
  group: Group,
  blocks: readonly Block[],
  behind: readonly Entry[],
): number {
  const wanted = toMask(replies, one => hasMissing(one, group));
  const mayDecide = {
    allow: toMask(replies, one => mayEntryDecide('allow', one, group, behind)),
    deny: toMask(replies, one => mayEntryDecide('deny', one, group, behind)),
  };
  const heeded = behind.filter(entry => mustHeed(entry, group));
  const usable = blocks.filter(block => !heeded.some(deny => blocksMeet(deny.block, block)));
  const masks = usable.map(block => toMask(replies, one => holdsAddress(block, one.address)));
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
 * Whether an entry with this action may be the first of the plan to match the address. What is decided by an entry that
 * stands before it stays as it is, and what one behind it decides must; of the rest, the missing replies must get
 * out and all others must not.
 */
function mayEntryDecide(
  action: Entry['action'],
  replies: Replies,
  { hull }: Group,
  behind: readonly Entry[],
): boolean {
  const numbers = new Set(behind.map(({ ruleNumber }) => ruleNumber));
  return [...replies.decisions].every(([port, decision]) => {
    if (hull === undefined || !inRange(hull, port)) return true;
    if (!('ruleNumber' in decision)) return action === (isMissing(replies, port) ? 'allow' : 'deny');
    return !numbers.has(decision.ruleNumber) || action === decision.action;
  });
}

/** Whether the entry is a deny that no entry of the plan may overlap. */
function mustHeed({ action, protocol, ports }: Entry, { hull, transport }: Group): boolean {
  if (action !== 'deny' || (protocol !== ANY && protocol !== transport)) return false;
  return hull !== undefined && (protocol === ANY || ports === undefined || rangesMeet(ports, hull));
}

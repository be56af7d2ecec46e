import type { Cell } from './cells.ts';

export const MOST_EXACT = 4;

/**
 * The length of the shortest list of allows that opens all that is wanted and nothing that is forbidden; undefined where
 * four do not suffice. Found by trying: something wanted is in some block of the list, and of all entries with
 * that block one has the most ports.
 */
export function countFewest(all: Cell): number | undefined {
  const leaves = toLeaves(all, []).filter(({ cell }) => cell.wanted !== 0);
  for (let count = 0; count <= MOST_EXACT; count++) if (isEnough(leaves, [], count)) return count;
  return undefined;
}

/** An entry of a list, as all the ports that an entry with the block may have in a row. */
interface Allow {
  readonly cell: Cell;
  readonly columns: number;
}

interface Leaf {
  readonly cell: Cell;
  /** The blocks that hold it, itself last. */
  readonly path: readonly Cell[];
}

function toLeaves(cell: Cell, above: readonly Cell[]): Leaf[] {
  const path = [...above, cell];
  return cell.halves.length === 0 ? [{ cell, path }] : cell.halves.flatMap(half => toLeaves(half, path));
}

/** Whether the list can be completed with so many more entries. */
function isEnough(leaves: readonly Leaf[], list: readonly Allow[], more: number): boolean {
  const open = leaves.find(leaf => leftOf(leaf, list) !== 0);
  if (open === undefined) return true;
  if (more === 0) return false;
  const column = lowestBit(leftOf(open, list));
  return candidatesFor(open, column).some(allow => isEnough(leaves, [...list, allow], more - 1));
}

/** The columns of the leaf that are wanted and that no entry of the list opens. */
function leftOf({ cell, path }: Leaf, list: readonly Allow[]): number {
  return list
    .filter(allow => path.includes(allow.cell))
    .reduce((left, allow) => left & ~allow.columns, cell.wanted);
}

function lowestBit(mask: number): number {
  return mask & -mask;
}

/** The entries that open the column at the leaf: with each block that holds it, without those that a wider one replaces. */
function candidatesFor({ path }: Leaf, column: number): Allow[] {
  const candidates: Allow[] = [];
  for (const cell of path) {
    const columns = widest(cell.forbidden, column);
    const isReplaced = candidates.some(wider => (columns & ~wider.columns) === 0);
    if (columns !== 0 && !isReplaced) candidates.push({ cell, columns });
  }
  return candidates;
}

/** The columns in a row around the given one of which none is forbidden; 0 where it is forbidden itself. */
function widest(forbidden: number, column: number): number {
  if ((forbidden & column) !== 0) return 0;
  let columns = column;
  for (let next = column << 1; next > 0 && (forbidden & next) === 0; next <<= 1) columns |= next;
  for (let next = column >>> 1; next > 0 && (forbidden & next) === 0; next >>>= 1) columns |= next;
  return columns;
}

/** How many smaller schedules are tried at most. */
const MOST_TRIES = 3_000;

/** Whether a schedule of these choices fails. */
type Fails = (tape: readonly number[]) => Promise<boolean>;

/**
 * The smallest schedule found that still fails: pieces of the tape are left out, or else set to 0, the harmless choice,
 * from large pieces to single choices, until nothing more can go.
 *
 * @param tape - of a schedule that fails
 */
export async function shrink(tape: readonly number[], fails: Fails): Promise<readonly number[]> {
  const search = { smallest: tape, tries: 0 };
  for (let before: readonly number[] = []; before !== search.smallest; ) {
    before = search.smallest;
    for (let length = before.length >> 1; length > 0; length >>= 1) await shrinkPieces(search, length, fails);
  }
  return search.smallest;
}

interface Search {
  smallest: readonly number[];
  tries: number;
}

async function shrinkPieces(search: Search, length: number, fails: Fails): Promise<void> {
  for (let start = 0; start < search.smallest.length; ) {
    // What is left out makes room for what comes behind it: the same place is tried again.
    if (await takeIfFails(search, leaveOut(search.smallest, start, length), fails)) continue;
    await takeIfFails(search, clear(search.smallest, start, length), fails);
    start += length;
  }
}

async function takeIfFails(search: Search, tape: readonly number[], fails: Fails): Promise<boolean> {
  if (search.tries >= MOST_TRIES || !isSmaller(tape, search.smallest)) return false;
  search.tries += 1;
  if (!(await fails(tape))) return false;
  search.smallest = tape;
  return true;
}

function isSmaller(tape: readonly number[], other: readonly number[]): boolean {
  return tape.length < other.length || sum(tape) < sum(other);
}

function sum(tape: readonly number[]): number {
  return tape.reduce((total, choice) => total + choice, 0);
}

function leaveOut(tape: readonly number[], start: number, length: number): readonly number[] {
  return [...tape.slice(0, start), ...tape.slice(start + length)];
}

function clear(tape: readonly number[], start: number, length: number): readonly number[] {
  return tape.map((choice, index) => (start <= index && index < start + length ? 0 : choice));
}

/**
 * The known word that a user probably meant: the nearest one, if at most a third of its letters differ.
 *
 * @returns the end of a sentence and `Did you mean WORD?`, or nothing
 */
export function suggest(text: string, known: readonly string[]): string {
  const [nearest] = known
    .map(word => ({ word, distance: editDistance(text.toLowerCase(), word) }))
    .filter(({ word, distance }) => distance <= Math.max(1, word.length / 3))
    .sort((one, other) => one.distance - other.distance);
  return nearest === undefined ? '' : `. Did you mean ${nearest.word}?`;
}

/** The fewest letters to insert, delete or replace; two neighbours that change places count as one. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const inserted = Math.min(current[column - 1] ?? 0, previous[column] ?? 0) + 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(Math.min(replaced, inserted, swapped ? (before[column - 2] ?? 0) + 1 : replaced));
    }
    before = previous;
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

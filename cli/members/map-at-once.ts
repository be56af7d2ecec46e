/**
 * Maps each item, a few of them at the same time.
 *
 * @param most - how many at the same time, from 1
 * @returns the results in the order of the items
 * @throws the first error; the items that have not begun then do not begin
 */
export async function mapAtOnce<T, Result>(
  items: readonly T[],
  most: number,
  map: (item: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
    for (const [index, item] of rest) results[index] = await map(item);
  });
  await Promise.all(workers);
  return results;
}

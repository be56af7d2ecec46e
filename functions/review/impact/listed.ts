import type { Listed } from '../words/impact.ts';

/** The first of the items, and how many are left out. */
export function toListed<T>(items: readonly T[], most: number): Listed<T> {
  return { shown: items.slice(0, most), omitted: Math.max(0, items.length - most) };
}

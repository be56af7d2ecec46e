import { type Leaf, leaf } from './definition.ts';

/** A whole number as decimal text, both ends inclusive. */
export function integerText(least: number, most: number): Leaf<number> {
  return leaf(`a whole number from ${least} to ${most}`, { type: 'string' }, value => {
    const number = typeof value === 'string' && /^(0|[1-9]\d{0,5})$/.test(value) ? Number(value) : Number.NaN;
    return least <= number && number <= most ? number : undefined;
  });
}

/** `true` or `false` as text. */
export const flagText: Leaf<boolean> = leaf('true or false', { type: 'string' }, value =>
  value === 'true' || value === 'false' ? value === 'true' : undefined,
);

/** A text that another parser reads: it answers undefined or throws a RangeError for what is not as expected. */
export function textParsedBy<T>(expected: string, parse: (text: string) => T | undefined): Leaf<T> {
  return leaf(expected, { type: 'string' }, value => {
    if (typeof value !== 'string') return undefined;
    try {
      return parse(value);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  });
}

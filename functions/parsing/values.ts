import { type Definition, type Leaf, leaf } from './definition.ts';

export const text: Leaf<string> = leaf('a text', { type: 'string' }, value =>
  typeof value === 'string' ? value : undefined,
);

/** A text with more than spaces in it. */
export const filledText: Leaf<string> = leaf('a text', { type: 'string', minLength: 1 }, value =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined,
);

export const flag: Leaf<boolean> = leaf('true or false', { type: 'boolean' }, value =>
  typeof value === 'boolean' ? value : undefined,
);

/** A point in time, written as text. */
export const time: Leaf<Date> = leaf('a time in ISO 8601', { type: 'string', format: 'date-time' }, value => {
  const parsed = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
});

/** A whole number, both ends inclusive. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Leaf<number> {
  const bounded = most < Number.MAX_SAFE_INTEGER;
  const expected = `a whole number from ${least}${bounded ? ` to ${most}` : ''}`;
  const schema = { type: 'integer', minimum: least, ...(bounded && { maximum: most }) };
  return leaf(expected, schema, value =>
    Number.isSafeInteger(value) && least <= Number(value) && Number(value) <= most
      ? Number(value)
      : undefined,
  );
}

/** A number, both ends inclusive. */
export function number(least: number, most: number): Leaf<number> {
  return leaf(
    `a number from ${least} to ${most}`,
    { type: 'number', minimum: least, maximum: most },
    value => (typeof value === 'number' && least <= value && value <= most ? value : undefined),
  );
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): Leaf<T> {
  return leaf(toAlternatives(words), { enum: words }, value => words.find(word => word === value));
}

/** One of the words that are known today, or one that a later version knows. */
export function knownOr<T extends string>(words: readonly T[]): Leaf<T | Unknown> {
  return leaf('a text', { type: 'string', examples: words }, value =>
    typeof value === 'string' ? (value as Unknown) : undefined,
  );
}

/** A text that is none of the words that are known today; the type keeps those apart from it. */
export type Unknown = string & Record<never, never>;

/** A text that matches a pattern; the pattern has no flags. */
export function matching(expected: string, pattern: RegExp): Leaf<string> {
  return leaf(expected, { type: 'string', pattern: pattern.source }, value =>
    typeof value === 'string' && pattern.test(value) ? value : undefined,
  );
}

/** Whatever is there, also nothing: to be looked at later. */
export const anything: Definition<unknown> = { expected: 'anything', schema: {}, parse: value => value };

/** `a, b or c`. */
function toAlternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

import { UNPRINTABLE } from '../../parsing/printable.ts';

/** Characters of one text from outside; ARNs have at most 2,048, and the beginning says most. */
const LONGEST_TEXT = 300;
/** The mark of a cut. */
const CUT = '...';

/**
 * The same value with every text in it on one line, without control characters, and cut with a visible mark.
 *
 * @param clean - what else is done with each line, before it is cut
 */
export function toPlain<T>(value: T, clean: (line: string) => string = line => line): T {
  return mapTexts(value, text => cutText(clean(toLine(text).trim()), LONGEST_TEXT)) as T;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(each => mapTexts(each, change));
  if (value instanceof Map)
    return new Map([...value].map(([key, other]) => [change(key), mapTexts(other, change)]));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, other]) => [key, mapTexts(other, change)]));
}

/** The text on one line, with a space for what is not printable. */
export function toLine(text: string): string {
  return text.replaceAll(UNPRINTABLE, ' ');
}

/** The text, or its beginning with a visible mark, in at most so many UTF-16 code units; no character is halved. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - CUT.length).replace(/[\uD800-\uDBFF]$/, '');
  // With the mark behind it, mail programs would make a link of it.
  return kept.replace(/www$/i, '') + CUT;
}

/** `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `a, b and 3 more subnets`: at most so many, and how many are left out. */
export function joinFirst(words: readonly string[], most: number, what: string): string {
  const rest = words.length > most ? [`${words.length - most} more ${what}`] : [];
  return joinWords([...words.slice(0, most), ...rest]);
}

/** The first lines, and one that says how many are left out. */
export function firstLines(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most), `... ${lines.length - most} more lines`];
}

/** The text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence that follows a colon. */
export function uncapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

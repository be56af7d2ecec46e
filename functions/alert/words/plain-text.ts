/** Characters of one text from outside; ARNs have at most 2,048, and the beginning says most. */
const LONGEST_TEXT = 300;
/** The mark of a cut. */
const CUT = '...';

/** Control characters, line breaks, invisible characters that reorder or hide text, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/**
 * The same value with every text in it on one line, without control characters, and cut with a visible mark: an alert
 * as it may be rendered. Whoever may call EC2 chooses user agents, tags and names.
 */
export function toPlain<T>(value: T): T {
  return plain(value) as T;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value.replaceAll(UNPRINTABLE, ' ').trim(), LONGEST_TEXT);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return new Map([...value].map(([key, other]) => [plain(key), plain(other)]));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, other]) => [key, plain(other)]));
}

/** The text, or its beginning with a visible mark, in at most so many UTF-16 code units; no character is halved. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, most - CUT.length).replace(/[\uD800-\uDBFF]$/, '') + CUT;
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

/** `vpc-1 (main)`, or the id alone. */
export function withName(id: string, name: string | null | undefined): string {
  return name ? `${id} (${name})` : id;
}

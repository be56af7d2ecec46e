/**
 * What a reader does not see, or what changes how the rest is shown: control, format, direction and zero-width
 * characters, line separators, halves of characters (Unicode: Cc, Cf, Cs, Zl, Zp and Default_Ignorable_Code_Point).
 */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu;

/** Most texts have nothing else, and this is found out several times faster. */
const PLAIN_ASCII = /^[ -~]*$/;

/** The text with each unprintable character as an escape of JSON, such as `\u202e`. */
export function escapeUnprintable(text: string): string {
  return PLAIN_ASCII.test(text) ? text : text.replaceAll(UNPRINTABLE, toEscapes);
}

/** As {@link escapeUnprintable}, of a text of several lines. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeUnprintable).join('\n');
}

/**
 * The value as JSON that is safe on a terminal: `JSON.stringify` escapes only some of the control characters.
 *
 * @param indent - spaces for each level; 0: all on one line
 */
export function toJsonText(value: unknown, indent = 0): string {
  return escapeLines(JSON.stringify(value, undefined, indent));
}

function toEscapes(characters: string): string {
  const units = Array.from({ length: characters.length }, (_, index) => characters.charCodeAt(index));
  return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

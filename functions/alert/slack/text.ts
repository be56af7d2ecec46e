import { toLine } from '../words/plain-text.ts';

/** What a text that was cut ends with. */
const CUT = '...';

/**
 * The length of a text in the JSON that is sent, where a quote or a line break counts twice. No way in which Slack may
 * count is longer, so limits hold by it; and the lengths of all texts add up to that of the payload.
 */
export function writtenLength(text: string): number {
  return JSON.stringify(text).length - 2;
}

/** The text as one line of code: it holds no mark that could end the code early. */
export function toCode(text: string): string {
  return toLine(text).replaceAll('`', "'");
}

/**
 * Slack takes these three for the beginning and the end of mentions, links and entities, in every kind of text
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping).
 */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * The line, escaped, in at most so many written characters, the mark of a cut included. It is cut between characters
 * and escaped after that, so that neither an entity nor a surrogate pair is ever halved.
 *
 * @param room - at least the length of the mark
 */
export function cutLine(line: string, room: number): string {
  const whole = escapeSlack(line);
  if (writtenLength(whole) <= room) return whole;
  let left = room - CUT.length;
  let kept = '';
  for (const character of line) {
    const written = escapeSlack(character);
    left -= writtenLength(written);
    if (left < 0) break;
    kept += written;
  }
  return kept + CUT;
}

/** Longer than any command or rule; one line must not take the room of all others. */
const LONGEST_LINE = 1_000;
const LINE_BREAK = writtenLength('\n');

/** As many of the first lines as the room takes, as code, and a line that counts those left out. */
export function cutLines(lines: readonly string[], room: number): string {
  const fitted = lines.map(line => cutLine(toCode(line).trimEnd(), LONGEST_LINE));
  const whole = fitted.join('\n');
  if (writtenLength(whole) <= room) return whole;
  let left = room - writtenLength(omittedLines(lines.length));
  const cut = fitted.findIndex(line => {
    left -= writtenLength(line) + LINE_BREAK;
    return left < 0;
  });
  return [...fitted.slice(0, cut), omittedLines(lines.length - cut)].join('\n');
}

/** The mark of lines that were left out. */
export function omittedLines(count: number): string {
  return `${CUT} ${count} more ${count === 1 ? 'line' : 'lines'}: see the email`;
}

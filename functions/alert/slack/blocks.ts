import { toLine } from '../words/plain-text.ts';
import { cutLine, escapeSlack, toCode } from './text.ts';

/**
 * The part of Slack's Block Kit that alerts use (https://docs.slack.dev/reference/block-kit/blocks). Links are texts: after
 * a click on a button of an app without an endpoint for interactions, Slack shows a warning triangle.
 *
 * Words of an alert are plain text or inside code, never in bare mrkdwn: neither has styles, mentions, links or
 * emoji, and an IPv6 block such as `2001:db8:a:b::/64` has the emoji `:a:` in it.
 */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | SlackSection
  | { readonly type: 'context'; readonly elements: readonly PlainText[] };

export interface SlackSection {
  readonly type: 'section';
  readonly text: PlainText | Mrkdwn;
  /** True: Slack does not fold it behind "see more" (@slack/types 3.2.0). */
  readonly expand?: true;
}

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  /** False: `:a:` stays what it is. */
  readonly emoji: false;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** True: what looks like a URL or a channel is no link. */
  readonly verbatim: true;
}

/** Plain text on one line, of at most so many written characters. */
export function plainText(text: string, room: number): PlainText {
  return { type: 'plain_text', text: cutLine(toLine(text).trim(), room), emoji: false };
}

/** Plain text of several lines, of at most so many written characters together; a line break counts as two. */
export function plainLines(lines: readonly string[], room: number): PlainText {
  const shown: string[] = [];
  let left = room;
  for (const line of lines) {
    const { text } = plainText(line, Math.max(left, 3));
    if (text === '' || left < 3) continue;
    shown.push(text);
    left -= JSON.stringify(text).length;
  }
  return { type: 'plain_text', text: shown.join('\n'), emoji: false };
}

export function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

const LONGEST_LABEL = 200;
const NO_LABEL = 'More';

/** A label in bold: no mark in it ends the style or begins another. */
export function bold(label: string): string {
  const plain = toCode(toLine(label))
    .replaceAll(/[*_~]/g, ' ')
    .replaceAll(/[:.]+\s*$/g, '');
  return `*${cutLine(plain.trim() || NO_LABEL, LONGEST_LABEL)}*`;
}

/** Slack takes 3,000; two of those would leave the rest of the message little room, and no console needs them. */
const LONGEST_URL = 1_000;

/** A link with a text; undefined where there is no proper address. */
export function textLink(label: string, link: string | null): string | undefined {
  if (link === null || !URL.canParse(link)) return undefined;
  const { protocol, href } = new URL(link);
  // The bar would end the address.
  const url = escapeSlack(href).replaceAll('|', '%7C');
  return protocol === 'https:' && url.length <= LONGEST_URL ? `<${url}|${label}>` : undefined;
}

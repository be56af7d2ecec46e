import { toLine } from '../words/plain-text.ts';
import { cutLine, toCode } from './text.ts';

/**
 * The part of Slack's Block Kit that alerts use (https://docs.slack.dev/reference/block-kit/blocks).
 *
 * Words of an alert are plain text or inside code, never in bare mrkdwn: neither has styles, mentions, links or
 * emoji, and an IPv6 block such as `2001:db8:a:b::/64` has the emoji `:a:` in it.
 */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly Mrkdwn[] }
  | { readonly type: 'actions'; readonly elements: readonly LinkButton[] }
  | { readonly type: 'context'; readonly elements: readonly PlainText[] };

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

export interface LinkButton {
  readonly type: 'button';
  readonly text: PlainText;
  readonly url: string;
}

/** Plain text on one line, of at most so many written characters. */
export function plainText(text: string, room: number): PlainText {
  return { type: 'plain_text', text: cutLine(toLine(text).trim(), room), emoji: false };
}

export function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Written characters of each of a field's values; Slack takes 2,000 a field, but not ten such fields a message. */
const LONGEST_VALUE = 200;

/** A field of a section: a label above what is known; undefined where nothing is. */
export function field(label: string, values: readonly (string | null)[]): Mrkdwn | undefined {
  const shown = values.map(value => toCode(value ?? '').trim()).filter(value => value !== '');
  if (shown.length === 0) return undefined;
  return mrkdwn(`*${label}*\n${shown.map(value => `\`${cutLine(value, LONGEST_VALUE)}\``).join(' ')}`);
}

/** Slack takes 3,000; two of those would leave the rest of the message little room, and no console needs them. */
const LONGEST_URL = 1_000;

/** A button that opens a page; undefined where there is no proper link. */
export function linkButton(label: string, link: string | null): LinkButton | undefined {
  if (link === null || !URL.canParse(link)) return undefined;
  const { protocol, href } = new URL(link);
  if (protocol !== 'https:' || href.length > LONGEST_URL) return undefined;
  return { type: 'button', text: plainText(label, 75), url: href };
}

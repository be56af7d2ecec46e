import { type PlainText, plainText, type SlackBlock } from './blocks.ts';
import { type CodeSection, renderSections } from './sections.ts';
import type { SlackMessage } from './slack.ts';

/** The parts of a message in their order; lists are cut where there is not enough room for all. */
export interface Frame {
  readonly heading: string;
  /** Of the notification. */
  readonly text: string;
  readonly before: readonly SlackBlock[];
  readonly actions: readonly CodeSection[];
  readonly links: readonly SlackBlock[];
  readonly lists: readonly CodeSection[];
  readonly notes: readonly SlackBlock[];
  readonly context: readonly PlainText[];
}

/** Characters of JSON: above about as many of text Slack refuses a message. */
const LONGEST_PAYLOAD = 13_000;
const LONGEST_HEADER = 150;

/** Slack refuses empty texts. */
const NO_TITLE = 'Network ACL alert';

/** The message, within Slack's limits. */
export function fitMessage(frame: Frame): SlackMessage {
  const compose = (actions: readonly SlackBlock[], lists: readonly SlackBlock[]): SlackMessage => ({
    text: frame.text || NO_TITLE,
    blocks: [
      { type: 'header', text: plainText(frame.heading || NO_TITLE, LONGEST_HEADER) },
      ...frame.before,
      ...actions,
      ...frame.links,
      ...lists,
      ...frame.notes,
      ...(frame.context.length > 0 ? [{ type: 'context', elements: frame.context } as const] : []),
    ],
  });
  const room = LONGEST_PAYLOAD - JSON.stringify(compose([], [])).length;
  const all = renderSections([...frame.actions, ...frame.lists], room);
  const count = frame.actions.filter(({ lines }) => lines.some(line => line.trim() !== '')).length;
  return compose(all.slice(0, count), all.slice(count));
}

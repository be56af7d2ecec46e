import { mrkdwn, type SlackBlock } from './blocks.ts';

/** Who is notified of an alert of severity `high`: `here`, `channel`, or the id of a user group. */
export type SlackMention = string;

const MENTION = /^(here|channel|S[A-Z\d]{2,30})$/;

/** A section that only mentions; none where the alert is less severe, or no one is to be notified. */
export function renderMention(
  { severity }: { readonly severity: string },
  mention: SlackMention | undefined,
): SlackBlock[] {
  if (severity !== 'high' || mention === undefined || !MENTION.test(mention)) return [];
  const target = /^S/.test(mention) ? `subteam^${mention}` : mention;
  return [{ type: 'section', text: mrkdwn(`<!${target}>`) }];
}

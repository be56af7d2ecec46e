import type { DigestDocument } from '../document/digest-document.ts';
import { mrkdwn, plainText } from './blocks.ts';
import type { SlackMessage } from './slack.ts';
import { cutLines } from './text.ts';

/** Written characters of a section of Slack. */
const LONGEST_SECTION = 2_900;

/** The digest in Slack's blocks. */
export function renderSlackDigest({ title, summary, lines, id }: DigestDocument): SlackMessage {
  const code = cutLines(lines, LONGEST_SECTION);
  return {
    text: plainText(title, 500).text,
    blocks: [
      { type: 'header', text: plainText(title, 150) },
      { type: 'section', text: plainText(summary, 1_500) },
      ...(lines.length === 0
        ? []
        : [{ type: 'section', text: mrkdwn(`*Network ACLs*\n\`\`\`\n${code}\n\`\`\``) } as const]),
      { type: 'context', elements: [plainText(`digest ${id}`, 100)] },
    ],
    attachments: [],
  };
}

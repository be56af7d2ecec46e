import type { DigestDocument } from '../document/digest-document.ts';
import { escapeSlack } from '../slack/text.ts';
import { type ChatNotification, cutEscaped, toChatHeading, toStep, toWords } from './chat.ts';

const LONGEST_DESCRIPTION = 3_000;

/** The digest in the schema of Amazon Q Developer in chat applications; all digests of a region are in one thread. */
export function toDigestNotification(document: DigestDocument): ChatNotification {
  const { id, kind, about, severity, mode, account, region, fix, steps, mute } = document;
  const heading = toChatHeading(document);
  const commands = steps.filter(step => step.kind === 'all');
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: heading,
      description: toDescription(document),
      nextSteps: [
        ...fix.map(escapeSlack),
        ...commands.flatMap(({ intro, lines }) => lines.map(line => toStep(intro, line))),
        escapeSlack(mute),
      ],
      keywords: toWords([severity, kind, about, account, region]),
    },
    metadata: {
      threadId: `${account}-${region}-digest`,
      summary: heading.replace(/^\S+ /, ''),
      eventType: kind,
      relatedResources: [],
      additionalContext: { severity, about, account, region, mode },
    },
  };
}

function toDescription({ lines, groups, facts }: DigestDocument): string {
  const lists = groups.map(group => [group.title, ...group.lines.map(line => `- ${line}`)].join('\n'));
  const whole = [...lines, ...lists, ...facts].map(escapeSlack).join('\n\n');
  return cutEscaped(whole, LONGEST_DESCRIPTION);
}

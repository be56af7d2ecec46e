import type { DigestDocument } from '../document/digest-document.ts';
import { escapeSlack } from '../slack/text.ts';
import { cutEscaped, toChatHeading, toStep, toWords } from './chat.ts';
import { type ChatNotification, toNotification } from './notification.ts';

const LONGEST_DESCRIPTION = 3_000;

/** The digest in the schema of Amazon Q Developer in chat applications; all digests of a region are in one thread. */
export function toDigestNotification(document: DigestDocument): ChatNotification {
  const { id, kind, about, severity, mode, account, region, fix, steps, mute } = document;
  const heading = toChatHeading(document);
  const commands = steps.filter(step => step.kind === 'all');
  return toNotification({
    ...{ id, kind, heading },
    content: {
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
      relatedResources: [],
      additionalContext: { severity, about, account, region, mode },
    },
  });
}

function toDescription({ lines, groups, facts }: DigestDocument): string {
  const lists = groups.map(({ account, title, lines: listed }) =>
    [...(account ? [account] : []), title, ...listed.map(line => `- ${line}`)].join('\n'),
  );
  const whole = [...lines, ...lists, ...facts].map(escapeSlack).join('\n\n');
  return cutEscaped(whole, LONGEST_DESCRIPTION);
}

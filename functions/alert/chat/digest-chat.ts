import type { DigestDocument } from '../document/digest-document.ts';
import { escapeSlack } from '../slack/text.ts';
import { splitDetails } from '../words/detail-text.ts';
import { cutEscaped, toChatHeading, toStep, toWords } from './chat.ts';
import { type ChatNotification, toNotification } from './notification.ts';

const LONGEST_DESCRIPTION = 3_000;
/** A link cannot be cut; those of CloudTrail's own events are half as long. */
const LONGEST_LINK = 400;

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

function toDescription({ lines, groups, facts, details = [] }: DigestDocument): string {
  const lists = groups.map(({ account, title, lines: listed }) =>
    [...(account ? [account] : []), title, ...listed.map(line => `- ${line}`)].join('\n'),
  );
  const more = splitDetails(details);
  const sentences = more.facts.map(({ label, text }) => `- ${label}: ${text}`).join('\n');
  const whole = [...lines, ...lists, ...facts, ...(sentences === '' ? [] : [sentences])]
    .map(escapeSlack)
    .join('\n\n');
  const links = more.addresses.map(({ text }) => text).filter(text => text.length <= LONGEST_LINK);
  return [cutEscaped(whole, LONGEST_DESCRIPTION), ...links].join('\n\n');
}

import { isFixed } from '../../review/words/alert-kind.ts';
import type { ShownDocument } from '../document/document.ts';
import { escapeSlack } from '../slack/text.ts';
import { splitDetails } from '../words/detail-text.ts';
import { toHeading } from '../words/heading.ts';
import { cutText } from '../words/plain-text.ts';
import { type ChatNotification, toNotification } from './notification.ts';

/** Characters; the service names no limit, and a longer message fills a channel. */
const LONGEST_DESCRIPTION = 3_000;
const LONGEST_STEP = 1_000;
const MOST_COMMANDS = 4;

export function toChatNotification(document: ShownDocument): ChatNotification {
  const { id, kind, severity, status, mode, account, accountName = null, region, networkAcl } = document;
  const nextSteps = toNextSteps(document);
  const heading = toChatHeading(document);
  return toNotification({
    ...{ id, kind, heading },
    content: {
      description: toDescription(document),
      ...(nextSteps.length > 0 && { nextSteps }),
      keywords: toWords([severity, kind, networkAcl.name, networkAcl.id, account, accountName, region]),
    },
    metadata: {
      threadId: `${account}-${region}-${networkAcl.id}`,
      relatedResources: toWords([networkAcl.id, networkAcl.vpcId]),
      additionalContext: {
        ...{ severity, status, account, region, networkAclId: networkAcl.id, alertId: id, mode },
      },
    },
  });
}

/** Slack's heading, which Teams shows as well. */
export function toChatHeading(document: Parameters<typeof toHeading>[0]): string {
  return escapeSlack(toHeading(document));
}

/** Those that are known, each as one word or name. */
export function toWords(words: readonly (string | null)[]): string[] {
  return words.filter(word => word !== null && word !== '').map(word => escapeSlack(word ?? ''));
}

/** Paragraphs, then a list of facts, then the link. */
function toDescription({ lines = [], summary, details = [], links }: ShownDocument): string {
  const paragraphs = lines.length > 0 ? lines : [summary];
  const facts = splitDetails(details).facts.map(({ label, text }) => `- ${label}: ${text}`);
  const whole = [...paragraphs, ...(facts.length > 0 ? [facts.join('\n')] : [])]
    .map(escapeSlack)
    .join('\n\n');
  return `${cutEscaped(whole, LONGEST_DESCRIPTION)}\n\n${links.networkAcl}`;
}

/** The choices: fix it, stop the outage, mute it. */
function toNextSteps({ fix, guard, networkAcl, kind }: ShownDocument): string[] {
  const { sentences = fix.notes, steps = [], next = [] } = fix;
  const commands = steps
    .filter(step => step.kind === 'cli' && step.lines.length <= MOST_COMMANDS)
    .flatMap(({ intro, lines }) =>
      lines.map(line => toStep(intro.replace(/^Or w/, 'W') || 'With the AWS CLI:', line)),
    );
  return [
    ...sentences.map(sentence => cutEscaped(escapeSlack(sentence), LONGEST_STEP)),
    ...commands,
    ...guard.undo.slice(0, MOST_COMMANDS).map(line => toStep('To undo what the guard did:', line)),
    ...next.map(escapeSlack),
    ...(isFixed(kind)
      ? []
      : [`To mute it: set the tag \`nacl-ephemeral-guard=ignore\` on ${networkAcl.id}.`]),
  ];
}

/** A command in code, behind what it is for. */
export function toStep(intro: string, command: string): string {
  return `${escapeSlack(intro)} \`${escapeSlack(command)}\``;
}

/** Cuts without halving an entity. */
export function cutEscaped(text: string, most: number): string {
  return cutText(text, most).replace(/&[a-z]*\.\.\.$/, '...');
}

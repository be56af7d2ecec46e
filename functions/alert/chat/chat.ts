import { isFixed } from '../../review/words/alert-kind.ts';
import type { ShownDocument } from '../document/document.ts';
import { escapeSlack } from '../slack/text.ts';
import { cutText, firstLines } from '../words/plain-text.ts';

/** Characters; the service names no limit, and a longer message fills a channel. */
const LONGEST_DESCRIPTION = 3_000;
const LONGEST_LINE = 600;
const MOST_LINES = 12;
const MOST_STEPS = 8;

/**
 * The alert in the only schema that Amazon Q Developer in chat applications shows; it drops anything else without an
 * error (AWS's guide to it, "Custom notifications"). Alerts about one network ACL are in one thread.
 */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

export function toChatNotification(document: ShownDocument): ChatNotification {
  const { id, kind, severity, status, mode, account, region, networkAcl } = document;
  const nextSteps = toNextSteps(document);
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: `${SYMBOLS[toSymbol(document)]} ${escapeSlack(document.title)}`,
      description: toDescription(document),
      ...(nextSteps.length > 0 && { nextSteps }),
      keywords: [kind, severity, networkAcl.id, region].map(escapeSlack),
    },
    metadata: {
      threadId: `${account}-${region}-${networkAcl.id}`,
      summary: escapeSlack(document.title),
      eventType: kind,
      relatedResources: [networkAcl.id, networkAcl.vpcId ?? ''].filter(Boolean).map(escapeSlack),
      additionalContext: { severity, status, mode, account, region },
    },
  };
}

const SYMBOLS = { bad: ':rotating_light:', mild: ':warning:', good: ':white_check_mark:' } as const;

function toSymbol({ kind, severity }: ShownDocument): keyof typeof SYMBOLS {
  if (isFixed(kind)) return 'good';
  return severity === 'high' ? 'bad' : 'mild';
}

function toDescription(document: ShownDocument): string {
  const { summary, denied, clients, change, guard, links, changes } = document;
  const blocked = clients.filter(({ replies }) => replies !== null && replies !== 'allowed');
  const sections: [string, readonly string[]][] = [
    ['Changed since the last alert', changes],
    ['Denied', denied.map(line => line.trim())],
    [
      'Clients',
      blocked.map(({ name, fromPort, toPort, replies }) => `${name} ${fromPort}-${toPort}: ${replies}`),
    ],
    ['Latest change', change ? [renderChangeLine(change)] : []],
    ['What the guard did', guard.did],
    ['To undo it', guard.undo],
  ];
  const text = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `*${title}*\n${toLines(lines).join('\n')}`);
  const whole = [escapeSlack(summary), ...text].join('\n\n');
  return `${cutEscaped(whole, LONGEST_DESCRIPTION)}\n\n${links.networkAcl}`;
}

function renderChangeLine({ action, target, actor, tool, at }: NonNullable<ShownDocument['change']>): string {
  return [action, target, actor && `by ${actor}`, tool && `with ${tool}`, at && `at ${at}`]
    .filter(Boolean)
    .join(' ');
}

function toNextSteps({ fix }: ShownDocument): string[] {
  const steps = [...fix.cli.map(command => `\`${escapeSlack(command)}\``), ...fix.notes.map(escapeSlack)];
  if (steps.length <= MOST_STEPS) return steps;
  // Half of a plan could open too much, or block something: all of it or none.
  return [`${fix.cli.length} rules are missing: the email has the commands`, ...fix.notes.map(escapeSlack)];
}

function toLines(lines: readonly string[]): string[] {
  return firstLines(
    lines.map(line => `• ${cutEscaped(escapeSlack(line), LONGEST_LINE)}`),
    MOST_LINES,
  );
}

/** Cuts without halving an entity. */
function cutEscaped(text: string, most: number): string {
  return cutText(text, most).replace(/&[a-z]*\.\.\.$/, '...');
}

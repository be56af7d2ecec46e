import type { AlertDocument } from '../../functions/alert/document/document.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import type { PublishedMessage } from '../aws-stand-in/stand-in.ts';

/** The formats of an alert: for a mailbox, for Slack, for a chat through Amazon Q, or for a program. */
export const FORMATS = ['email', 'slack', 'chat', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** A published alert in one of its formats, exactly as the subscriber gets it. Only JSON gets line breaks. */
export function renderAlert(
  { subject, message }: Pick<PublishedMessage, 'subject' | 'message'>,
  format: Format,
): string {
  const { email = '', https = '', lambda = '' } = JSON.parse(message) as Partial<Record<string, string>>;
  switch (format) {
    case 'email':
      return `Subject: ${subject ?? ''}\n\n${email}`;
    case 'slack':
      return indent(renderSlack(JSON.parse(lambda) as AlertDocument));
    case 'chat':
      return indent(JSON.parse(https));
    case 'json':
      return indent(JSON.parse(lambda));
  }
}

function indent(json: unknown): string {
  return JSON.stringify(json, undefined, 2);
}

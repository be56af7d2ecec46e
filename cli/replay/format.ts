import type { AlertDocument } from '../../functions/alert/document/document.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import type { PublishedMessage } from '../aws-stand-in/stand-in.ts';

/** The forms in which an alert can be shown: what a mailbox, Slack, a chat through Amazon Q, or a program gets. */
export const FORMATS = ['email', 'slack', 'chat', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** A published alert in one of its forms, exactly as the subscriber gets it but for the line breaks of JSON. */
export function renderAlert({ subject, message }: PublishedMessage, format: Format): string {
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

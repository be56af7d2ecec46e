import { toJsonText } from '../parsing/printable.ts';
import type { Alert } from '../review/words/alert.ts';
import { toChatNotification } from './chat/chat.ts';
import { fitDocument } from './document/fit-document.ts';
import { MOST_DOCUMENT_BYTES, MOST_EMAIL_BYTES } from './document/limits.ts';
import { toDocument, toVerdict } from './document/to-document.ts';
import { renderText } from './email/email.ts';
import { fitSections } from './email/fit-sections.ts';
import { toShowable } from './words/untrusted-text.ts';

/** An alert as the topic takes it: what each kind of subscription gets, and what it can filter by. */
export interface Message {
  readonly subject: string;
  /** The text for each protocol of SNS; `default` for those that are not named. */
  readonly texts: Readonly<Record<'default' | 'email' | 'https' | 'lambda' | 'sqs', string>>;
  /** Without those that are not known. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Renders an alert in all its forms. What others wrote is first made harmless, and cut. */
export function renderMessage(untrusted: Alert): Message {
  const alert = toShowable(untrusted);
  const document = fitDocument(toDocument(alert), MOST_DOCUMENT_BYTES, one => toSentBytes(toJson(one)));
  const text = fitSections(renderText(alert), MOST_EMAIL_BYTES, toSentBytes);
  const json = toJson(document);
  return {
    subject: document.title,
    texts: {
      default: text,
      email: text,
      https: toJson(toChatNotification(document)),
      lambda: json,
      sqs: json,
    },
    attributes: toAttributes(alert),
  };
}

/** Bytes of a form in the topic's message, a JSON object of texts. */
function toSentBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function toAttributes(alert: Alert): Record<string, string> {
  const { kind, account, region, mode } = alert;
  const vpcId = alert.kind === 'cannot-evaluate' ? '' : alert.networkAcl.vpcId;
  const attributes = { kind, ...toVerdict(alert), account, region, vpcId, mode };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

/** JSON in which `<`, `>` and `&` are escaped too, so that it is harmless also where it ends up in a page. */
function toJson(value: unknown): string {
  return toJsonText(value).replaceAll(
    /[<>&]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

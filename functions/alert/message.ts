import type { Alert } from '../review/words/alert.ts';
import type { Digest, Publication } from '../review/words/digest.ts';
import { findOwner } from '../review/words/owner.ts';
import { toChatNotification } from './chat/chat.ts';
import { toDigestNotification } from './chat/digest-chat.ts';
import { countBytes, toJson } from './document/fit.ts';
import { MOST_EMAIL_BYTES } from './document/limits.ts';
import { toDigestDocument } from './document/to-digest-document.ts';
import { toDocument, toVerdict } from './document/to-document.ts';
import { renderDigestText } from './email/digest-email.ts';
import { renderText } from './email/email.ts';
import { fitSections } from './email/fit-sections.ts';
import { toShowable, toShowableDigest, toShowableName } from './words/untrusted-text.ts';

/** An alert as the topic takes it: what each kind of subscription gets, and what it can filter by. */
export interface Message {
  readonly subject: string;
  /** The text for each protocol of SNS; `default` for those that are not named. */
  readonly texts: Readonly<Record<'default' | 'email' | 'https' | 'lambda' | 'sqs', string>>;
  /** Without those that are not known. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Renders an alert or a digest in all its forms. What others wrote is first made harmless, and cut. */
export function renderMessage(untrusted: Publication): Message {
  return untrusted.kind === 'digest' ? renderDigest(untrusted) : renderAlert(untrusted);
}

function renderAlert(untrusted: Alert): Message {
  const alert = toShowable(untrusted);
  const document = toDocument(alert);
  const text = fitSections(renderText(alert), MOST_EMAIL_BYTES, countBytes);
  const texts = toTexts(text, document, toChatNotification(document));
  return { subject: document.title, texts, attributes: toAttributes(alert) };
}

function renderDigest(untrusted: Digest): Message {
  const digest = toShowableDigest(untrusted);
  const document = toDigestDocument(digest);
  const { kind, severity, account, region, mode } = digest;
  const owner = toCommonOwner(digest);
  const text = fitSections(renderDigestText(digest), MOST_EMAIL_BYTES, countBytes);
  return {
    subject: document.title,
    texts: toTexts(text, document, toDigestNotification(document)),
    attributes: { kind, severity, account, region, mode, ...(owner && { owner }) },
  };
}

function toTexts(text: string, document: object, chat: object): Message['texts'] {
  const json = toJson(document);
  return { default: text, email: text, https: toJson(chat), lambda: json, sqs: json };
}

function toOwner(alert: Alert): string {
  return alert.kind === 'cannot-evaluate' ? '' : (toShowableName(findOwner(alert.networkAcl.tags)) ?? '');
}

/** Of a digest about one account, where all its network ACLs have the same owner. */
function toCommonOwner({ hub, groups }: Digest): string | undefined {
  const owners = new Set(groups.flatMap(({ members }) => members.map(({ owner }) => owner)));
  const [owner] = owners;
  return hub?.about === 'account' && owners.size === 1 ? toShowableName(owner) : undefined;
}

function toAttributes(alert: Alert): Record<string, string> {
  const { kind, account, region, mode } = alert;
  const vpcId = alert.kind === 'cannot-evaluate' ? '' : alert.networkAcl.vpcId;
  const attributes = { kind, ...toVerdict(alert), account, region, vpcId, owner: toOwner(alert), mode };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

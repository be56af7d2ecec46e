import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { SnsTopic } from '../../../cli/aws-stand-in/sns-topic.ts';
import type { ChatNotification } from '../../../functions/alert/chat/notification.ts';
import type { DigestDocument } from '../../../functions/alert/document/digest-document.ts';
import type { AlertDocument } from '../../../functions/alert/document/document.ts';
import type { Message } from '../../../functions/alert/message.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
const LONGEST_DESCRIPTION = 3_500;

const isDocument = new Ajv({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync('docs/alert.schema.json', 'utf8')),
);

/** What is wrong with any of the forms of an alert that the topic gets. */
export function findFormFaults(message: Message): string[] {
  const document: AlertDocument | DigestDocument = JSON.parse(message.texts.lambda);
  return [
    ...findTopicFaults(message),
    ...findTextFaults(message.texts.email),
    ...findDocumentFaults(message.texts.lambda, document),
    ...findChatFaults(JSON.parse(message.texts.https)),
    ...findLinks(message, document),
    ...(message.texts.default === message.texts.email ? [] : ['default differs from email']),
    ...(message.texts.sqs === message.texts.lambda ? [] : ['sqs differs from lambda']),
  ];
}

/** SNS itself refuses what is too long, and subjects of more than one line. */
function findTopicFaults({ subject, texts, attributes }: Message): string[] {
  const values = Object.entries(attributes).map(([name, value]) => [name, { dataType: 'String', value }]);
  try {
    new SnsTopic(TOPIC_ARN).publish({
      topicArn: TOPIC_ARN,
      subject,
      message: JSON.stringify(texts),
      messageStructure: 'json',
      attributes: Object.fromEntries(values),
    });
    return /^[ -~]*$/.test(subject) ? [] : ['the subject is no ASCII'];
  } catch (error) {
    return [`the topic refuses it: ${error}`];
  }
}

function findTextFaults(text: string): string[] {
  const lines = text.split('\n');
  return [
    ...(hasControls(text.replaceAll('\n', '')) ? ['the email has control characters'] : []),
    ...lines.filter(line => line.length > 4_000).map(line => `the email has a line of ${line.length}`),
    ...(/undefined|\[object|NaN/.test(text) ? ['the email says undefined'] : []),
  ];
}

function findDocumentFaults(json: string, document: AlertDocument | DigestDocument): string[] {
  const code =
    'networkAcl' in document ? { fix: { ...document.fix, terraform: '', cloudformation: '' } } : {};
  const texts = toTexts({ ...document, ...code });
  return [
    ...(isDocument(document)
      ? []
      : (isDocument.errors ?? []).map(error => `${error.instancePath} ${error.message}`)),
    ...(/[<>&]/.test(json) ? ['the JSON has an unescaped <, > or &'] : []),
    ...texts.filter(hasControls).map(text => `the document has control characters: ${JSON.stringify(text)}`),
  ];
}

function findChatFaults({ content, metadata }: ChatNotification): string[] {
  const texts = toTexts({ content, metadata });
  return [
    ...texts
      .filter(text => hasControls(text.replaceAll('\n', '')))
      .map(text => `chat has control characters: ${text}`),
    ...texts
      .filter(text => /[<>]|&(?!(?:amp|lt|gt);)/.test(stripLinks(text)))
      .map(text => `chat is unescaped: ${text}`),
    ...(content.description.length > LONGEST_DESCRIPTION ? ['the description in the chat is too long'] : []),
  ];
}

/** Links that others wrote. */
function findLinks({ texts }: Message, document: AlertDocument | DigestDocument): string[] {
  const own = toOwnLinks(document);
  return Object.entries(texts).flatMap(([form, text]) => {
    const others = own.reduce((rest, link) => rest.replaceAll(link, ''), text);
    return /:\/\/|www\.|@/i.test(others) ? [`${form} has a link that others wrote`] : [];
  });
}

function toOwnLinks(document: AlertDocument | DigestDocument): string[] {
  if (!('links' in document))
    return document.details.map(({ text }) => text).filter(text => text.startsWith('https:'));
  return [document.links.networkAcl, document.links.change].filter(link => link !== null);
}

/** Links of ours are percent-encoded, but for the `&` that they do not have. */
function stripLinks(text: string): string {
  return text.replaceAll(/https:\/\/\S+/g, '');
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}

/** Every text in a JSON value. */
function toTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(toTexts);
}

import { randomUUID } from 'node:crypto';
import { ServiceError } from './answer.ts';
import { SnsSubscriptions } from './sns-subscriptions.ts';

/** A message attribute as a publish carries it; a binary value stays in base64. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly value: string;
}

/** What a caller asks to publish. */
export interface PublishRequest {
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly messageStructure: string | undefined;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** A message that the topic took. */
export interface PublishedMessage extends PublishRequest {
  readonly messageId: string;
}

const MAX_MESSAGE_BYTES = 262_144;
// At most 99 characters without line breaks and control characters (API reference of Publish). That the first must be no
// space is a belief.
const SUBJECT = /^[^\s\p{Cc}][^\p{Cc}\p{Zl}\p{Zp}]{0,98}$/u;
const DATA_TYPE = /^(String|Number|Binary)(\.|$)/;

/** One topic that keeps what it was given. */
export class SnsTopic {
  readonly published: PublishedMessage[] = [];
  readonly subscriptions = new SnsSubscriptions();
  readonly #arn: string;

  constructor(arn: string) {
    this.#arn = arn;
  }

  /** @throws ServiceError InvalidParameter, ParameterValueInvalid, NotFound */
  publish(request: PublishRequest): PublishedMessage {
    checkMessage(request);
    checkSubject(request.subject);
    checkAttributes(request.attributes);
    this.checkArn(request.topicArn);
    const message = { ...request, messageId: randomUUID() };
    this.published.push(message);
    this.subscriptions.deliver();
    return message;
  }

  /** @throws ServiceError NotFound */
  checkArn(arn: string | undefined): void {
    if (arn !== this.#arn) throw new ServiceError('NotFound', 404, 'Topic does not exist');
  }
}

function checkMessage({ message, messageStructure, attributes }: PublishRequest): void {
  if (message === '') throw invalidParameter('Empty message');
  const attributeTexts = Object.entries(attributes).flatMap(([name, { dataType, value }]) => [
    name,
    dataType,
    value,
  ]);
  if (Buffer.byteLength([message, ...attributeTexts].join('')) > MAX_MESSAGE_BYTES) {
    throw invalidParameter('Message too long');
  }
  if (messageStructure === 'json') checkTextPerProtocol(message);
  else if (messageStructure !== undefined) throw invalidParameter('MessageStructure');
}

function checkTextPerProtocol(message: string): void {
  const texts = parseJson(message);
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  if (!('default' in texts) || typeof texts.default !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkSubject(subject: string | undefined): void {
  if (subject !== undefined && !SUBJECT.test(subject)) throw invalidParameter('Subject');
}

function checkAttributes(attributes: PublishRequest['attributes']): void {
  for (const [name, { dataType, value }] of Object.entries(attributes)) {
    if (!DATA_TYPE.test(dataType) || value === '') {
      const message = `The message attribute '${name}' must contain a data type and a non-empty value.`;
      throw new ServiceError('ParameterValueInvalid', 400, message);
    }
  }
}

/** SNS begins each of these messages with the same two words. */
export function invalidParameter(reason: string): ServiceError {
  return new ServiceError('InvalidParameter', 400, `Invalid parameter: ${reason}`);
}

import { createHash, randomUUID } from 'node:crypto';
import { type Answer, ServiceError } from './answer.ts';
import type { JsonCall } from './call.ts';
import type { OtherServices } from './other-services.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';
const ERROR_NAMESPACE = 'com.amazonaws.sqs#';
/** Account and name, as the URL of a queue carries them. */
const QUEUE_PATH = '/123456789012/sweep';

/** A message that the queue took. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** Of a fair queue. */
  readonly groupId?: string;
}

/** A message as SendMessage carries it, and one of SendMessageBatch. */
type SentMessage = Readonly<Record<string, unknown>>;

/** Messages that one SendMessageBatch takes (API reference). */
const MOST_IN_BATCH = 10;

/** One SQS queue that keeps what is sent to it, over SQS's JSON protocol. */
export class SqsQueue {
  readonly queued: QueuedMessage[] = [];

  /** The queue's URL at the endpoint: SQS's clients send to the host that the URL names. */
  static url(endpoint: string): string {
    return endpoint + QUEUE_PATH;
  }

  /**
   * @param others - answers what is for another queue, or about one
   * @throws ServiceError what SQS would refuse the call with
   */
  apply(call: JsonCall, others: OtherServices): Answer {
    const { action, parameters } = call;
    const isSent = action === 'SendMessage' || action === 'SendMessageBatch';
    const other = isSent && isQueue(parameters.QueueUrl) ? undefined : others.answer(call);
    if (other !== undefined) return other;
    if (!isSent)
      throw new ServiceError('UnsupportedOperation', 400, `${action} is not an action of SQS here`);
    if (!isQueue(parameters.QueueUrl))
      throw new ServiceError('QueueDoesNotExist', 400, 'The specified queue does not exist.');
    return toAnswer(action === 'SendMessage' ? this.#take(parameters) : this.#takeBatch(parameters));
  }

  #takeBatch({ Entries }: SentMessage): object {
    const entries: readonly SentMessage[] = Array.isArray(Entries) ? Entries : [];
    checkBatch(entries);
    return { Successful: entries.map(entry => ({ Id: entry.Id, ...this.#take(entry) })), Failed: [] };
  }

  #take({ MessageBody, MessageGroupId }: SentMessage): object {
    if (typeof MessageBody !== 'string' || MessageBody === '')
      throw new ServiceError('MissingParameter', 400, 'The request must contain the parameter MessageBody.');
    const messageId = randomUUID();
    const group = typeof MessageGroupId === 'string' && { groupId: MessageGroupId };
    this.queued.push({ messageId, body: MessageBody, ...group });
    // The SDK holds the answer's MD5 against what it sent.
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    return { MessageId: messageId, MD5OfMessageBody };
  }

  refuse({ code, status, message }: ServiceError): Answer {
    const body = JSON.stringify({ __type: ERROR_NAMESPACE + code, message });
    return { status, headers: { 'content-type': JSON_TYPE }, body, outcome: code };
  }
}

function isQueue(url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).pathname === QUEUE_PATH;
}

function toAnswer(content: object): Answer {
  const headers = { 'content-type': JSON_TYPE };
  return { status: 200, headers, body: JSON.stringify(content), outcome: 'ok' };
}

/** @throws ServiceError the codes of SendMessageBatch */
function checkBatch(entries: readonly SentMessage[]): void {
  if (entries.length === 0)
    throw new ServiceError('EmptyBatchRequest', 400, 'There should be at least one entry in the request.');
  if (entries.length > MOST_IN_BATCH)
    throw new ServiceError('TooManyEntriesInBatchRequest', 400, `At most ${MOST_IN_BATCH} entries expected.`);
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new ServiceError('BatchEntryIdsNotDistinct', 400, 'Two or more batch entries have the same Id.');
}

import { createHash, randomUUID } from 'node:crypto';
import { type Answer, ServiceError } from './answer.ts';
import type { JsonCall } from './call.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';
const ERROR_NAMESPACE = 'com.amazonaws.sqs#';
/** Account and name, as the URL of a queue carries them. */
const QUEUE_PATH = '/123456789012/sweep';

/** A message that the queue took. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

/** One SQS queue that keeps what is sent to it, over SQS's JSON protocol. */
export class SqsQueue {
  readonly queued: QueuedMessage[] = [];

  /** The queue's URL at the endpoint: SQS's clients send to the host that the URL names. */
  static url(endpoint: string): string {
    return endpoint + QUEUE_PATH;
  }

  /** @throws ServiceError what SQS would refuse the call with */
  apply({ action, parameters: { QueueUrl, MessageBody } }: JsonCall): Answer {
    if (action !== 'SendMessage')
      throw new ServiceError('UnsupportedOperation', 400, `${action} is not an action of SQS here`);
    if (!isQueue(QueueUrl))
      throw new ServiceError('QueueDoesNotExist', 400, 'The specified queue does not exist.');
    if (typeof MessageBody !== 'string' || MessageBody === '')
      throw new ServiceError('MissingParameter', 400, 'The request must contain the parameter MessageBody.');
    const messageId = randomUUID();
    this.queued.push({ messageId, body: MessageBody });
    // The SDK holds the answer's MD5 against what it sent.
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    const body = JSON.stringify({ MessageId: messageId, MD5OfMessageBody });
    return { status: 200, headers: { 'content-type': JSON_TYPE }, body, outcome: 'ok' };
  }

  refuse({ code, status, message }: ServiceError): Answer {
    const body = JSON.stringify({ __type: ERROR_NAMESPACE + code, message });
    return { status, headers: { 'content-type': JSON_TYPE }, body, outcome: code };
  }
}

function isQueue(url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).pathname === QUEUE_PATH;
}

import { randomUUID } from 'node:crypto';
import { type Answer, ServiceError } from './answer.ts';
import type { Form, QueryCall } from './call.ts';
import { invalidParameter, type MessageAttribute, type PublishRequest, type SnsTopic } from './sns-topic.ts';
import { element, textElement } from './xml.ts';

const NAMESPACE = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

/** SNS's query protocol over the topic. */
export class SnsQuery {
  readonly #topic: SnsTopic;

  constructor(topic: SnsTopic) {
    this.#topic = topic;
  }

  /** @throws ServiceError what SNS would refuse the call with */
  apply({ action, parameters }: QueryCall): Answer {
    if (action !== 'Publish')
      throw new ServiceError('InvalidAction', 400, `${action} is not an action of SNS here`);
    const { messageId } = this.#topic.publish(parsePublish(parameters));
    const requestId = randomUUID();
    const content =
      element('PublishResult', textElement('MessageId', messageId)) +
      element('ResponseMetadata', textElement('RequestId', requestId));
    return toAnswer(200, requestId, `<PublishResponse ${NAMESPACE}>${content}</PublishResponse>`, 'ok');
  }

  refuse({ code, status, message }: ServiceError): Answer {
    const type = textElement('Type', status < 500 ? 'Sender' : 'Receiver');
    const error = element('Error', type, textElement('Code', code), textElement('Message', message));
    const requestId = randomUUID();
    const content = error + textElement('RequestId', requestId);
    return toAnswer(status, requestId, `<ErrorResponse ${NAMESPACE}>${content}</ErrorResponse>`, code);
  }
}

function parsePublish(form: Form): PublishRequest {
  const topicArn = form.TopicArn ?? form.TargetArn;
  if (topicArn === undefined)
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  return {
    topicArn,
    subject: form.Subject,
    message: form.Message ?? '',
    messageStructure: form.MessageStructure,
    attributes: parseAttributes(form),
  };
}

function parseAttributes(form: Form): Readonly<Record<string, MessageAttribute>> {
  const attributes: Record<string, MessageAttribute> = {};
  for (let number = 1; form[`MessageAttributes.entry.${number}.Name`] !== undefined; number++) {
    const entry = `MessageAttributes.entry.${number}`;
    attributes[form[`${entry}.Name`] ?? ''] = {
      dataType: form[`${entry}.Value.DataType`] ?? '',
      value: form[`${entry}.Value.StringValue`] ?? form[`${entry}.Value.BinaryValue`] ?? '',
    };
  }
  return attributes;
}

function toAnswer(status: number, requestId: string, body: string, outcome: string): Answer {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return { status, headers, body, outcome };
}

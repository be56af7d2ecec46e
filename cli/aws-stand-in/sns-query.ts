import { createHash } from 'node:crypto';
import { type Answer, ServiceError } from './answer.ts';
import type { Form, QueryCall } from './call.ts';
import { toQueryAnswer, toQueryRefusal } from './query-xml.ts';
import { invalidParameter, type MessageAttribute, type PublishRequest, type SnsTopic } from './sns-topic.ts';
import { element, textElement } from './xml.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** SNS's query protocol over the topic. */
export class SnsQuery {
  readonly #topic: SnsTopic;

  constructor(topic: SnsTopic) {
    this.#topic = topic;
  }

  /** @throws ServiceError what SNS would refuse the call with */
  apply({ action, parameters }: QueryCall): Answer {
    switch (action) {
      case 'Publish': {
        const { messageId } = this.#topic.publish(parsePublish(parameters));
        return toQueryAnswer(NAMESPACE, action, textElement('MessageId', messageId));
      }
      case 'ListSubscriptionsByTopic':
        this.#topic.checkArn(parameters.TopicArn);
        return toQueryAnswer(NAMESPACE, action, this.#listSubscriptions(parameters.TopicArn ?? ''));
      default:
        throw new ServiceError('InvalidAction', 400, `${action} is not an action of SNS here`);
    }
  }

  /** One page, as for a topic with up to a hundred subscriptions. */
  #listSubscriptions(topicArn: string): string {
    const members = this.#topic.subscriptions.listed.map(({ protocol, endpoint, state }) => {
      const arn = state === 'pending' ? 'PendingConfirmation' : `${topicArn}:${toUuid(endpoint)}`;
      return element(
        'member',
        textElement('TopicArn', topicArn),
        textElement('Protocol', protocol),
        textElement('SubscriptionArn', arn),
        textElement('Endpoint', endpoint),
      );
    });
    return element('Subscriptions', ...members);
  }

  refuse(error: ServiceError): Answer {
    return toQueryRefusal(NAMESPACE, error);
  }
}

/** The same for the same endpoint, as the id of a subscription is. */
function toUuid(endpoint: string): string {
  const hex = createHash('sha256').update(endpoint).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
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

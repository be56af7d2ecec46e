import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { toQueryAnswer } from '../../cli/aws-stand-in/query-xml.ts';
import { element, textElement } from '../../cli/aws-stand-in/xml.ts';
import { aws } from './region.ts';
import type { OwnAnswer } from './relay.ts';

const ACTION = 'ListSubscriptionsByTopic';
const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/**
 * The addresses that have not confirmed a subscription. moto confirms each subscription at once, so these are not in moto:
 * only the lists that the relay answers with have them. moto delivers nothing to them, as SNS does.
 */
export class PendingSubscriptions {
  readonly #addresses = new Set<string>();

  add(address: string): void {
    this.#addresses.add(address);
  }

  /** The address is no longer listed: it is time to subscribe to the topic in moto. */
  delete(address: string): void {
    if (!this.#addresses.delete(address)) throw new Error(`${address} is not pending`);
  }

  /** What SNS answers to the form: moto's subscriptions on one page, and these. Undefined for other actions. */
  async answer(form: URLSearchParams): Promise<OwnAnswer | undefined> {
    if (form.get('Action') !== ACTION || this.#addresses.size === 0) return undefined;
    const TopicArn = form.get('TopicArn') ?? '';
    const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const pending = [...this.#addresses].map(Endpoint => ({
      ...{ TopicArn, Protocol: 'email', Endpoint, SubscriptionArn: 'PendingConfirmation' },
    }));
    const members = [...Subscriptions, ...pending].map(subscription =>
      element('member', ...Object.entries(subscription).map(([name, value]) => textElement(name, value))),
    );
    const { status, body } = toQueryAnswer(NAMESPACE, ACTION, element('Subscriptions', ...members));
    return { status, text: body };
  }
}

import { createHash } from 'node:crypto';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Subscribers, Subscriptions } from '../review/interfaces.ts';
import { PageTokens } from './page-tokens.ts';

/** What SNS shows as the ARN of a subscription that is not confirmed (API reference of ListSubscriptionsByTopic). */
const PENDING = 'PendingConfirmation';
/** What it shows for a moment of one that was deleted. */
const DELETED = 'Deleted';

/** SNS's own code for it, and those of the services behind it (API reference of ListSubscriptionsByTopic, errors). */
const NOT_ALLOWED = [
  'AuthorizationErrorException',
  'AuthorizationError',
  'AccessDenied',
  'AccessDeniedException',
];

/** Who gets the messages of an SNS topic. Filter policies are not looked at. */
export class TopicSubscriptions implements Subscribers {
  readonly #client: () => SNSClient;
  readonly #topicArn: string;

  constructor(client: () => SNSClient, topicArn: string) {
    this.#client = client;
    this.#topicArn = topicArn;
  }

  async list(): Promise<Subscriptions | 'not-allowed'> {
    try {
      return await this.#list();
    } catch (error) {
      if (NOT_ALLOWED.includes(String((error as Partial<Error>).name))) return 'not-allowed';
      throw error;
    }
  }

  async #list(): Promise<Subscriptions> {
    const arns: string[] = [];
    const tokens = new PageTokens('subscriptions');
    let NextToken: string | undefined;
    do {
      const input = { TopicArn: this.#topicArn, NextToken };
      const page = await this.#client().send(new ListSubscriptionsByTopicCommand(input));
      for (const { SubscriptionArn } of page.Subscriptions ?? []) arns.push(SubscriptionArn ?? PENDING);
      NextToken = tokens.next(page.NextToken);
    } while (NextToken !== undefined);
    const confirmed = arns.filter(arn => arn !== PENDING && arn !== DELETED);
    return {
      confirmed: confirmed.map(toName).sort(),
      pending: arns.filter(arn => arn === PENDING).length,
    };
  }
}

/** The id at the end of the ARN is the same each time, and says nothing of the subscriber. */
function toName(arn: string): string {
  return createHash('sha256').update(arn).digest('hex').slice(0, 16);
}

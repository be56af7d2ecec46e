import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { AlertDocument } from '../../functions/alert/document/document.ts';
import { aws } from './region.ts';

/** An alert as a queue that subscribes to the topic gets it. */
export interface ReceivedAlert {
  readonly messageId: string;
  readonly subject: string;
  readonly message: string;
  readonly document: AlertDocument;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What SNS puts into a queue. */
interface Notification {
  readonly MessageId: string;
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

/** A queue that subscribes to the alert topic. */
export class Subscriber {
  readonly #queueUrl: string;
  readonly #subscriptionArn: string;

  private constructor(queueUrl: string, subscriptionArn: string) {
    this.#queueUrl = queueUrl;
    this.#subscriptionArn = subscriptionArn;
  }

  static async subscribe(TopicArn: string, name: string, filterPolicy?: unknown): Promise<Subscriber> {
    const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes: { QueueArn } = {} } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const Attributes: Record<string, string> =
      filterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(filterPolicy) };
    const { SubscriptionArn = '' } = await aws.sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn, Attributes }),
    );
    return new Subscriber(QueueUrl, SubscriptionArn);
  }

  /** All alerts since the last call. SNS in moto delivers before it answers, so none is on its way. */
  async take(): Promise<ReceivedAlert[]> {
    const alerts: ReceivedAlert[] = [];
    for (;;) {
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#queueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return alerts;
      for (const { Body = '', ReceiptHandle } of Messages) {
        alerts.push(toAlert(JSON.parse(Body)));
        await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle }));
      }
    }
  }

  async close(): Promise<void> {
    await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn: this.#subscriptionArn }));
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: this.#queueUrl }));
  }
}

function toAlert({ MessageId, Subject, Message, MessageAttributes = {} }: Notification): ReceivedAlert {
  const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]);
  return {
    messageId: MessageId,
    subject: Subject,
    message: Message,
    document: JSON.parse(Message),
    attributes: Object.fromEntries(attributes),
  };
}

import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alerts } from '../review/interfaces.ts';
import type { Publication } from '../review/words/digest.ts';

/** What the topic is given for an alert or a digest. */
export interface TopicMessage {
  readonly subject: string;
  /** The text for each protocol; `default` for those that are not named. */
  readonly texts: Readonly<Record<string, string>> & { readonly default: string };
  /** What subscriptions filter by; none is empty, which SNS refuses. */
  readonly attributes: Readonly<Record<string, string>>;
}

export type RenderAlert = (publication: Publication) => TopicMessage;

/** Alerts as messages of an SNS topic. */
export class AlertTopic implements Alerts {
  readonly #client: () => SNSClient;
  readonly #topicArn: string;
  readonly #render: RenderAlert;

  /** @param client - asked for with each alert: most reviews have none */
  constructor(client: () => SNSClient, topicArn: string, render: RenderAlert) {
    this.#client = client;
    this.#topicArn = topicArn;
    this.#render = render;
  }

  async publish(publication: Publication): Promise<void> {
    const { subject, texts, attributes } = this.#render(publication);
    const values = Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]);
    await this.#client().send(
      new PublishCommand({
        TopicArn: this.#topicArn,
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify(texts),
        MessageAttributes: Object.fromEntries(values),
      }),
    );
  }
}

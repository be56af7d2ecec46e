import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert, Alerts } from '../review/interfaces.ts';

/** How an alert turns into a message. */
export interface Renderers {
  readonly subject: (alert: Alert) => string;
  readonly text: (alert: Alert) => string;
}

/** Alerts as messages of an SNS topic, with attributes by which subscriptions can filter. */
export class AlertTopic implements Alerts {
  readonly #client: SNSClient;
  readonly #topicArn: string;
  readonly #renderers: Renderers;

  constructor(client: SNSClient, topicArn: string, renderers: Renderers) {
    this.#client = client;
    this.#topicArn = topicArn;
    this.#renderers = renderers;
  }

  async publish(alert: Alert): Promise<void> {
    const { kind, coverage, account, region, networkAcl, mode } = alert;
    const attributes = {
      kind,
      severity: coverage.severity,
      status: coverage.status,
      account,
      region,
      vpcId: networkAcl.vpcId,
      mode,
    };
    // SNS refuses an attribute without a value.
    const known = Object.entries(attributes).filter(([, value]) => value !== '');
    await this.#client.send(
      new PublishCommand({
        TopicArn: this.#topicArn,
        Subject: this.#renderers.subject(alert),
        Message: this.#renderers.text(alert),
        MessageAttributes: Object.fromEntries(
          known.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      }),
    );
  }
}

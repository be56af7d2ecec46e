import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The queue from which sweep takes what it has to do. */
export class SweepQueue {
  readonly #client: () => SQSClient;
  readonly #url: string;

  /** @param client - asked for when it is needed, which is seldom */
  constructor(client: () => SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** Has the rest of a sweep done from there. */
  async continueSweep(progress: object): Promise<void> {
    await this.#send({ progress });
  }

  /** Has everything published that is pending. */
  async requestReport(): Promise<void> {
    await this.#send({ report: {} });
  }

  async #send(message: object): Promise<void> {
    const input = { QueueUrl: this.#url, MessageBody: JSON.stringify(message) };
    await this.#client().send(new SendMessageCommand(input));
  }
}

import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Progress } from './progress.ts';

/** The queue that the schedule sends to, and a sweep that runs out of time. */
export class SweepQueue {
  readonly #client: () => SQSClient;
  readonly #url: string | undefined;

  /** @param client - asked for when it is needed, which is seldom */
  constructor(client: () => SQSClient, url: string | undefined) {
    this.#client = client;
    this.#url = url;
  }

  /** @throws Error where there is no queue: then the rest of the sweep is not done */
  async send(progress: Progress): Promise<void> {
    if (this.#url === undefined) {
      throw new Error(
        `no time left after ${progress.swept} network ACLs, and SWEEP_QUEUE_URL names no queue for the rest`,
      );
    }
    const message = { QueueUrl: this.#url, MessageBody: JSON.stringify({ progress }) };
    await this.#client().send(new SendMessageCommand(message));
  }
}

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

  /** Has what is pending published, after so many milliseconds; 900,000 at most, whole seconds. */
  async requestReport(after: number): Promise<void> {
    await this.#send({ report: {} }, Math.ceil(after / 1_000));
  }

  /** Has a sweep leave everything that is open to be reported again. */
  async requestOpenSweep(): Promise<void> {
    await this.#send({ openSweep: {} });
  }

  async #send(message: object, delay = 0): Promise<void> {
    const input = {
      QueueUrl: this.#url,
      MessageBody: JSON.stringify(message),
      ...(delay > 0 && { DelaySeconds: delay }),
    };
    await this.#client().send(new SendMessageCommand(input));
  }
}

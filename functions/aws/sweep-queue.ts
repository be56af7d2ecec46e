import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Member } from '../review/member.ts';

/** Messages that SQS takes in one call, and calls side by side. */
const BATCH = 10;
const SIDE_BY_SIDE = 20;

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

  /**
   * Has members swept, each by a message of its own. Messages of one account are a group: SQS lets a group that takes long
   * not hold up the others.
   *
   * @param after - milliseconds; 900,000 at most, whole seconds
   * @throws where some were not taken: whoever sends all again has some members swept twice
   */
  async requestSweeps(sweeps: readonly { readonly member: Member }[], after = 0): Promise<void> {
    const batches = toBatches(toBatches(sweeps, BATCH), SIDE_BY_SIDE);
    const delay = Math.ceil(after / 1_000);
    for (const some of batches) await Promise.all(some.map(batch => this.#sendBatch(batch, delay)));
  }

  /** Has the rest of a sweep of all members planned. */
  async continuePlan(planId: string): Promise<void> {
    await this.#send({ continuePlan: planId });
  }

  /** Has looked whether all members are swept, after so many milliseconds; 900,000 at most, whole seconds. */
  async requestPlanEnd(planId: string, after: number): Promise<void> {
    await this.#send({ endPlan: planId }, Math.ceil(after / 1_000));
  }

  async #sendBatch(sweeps: readonly { readonly member: Member }[], delay: number): Promise<void> {
    const Entries = sweeps.map((sweep, index) => ({
      Id: `${index}`,
      MessageBody: JSON.stringify(sweep),
      MessageGroupId: sweep.member.account,
      ...(delay > 0 && { DelaySeconds: delay }),
    }));
    const { Failed = [] } = await this.#client().send(
      new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }),
    );
    const [first] = Failed;
    if (first)
      throw new Error(`${Failed.length} messages were not taken: ${first.Code} ${first.Message ?? ''}`);
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

function toBatches<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}

import { type SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { awsError, type Chance } from './chance.ts';

/** A message to sweep. */
export interface SweepMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receives: number;
  /** Milliseconds since the epoch, before which it is not delivered. */
  readonly at: number;
}

/** Milliseconds after which a message that failed is delivered again. */
const VISIBILITY = 360_000;
const MOST_RECEIVES = 5;

/** The queue from which sweep takes what it has to do, with delays in the time of the simulation. */
export class SweepQueueModel {
  readonly deadLetters: string[] = [];
  readonly #now: () => number;
  readonly #chance: Chance;
  #waiting: SweepMessage[] = [];
  #sent = 0;

  constructor(now: () => number, chance: Chance) {
    this.#now = now;
    this.#chance = chance;
  }

  /** SQS, for `SweepQueue`. */
  get client(): SQSClient {
    const send = async (command: SendMessageCommand | SendMessageBatchCommand) => {
      if (this.#chance.strikes(5)) throw awsError('ServiceUnavailable', 503);
      if (command instanceof SendMessageCommand)
        this.send(command.input.MessageBody ?? '', command.input.DelaySeconds);
      else
        for (const { MessageBody = '', DelaySeconds } of command.input.Entries ?? [])
          this.send(MessageBody, DelaySeconds);
      return {};
    };
    return { send } as unknown as SQSClient;
  }

  /** @param delay - seconds */
  send(body: string, delay = 0): void {
    this.#sent += 1;
    const at = this.#now() + delay * 1_000;
    this.#waiting.push({ messageId: `sweep-${this.#sent}`, body, receives: 0, at });
  }

  /** Takes what is due. */
  take(): readonly SweepMessage[] {
    const now = this.#now();
    const due = this.#waiting.filter(({ at }) => at <= now);
    if (due.length > 0) this.#waiting = this.#waiting.filter(({ at }) => at > now);
    return due;
  }

  /** A message that failed comes back later, until it has been received too often. */
  putBack({ receives, ...message }: SweepMessage): void {
    if (receives + 1 >= MOST_RECEIVES) this.deadLetters.push(message.body);
    else this.#waiting.push({ ...message, receives: receives + 1, at: this.#now() + VISIBILITY });
  }

  /** When the next message is due, in milliseconds since the epoch; undefined: the queue is empty. */
  get nextAt(): number | undefined {
    return this.#waiting.length === 0 ? undefined : Math.min(...this.#waiting.map(({ at }) => at));
  }
}

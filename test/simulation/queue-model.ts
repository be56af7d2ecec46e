import type { Run, Scheduler } from './scheduler.ts';

/** Milliseconds after which a message that failed is delivered again, and how often one is delivered at most. */
export interface QueueLimits {
  readonly visibility: number;
  readonly receives: number;
}

/** Handles one message. @returns false: it failed, and is delivered again */
type Consumer = (body: string, delivery: number, onCrash: () => void) => Promise<boolean>;

/** A queue of SQS and the function behind it. */
export class QueueModel {
  readonly deadLetters: string[] = [];
  readonly #scheduler: Scheduler;
  readonly #limits: QueueLimits;
  readonly #consume: Consumer;
  /** The queue itself never crashes. */
  readonly #run: Run = { name: 'queue', crashed: false };

  constructor(scheduler: Scheduler, limits: QueueLimits, consume: Consumer) {
    this.#scheduler = scheduler;
    this.#limits = limits;
    this.#consume = consume;
  }

  /** @param after - milliseconds before it is delivered first */
  send(body: string, after: number): void {
    this.#deliver(body, 1, after);
  }

  #deliver(body: string, receive: number, after: number): void {
    void this.#scheduler.call(this.#run, () => this.#receive(body, receive), after);
  }

  #receive(body: string, receive: number): void {
    const again = () => {
      if (receive < this.#limits.receives) this.#deliver(body, receive + 1, this.#limits.visibility);
      else this.deadLetters.push(body);
    };
    void this.#consume(body, receive, again).then(isDone => {
      if (!isDone) again();
    });
  }
}

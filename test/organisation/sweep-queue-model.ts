/** A message to sweep. */
export interface SweepMessage {
  readonly id: string;
  readonly body: string;
  /** Milliseconds since the epoch, before which it is not delivered. */
  readonly at: number;
  readonly receives: number;
}

/** Milliseconds after which a message that failed is delivered again. */
const VISIBILITY = 360_000;
const MOST_RECEIVES = 5;

/** The queue from which sweep takes what it has to do, with delays in the time of the simulation. */
export class SweepQueueModel {
  readonly deadLetters: string[] = [];
  readonly #now: () => number;
  #waiting: SweepMessage[] = [];
  #sent = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param after - milliseconds */
  send(body: object, after = 0): void {
    this.#sent += 1;
    const message = { id: `sweep-${this.#sent}`, body: JSON.stringify(body), receives: 0 };
    this.#waiting.push({ ...message, at: this.#now() + after });
  }

  /** Takes what is due. */
  take(): readonly SweepMessage[] {
    const now = this.#now();
    const due = this.#waiting.filter(({ at }) => at <= now);
    this.#waiting = this.#waiting.filter(({ at }) => at > now);
    return due;
  }

  /** A message that failed comes back later, until it has been received too often. */
  putBack({ id, body, receives }: SweepMessage): void {
    if (receives + 1 >= MOST_RECEIVES) this.deadLetters.push(body);
    else this.#waiting.push({ id, body, receives: receives + 1, at: this.#now() + VISIBILITY });
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }
}

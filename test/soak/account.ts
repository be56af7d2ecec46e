/** Where each message ended: exactly one place, or it is lost. The messages are numbered from 0. */
export class Account {
  /** How often each message ended: a byte each, so that the account itself takes little memory. */
  readonly #ends: Uint8Array;
  readonly #places: Record<string, number> = {};

  constructor(messages: number) {
    this.#ends = new Uint8Array(messages);
  }

  /** @param place - an outcome, or `dead letter` */
  settle(messageId: string, place: string): void {
    const message = Number(messageId);
    this.#ends[message] = (this.#ends[message] ?? 0) + 1;
    this.#places[place] = (this.#places[place] ?? 0) + 1;
  }

  /** Messages that ended nowhere, or more than once. */
  faults(): string[] {
    return [...this.#ends].flatMap((ends, message) => {
      if (ends === 1) return [];
      return [`message ${message}: ${ends === 0 ? 'lost' : `ended ${ends} times`}`];
    });
  }

  /** How many messages ended in each place. */
  places(): Readonly<Record<string, number>> {
    return this.#places;
  }
}

/** Where each message ended: exactly one place, or it is lost. */
export class Account {
  readonly #ends = new Map<string, string[]>();

  /** @param messageId - of a message that was put into the queue */
  expect(messageId: string): void {
    this.#ends.set(messageId, []);
  }

  /** @param place - an outcome, or `dead letter` */
  settle(messageId: string, place: string): void {
    this.#ends.get(messageId)?.push(place);
  }

  /** Messages that ended nowhere, or more than once. */
  faults(): string[] {
    const wrong = [...this.#ends].filter(([, places]) => places.length !== 1);
    return wrong.map(([messageId, places]) => `${messageId}: ${places.join(', ') || 'lost'}`);
  }

  /** How many messages ended in each place. */
  places(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const place of [...this.#ends.values()].flat()) counts[place] = (counts[place] ?? 0) + 1;
    return counts;
  }
}

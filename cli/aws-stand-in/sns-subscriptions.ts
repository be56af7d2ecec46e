/** Who gets the messages of a topic. */
export interface SubscriptionDescription {
  readonly protocol: 'email' | 'https' | 'lambda' | 'sqs';
  readonly endpoint: string;
  readonly state: 'confirmed' | 'pending' | 'cancelled';
}

/** Messages a second above which SNS cancels an email subscription (SNS's guide, "Email notifications", quotas). */
const MOST_A_SECOND = 10;
const SECOND = 1_000;

/** The subscriptions of one topic. Email is cancelled where messages come too fast. */
export class SnsSubscriptions {
  readonly #states = new Map<string, SubscriptionDescription>();
  readonly #now: () => number;
  #times: number[] = [];

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.put({ protocol: 'email', endpoint: 'operators@example.com', state: 'confirmed' });
  }

  /** Adds the subscription, or puts it in the place of the one with its endpoint. */
  put(subscription: SubscriptionDescription): void {
    this.#states.set(subscription.endpoint, subscription);
  }

  /** Those that a list shows: not those that were cancelled. */
  get listed(): readonly SubscriptionDescription[] {
    return [...this.#states.values()].filter(({ state }) => state !== 'cancelled');
  }

  /** A message is on its way. */
  deliver(): void {
    const now = this.#now();
    this.#times = [...this.#times.filter(time => now - time < SECOND), now];
    if (this.#times.length <= MOST_A_SECOND) return;
    for (const one of this.listed)
      if (one.protocol === 'email' && one.state === 'confirmed') this.put({ ...one, state: 'cancelled' });
  }
}

import { toRandom } from '../oracle/generate/random.ts';

/** Draws of one seed, always the same. */
export class Chance {
  /** Whether nothing strikes any more. */
  isCalm = false;
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = toRandom(seed);
  }

  below(limit: number): number {
    return this.#random() % limit;
  }

  /** Whether something happens that happens so often in a thousand times. */
  strikes(perThousand: number): boolean {
    return !this.isCalm && this.below(1_000) < perThousand;
  }

  /** @throws Error for an empty list */
  pick<T>(options: readonly T[]): T {
    const picked = options[this.below(options.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }
}

/** An error as the SDK throws it. */
export function awsError(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status, attempts: 1 } });
}

/** A number from 0 to below 1. */
type Random = () => number;

/**
 * Every decision of a schedule: what happens next, and what goes wrong. Recorded, so that a schedule can be run again and
 * made smaller. Choice 0 is always the harmless one: a schedule of zeros is a quiet day.
 */
export class Choices {
  /** What was chosen, in order. */
  readonly taken: number[] = [];
  readonly #next: (count: number) => number;

  private constructor(next: (count: number) => number) {
    this.#next = next;
  }

  /** Chooses by chance, the same way for the same seed. */
  static seeded(seed: number): Choices {
    const random = toRandom(seed);
    return new Choices(count => Math.floor(random() * count));
  }

  /** Repeats recorded choices; behind their end it chooses 0. */
  static recorded(tape: readonly number[]): Choices {
    let position = 0;
    return new Choices(count => {
      const choice = tape[position] ?? 0;
      position += 1;
      return Math.min(choice, count - 1);
    });
  }

  /** @returns a whole number from 0 to below `count` */
  pick(count: number): number {
    if (count <= 1) return 0;
    const choice = this.#next(count);
    this.taken.push(choice);
    return choice;
  }

  /** True once in so many times. */
  once(inTimes: number): boolean {
    return this.pick(inTimes) === inTimes - 1 && inTimes > 1;
  }

  /** @param list - not empty; its first element is the harmless one */
  of<T>(list: readonly [T, ...T[]]): T {
    return list[this.pick(list.length)] ?? list[0];
  }
}

/** Marsaglia's xorshift of 32 bits, behind one round of mixing: seeds that follow one another give unlike schedules. */
function toRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
}

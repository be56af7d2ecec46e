/** Numbers from which a case is shaped: integers, 0 to MAX_CHOICE. All zeros give the simplest case. */
export type Choices = readonly number[];

export const MAX_CHOICE = 2 ** 31 - 1;

/** Takes one choice after the other; past the end, each is 0. */
export class Draw {
  readonly #choices: Choices;
  #next = 0;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  below(count: number): number {
    const choice = this.#choices[this.#next] ?? 0;
    this.#next += 1;
    return choice % count;
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  percent(chance: number): boolean {
    // A choice of 0 says no, so that shrinking leaves things out.
    return this.below(100) >= 100 - chance;
  }

  oneOf<T>(options: readonly [T, ...T[]]): T {
    return options[this.below(options.length)] ?? options[0];
  }

  /** Of options with their weights; the first is the simplest. */
  weighted<T>(options: readonly [readonly [weight: number, T], ...(readonly [weight: number, T])[]]): T {
    let left = this.below(options.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, option] of options) {
      if (left < weight) return option;
      left -= weight;
    }
    return options[0][1];
  }
}

import type { Choices } from './choices.ts';

/** One run of code that can be cut off: an invocation of a function, or a person at work. */
export interface Run {
  readonly name: string;
  /** Whether it is over before its end: whatever it waits for never answers. */
  crashed: boolean;
}

/** A call on its way: it is carried out when the scheduler comes to it, not when it is made. */
interface Call {
  readonly run: Run;
  /** Milliseconds of model time before which it is not carried out. */
  readonly due: number;
  readonly carryOut: () => void;
}

/** Milliseconds after which a call that is ready goes before all others: the functions' clients wait for seconds only. */
const PATIENCE = 6_000;

/** Milliseconds that a call takes. */
const LATENCIES: readonly [number, ...number[]] = [20, 20, 200, 3_000];

/**
 * Carries out the calls of all runs one at a time, in an order that the choices decide: every interleaving of awaits can
 * happen, and the same choices give the same one.
 */
export class Scheduler {
  /** Milliseconds of model time. */
  now = 0;
  readonly #choices: Choices;
  #calls: Call[] = [];

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /**
   * A call of a run. What it does, it does at one moment.
   *
   * @param effect - what the call does to the model, and its answer; what it throws is what the caller gets
   * @param after - milliseconds to wait at least
   */
  call<T>(run: Run, effect: () => T, after = 0): Promise<T> {
    return new Promise((resolve, reject) => {
      const carryOut = () => {
        try {
          const answer = effect();
          if (!run.crashed) resolve(answer);
        } catch (error) {
          if (!run.crashed) reject(error);
        }
      };
      this.#calls.push({ run, due: this.now + after, carryOut });
    });
  }

  /** Carries out calls until none is left. */
  async drain(): Promise<void> {
    await settled();
    while (this.#calls.length > 0) {
      this.#carryOutNext();
      await settled();
    }
  }

  #carryOutNext(): void {
    const earliest = Math.min(...this.#calls.map(({ due }) => due));
    this.now = Math.max(this.now, earliest);
    const ready = this.#calls.filter(({ due }) => due <= this.now);
    const [oldest] = ready.toSorted((a, b) => a.due - b.due);
    const isUrgent = oldest !== undefined && this.now - oldest.due > PATIENCE;
    const next = isUrgent ? oldest : ready[this.#choices.pick(ready.length)];
    this.#calls = this.#calls.filter(call => call !== next);
    if (next === undefined || next.run.crashed) return;
    this.now += this.#choices.of(LATENCIES);
    next.carryOut();
  }
}

/** Resolves when all code that can go on without another call has done so. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

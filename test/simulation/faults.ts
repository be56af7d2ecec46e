import type { Choices } from './choices.ts';
import type { Run, Scheduler } from './scheduler.ts';
import { NO_SCRIPT, type Script, type Step } from './script.ts';
import { Climate } from './weather.ts';

/** How often calls go wrong: never, or once in so many. */
const RATES: readonly [number, ...number[]] = [1, 60, 12, 5];

/** What goes wrong with a call. `error-after`: the call has its effect, and its caller gets an error all the same. */
const FAULTS = ['error', 'error-after', 'crash', 'crash-after'] as const;

/** A call that AWS refused or that got no answer. */
export class SimulatedError extends Error {
  override readonly name: string;

  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

/** An invocation of a function: it ends by itself, by a crash, or when its time is over. */
export interface Invocation extends Run {
  readonly startedAt: number;
  /** Milliseconds after which Lambda ends it. */
  readonly timeout: number;
  readonly onCrash: () => void;
  /** Whether it has announced an entry on the record. */
  hasAnnounced?: boolean;
  /** Whether it has come to its end. */
  isOver?: boolean;
}

/** Calls of invocations to AWS, each of which may go wrong. */
export class Calls {
  readonly scheduler: Scheduler;
  readonly choices: Choices;
  /** Once in so many calls one goes wrong by chance; 1: none does. */
  readonly rate: number;
  #isCalm = false;
  /** How many calls went wrong. */
  faults = 0;
  /** How many of them left their caller, or the record, without knowing whether an entry was created. */
  doubts = 0;
  readonly climate: Climate;

  readonly #hasHappened: (line: string) => void;
  readonly #script: Pick<Script, 'take'>;

  constructor(
    scheduler: Scheduler,
    choices: Choices,
    hasHappened: (line: string) => void,
    script: Pick<Script, 'take'> = NO_SCRIPT,
  ) {
    this.#script = script;
    this.#hasHappened = hasHappened;
    this.scheduler = scheduler;
    this.choices = choices;
    const rate = choices.of(RATES);
    this.climate = new Climate(choices);
    this.rate = this.climate.isAlone ? 1 : rate;
  }

  /** A call to AWS: its effect and its answer, unless a fault is chosen. @param code - of the error that it may get */
  make<T>(invocation: Invocation, call: string, code: string, effect: () => T): Promise<T> {
    const step = this.#script.take(invocation.name, call);
    const carryOut = () => {
      const fault = this.#happen(step) ?? this.#pick(FAULTS);
      this.note(invocation, call, fault);
      if (fault === 'crash') return this.crash<T>(invocation);
      // An announcement may be on record that its review knows nothing of, or cannot strike.
      if (fault && call.startsWith('writes the finding')) this.doubts += 1;
      if (fault === 'error') throw new SimulatedError(code);
      const answer = effect();
      if (fault === 'crash-after') return this.crash<T>(invocation);
      if (fault === 'error-after') throw new SimulatedError(code);
      return answer;
    };
    return this.makeRaw(invocation, carryOut, step.wait);
  }

  /**
   * A call with faults of its own.
   *
   * @param worsen - the fault that the weather brings
   * @param effect - gets the fault of the script, of the weather, or one that chance picks
   */
  makeWith<T, F extends string>(
    invocation: Invocation,
    call: string,
    { faults, worsen, delay }: { faults: readonly [F, ...F[]]; worsen: () => F | undefined; delay: number },
    effect: (fault: F | undefined) => T,
  ): Promise<T> {
    const step = this.#script.take(invocation.name, call);
    const carryOut = () => {
      const scripted = this.#happen(step);
      const fault = faults.find(one => one === scripted) ?? this.#worsen(worsen) ?? this.#pick(faults);
      this.note(invocation, call, fault);
      return fault === 'crash' ? this.crash<T>(invocation) : effect(fault);
    };
    return this.makeRaw(invocation, carryOut, step.wait ?? delay);
  }

  /** Whether a read is behind what was written. */
  isBehind({ name }: Invocation): boolean {
    return this.#happen(this.#script.take(name, 'sees')) === 'behind' || this.isFaulty();
  }

  note({ name, startedAt }: Invocation, call: string, fault: string | undefined): void {
    this.#hasHappened(`${name} of ${startedAt / 1_000} s: ${call}${fault ? `: ${fault}` : ''}`);
  }

  /** A call that knows its own faults. */
  makeRaw<T>(invocation: Invocation, effect: () => T, after = 0): Promise<T> {
    const limited = () =>
      this.scheduler.now - invocation.startedAt > invocation.timeout
        ? this.#timeOut<T>(invocation)
        : effect();
    return this.scheduler.call(invocation, limited, after);
  }

  /** Whether something goes wrong with the next call. */
  isFaulty(): boolean {
    const isFaulty = !this.#isCalm && this.choices.once(this.rate);
    if (isFaulty) this.faults += 1;
    return isFaulty;
  }

  /** Ends whatever is worse than usual. */
  calm(): void {
    this.#isCalm = true;
    this.climate.calm();
  }

  /** Ends the invocation. @returns a value that no code waits for any more */
  crash<T>(invocation: Invocation): T {
    invocation.crashed = true;
    if (invocation.hasAnnounced) this.doubts += 1;
    invocation.onCrash();
    return undefined as T;
  }

  #timeOut<T>(invocation: Invocation): T {
    this.faults += 1;
    return this.crash(invocation);
  }

  /** @returns the fault that the script has for the call */
  #happen({ act, fault }: Step): string | undefined {
    act?.();
    if (fault) this.faults += 1;
    return fault;
  }

  #pick<F extends string>(faults: readonly [F, ...F[]]): F | undefined {
    return this.isFaulty() ? this.choices.of(faults) : undefined;
  }

  #worsen<F extends string>(worsen: () => F | undefined): F | undefined {
    const fault = worsen();
    if (fault) this.faults += 1;
    return fault;
  }
}

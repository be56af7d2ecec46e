/** What happens with a call: it waits, operators or tools act right before its effect, or it goes wrong. */
export interface Step {
  /** Milliseconds that the call takes longer. */
  readonly wait?: number;
  readonly act?: () => void;
  /** As the call knows it, such as `error`, `crash-after` or `lost`. */
  readonly fault?: string;
}

interface Planned {
  readonly name: string;
  readonly call: string;
  readonly nth: number;
  readonly step: Step;
}

/** What happens at named calls of named functions; everything else goes well. */
export class Script {
  readonly #planned: Planned[] = [];
  readonly #counts = new Map<string, number>();

  /**
   * @param name - of the function: `guard` or `sweep`
   * @param call - what the call does, or how that begins
   * @param nth - which of these calls of all its invocations, from 1
   */
  at(name: string, call: string, nth: number, step: Step): this {
    this.#planned.push({ name, call, nth, step });
    return this;
  }

  /** What happens with the next such call. */
  take(name: string, call: string): Step {
    const planned = this.#planned.filter(one => one.name === name && call.startsWith(one.call));
    const counted = new Set(planned.map(one => one.call));
    for (const begun of counted) {
      const key = `${name} ${begun}`;
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
    return planned.find(one => this.#counts.get(`${name} ${one.call}`) === one.nth)?.step ?? {};
  }

  /** What never happened: the story took another course than it was meant to. */
  get left(): string[] {
    return this.#planned
      .filter(({ name, call, nth }) => (this.#counts.get(`${name} ${call}`) ?? 0) < nth)
      .map(({ name, call, nth }) => `${name} ${call} ${nth}`);
  }
}

/** Where no script says anything, chance does. */
export const NO_SCRIPT: Pick<Script, 'take'> = { take: () => ({}) };

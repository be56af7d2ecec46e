/** Something a test does at the last moment before a call is applied. */
export type Hook = () => void | Promise<void>;

/** The hooks that wait for their call. */
export class Hooks {
  readonly #waiting = new Map<string, Hook[]>();

  add(action: string, hook: Hook): void {
    this.#waiting.set(action, [...(this.#waiting.get(action) ?? []), hook]);
  }

  /** Runs all that wait for the action, once. One that is added meanwhile waits for the call after. */
  async run(action: string): Promise<void> {
    const hooks = this.#waiting.get(action) ?? [];
    this.#waiting.delete(action);
    for (const hook of hooks) await hook();
  }
}

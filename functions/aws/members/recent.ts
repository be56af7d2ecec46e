/** What was asked for last, so many of it at most: the memory of a warm instance. */
export class Recent<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  /** @param most - values that are kept; those that were asked for longest ago make room */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
  }

  /** The value of the key, made where it is not at hand. */
  getOr(key: string, make: () => Value): Value {
    const value = this.get(key) ?? make();
    this.set(key, value);
    return value;
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}

/** What was read, for as long as it may be relied on: the memory of a warm instance. */
export class ExpiringMap<Value> {
  readonly #lifetime: number;
  readonly #most: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly value: Value; readonly expires: number }>();

  /**
   * @param lifetime - of an entry, in milliseconds
   * @param most - entries that are kept; the oldest make room
   * @param now - milliseconds, of any epoch
   */
  constructor(lifetime: number, most: number, now: () => number) {
    this.#lifetime = lifetime;
    this.#most = most;
    this.#now = now;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.#now() < entry.expires ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, expires: this.#now() + this.#lifetime });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break;
      this.#entries.delete(oldest);
    }
  }

  /**
   * The values of the keys, of which only those that are not at hand are read.
   *
   * @param read - of the missing keys, at least one; those that it leaves out have no value
   */
  async getAll(
    keys: readonly string[],
    read: (missing: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<Map<string, Value>> {
    const found = new Map<string, Value>();
    const missing: string[] = [];
    for (const key of keys) {
      const value = this.get(key);
      if (value === undefined) missing.push(key);
      else found.set(key, value);
    }
    if (missing.length === 0) return found;
    for (const [key, value] of await read(missing)) {
      this.set(key, value);
      found.set(key, value);
    }
    return found;
  }
}

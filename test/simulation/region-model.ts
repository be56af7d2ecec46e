import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { Direction, NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';

/** A network ACL from a moment on; undefined: it is deleted. */
interface Snapshot {
  readonly at: number;
  readonly networkAcl: NetworkAcl | undefined;
}

/** The network ACLs of a region as they are, and as they were: reads can be behind. */
export class RegionModel {
  readonly #history = new Map<string, Snapshot[]>();
  readonly #now: () => number;

  constructor(now: () => number, networkAcls: readonly NetworkAcl[]) {
    this.#now = now;
    for (const networkAcl of networkAcls) this.#history.set(networkAcl.networkAclId, [{ at: 0, networkAcl }]);
  }

  get ids(): readonly string[] {
    return [...this.#history.keys()];
  }

  current(id: string): NetworkAcl | undefined {
    return this.#history.get(id)?.at(-1)?.networkAcl;
  }

  /** As a read sees it that is behind by so many milliseconds. */
  stale(id: string, staleness: number): NetworkAcl | undefined {
    const seen = this.#now() - staleness;
    const history = this.#history.get(id) ?? [];
    return (history.findLast(({ at }) => at <= seen) ?? history[0])?.networkAcl;
  }

  /** Whether it was as given at some time from one moment to another, both inclusive. */
  wasSince(
    id: string,
    from: number,
    is: (networkAcl: NetworkAcl | undefined) => boolean,
    to = Number.POSITIVE_INFINITY,
  ): boolean {
    const history = this.#history.get(id) ?? [];
    const first = history.findLastIndex(({ at }) => at <= from);
    return history.slice(Math.max(first, 0)).some(({ at, networkAcl }) => at <= to && is(networkAcl));
  }

  /** The first moment from which on it was as given; undefined: it never was. */
  firstSince(
    id: string,
    from: number,
    is: (networkAcl: NetworkAcl | undefined) => boolean,
  ): number | undefined {
    return this.#history.get(id)?.find(({ at, networkAcl }) => at >= from && is(networkAcl))?.at;
  }

  change(id: string, changed: Partial<NetworkAcl>): void {
    const networkAcl = this.current(id);
    if (networkAcl !== undefined) this.#record(id, { ...networkAcl, ...changed });
  }

  /** @returns false where the rule number is in use, or the network ACL is deleted */
  add(id: string, entry: NetworkAclEntry): boolean {
    const networkAcl = this.current(id);
    if (networkAcl === undefined || has(networkAcl, entry)) return false;
    this.change(id, { entries: [...networkAcl.entries, entry] });
    return true;
  }

  remove(id: string, direction: Direction, ruleNumber: number): void {
    const entries = this.current(id)?.entries ?? [];
    this.change(id, {
      entries: entries.filter(entry => entry.direction !== direction || entry.ruleNumber !== ruleNumber),
    });
  }

  delete(id: string): void {
    this.#record(id, undefined);
  }

  #record(id: string, networkAcl: NetworkAcl | undefined): void {
    this.#history.get(id)?.push({ at: this.#now(), networkAcl });
  }
}

function has({ entries }: NetworkAcl, { direction, ruleNumber }: NetworkAclEntry): boolean {
  return entries.some(entry => entry.direction === direction && entry.ruleNumber === ruleNumber);
}

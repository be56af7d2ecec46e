import type { CidrBlock } from '../../coverage/space/cidr-block.ts';
import { isDenial, toErrorCode } from '../denial.ts';
import type { Ec2Lists } from './ec2-lists.ts';
import { ExpiringMap } from './expiring-map.ts';
import { parsePrefixListEntry } from './network-shape.ts';

/** Milliseconds for which a list is relied on. */
const LIFETIME = 3_600_000;
const MOST = 500;

/** Another account's list that the role may not read, or one that is gone: no later try does better. */
const UNREADABLE = 'unreadable';
type Reading = Promise<readonly CidrBlock[] | typeof UNREADABLE>;

/** The CIDR blocks of prefix lists, remembered while the instance is warm. */
export class PrefixLists {
  readonly #lists: Ec2Lists;
  readonly #blocks: ExpiringMap<Awaited<Reading>>;
  /** Those under way, which reviews side by side share. */
  readonly #readings = new Map<string, Reading>();

  /** @param now - milliseconds, of any epoch */
  constructor(lists: Ec2Lists, now: () => number) {
    this.#lists = lists;
    this.#blocks = new ExpiringMap(LIFETIME, MOST, now);
  }

  /** Those of the lists that may be read, one call each. @throws what {@link Ec2Lists} and the parser throw */
  async read(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly CidrBlock[]>> {
    const found = await this.#blocks.getAll(ids, async missing => {
      const read = missing.map(async id => [id, await this.#share(id, signal)] as const);
      return new Map(await Promise.all(read));
    });
    return new Map([...found].flatMap(([id, blocks]) => (blocks === UNREADABLE ? [] : [[id, blocks]])));
  }

  #share(id: string, signal: AbortSignal): Reading {
    const reading =
      this.#readings.get(id) ?? this.#readOne(id, signal).finally(() => this.#readings.delete(id));
    this.#readings.set(id, reading);
    return reading;
  }

  async #readOne(id: string, signal: AbortSignal): Reading {
    try {
      const blocks: CidrBlock[] = [];
      for await (const page of this.#lists.prefixListEntries(id, signal))
        blocks.push(...page.map(parsePrefixListEntry));
      return blocks;
    } catch (error) {
      if (isDenial(error) || /^InvalidPrefixListI[dD]/.test(toErrorCode(error))) return UNREADABLE;
      throw error;
    }
  }
}

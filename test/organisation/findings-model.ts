import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings } from '../../functions/review/interfaces.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { awsError, type Chance } from './chance.ts';

/** The findings of all members: conditional writes, and a table that fails now and then. */
export class FindingsModel implements Findings {
  readonly #items = new Map<string, Finding>();
  readonly #pending = new Map<string, Finding>();
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  async read(key: NetworkAclKey): Promise<Finding | undefined> {
    this.#answer();
    return this.get(key);
  }

  get(key: NetworkAclKey): Finding | undefined {
    return this.#items.get(toName(key));
  }

  async write(finding: Finding, previous: Finding | undefined): Promise<'written' | 'outdated'> {
    this.#answer();
    const name = toName(finding);
    if (this.#items.get(name)?.revision !== previous?.revision) return 'outdated';
    this.#items.set(name, finding);
    if (finding.pending.length > 0) this.#pending.set(name, finding);
    else this.#pending.delete(name);
    // The write was made, and its caller never hears of it.
    if (this.#chance.strikes(2)) throw awsError('TimeoutError', 0);
    return 'written';
  }

  async remove(key: NetworkAclKey): Promise<void> {
    this.#answer();
    this.#items.delete(toName(key));
    this.#pending.delete(toName(key));
  }

  async listPending(): Promise<Finding[]> {
    this.#answer();
    return [...this.#pending.values()];
  }

  async listRecorded(member: Member): Promise<ReadonlySet<string>> {
    this.#answer();
    const prefix = `${formatMember(member)}/`;
    const names = [...this.#items.keys()].filter(name => name.startsWith(prefix));
    return new Set(names.map(name => name.slice(prefix.length)));
  }

  get size(): number {
    return this.#items.size;
  }

  get pending(): number {
    return this.#pending.size;
  }

  #answer(): void {
    if (this.#chance.strikes(2)) throw awsError('ProvisionedThroughputExceededException', 400);
  }
}

function toName({ networkAclId, ...member }: NetworkAclKey): string {
  return `${formatMember(member)}/${networkAclId}`;
}

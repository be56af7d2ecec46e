import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings } from '../../functions/review/interfaces.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { awsError, type Chance } from './chance.ts';

/** The findings of all members: conditional writes, and a table that fails now and then. */
export class FindingsModel implements Findings {
  readonly #items = new Map<string, Finding>();
  /** The network ACLs with a finding, by member. */
  readonly #ids = new Map<string, Set<string>>();
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
    const ids = this.#ids.get(formatMember(finding)) ?? new Set();
    this.#ids.set(formatMember(finding), ids.add(finding.networkAclId));
    if (finding.pending.length > 0) this.#pending.set(name, finding);
    else this.#pending.delete(name);
    // The write was made, and its caller never hears of it.
    if (this.#chance.strikes(2)) throw awsError('TimeoutError', 0);
    return 'written';
  }

  async remove(key: NetworkAclKey): Promise<void> {
    this.#answer();
    this.#items.delete(toName(key));
    this.#ids.get(formatMember(key))?.delete(key.networkAclId);
    this.#pending.delete(toName(key));
  }

  async listPending(): Promise<Finding[]> {
    this.#answer();
    return [...this.#pending.values()];
  }

  async listRecorded(member: Member): Promise<ReadonlySet<string>> {
    this.#answer();
    return new Set(this.#ids.get(formatMember(member)));
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

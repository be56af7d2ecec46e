import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings } from '../../functions/review/interfaces.ts';
import type { Calls, Invocation } from './faults.ts';

const toName = ({ account, region, networkAclId }: NetworkAclKey) => `${account}/${region}/${networkAclId}`;

/** What sweep reads of the table besides. */
interface Lists {
  readonly listPending: () => Promise<readonly NetworkAclKey[]>;
  readonly listRecorded: () => Promise<ReadonlySet<string>>;
}

/** The findings table: consistent reads, conditional writes. */
export class TableModel {
  readonly #items = new Map<string, Finding>();
  readonly #calls: Calls;
  readonly #hasCalled: (invocation: Invocation) => void;

  constructor(calls: Calls, hasCalled: (invocation: Invocation) => void) {
    this.#calls = calls;
    this.#hasCalled = hasCalled;
  }

  get findings(): readonly Finding[] {
    return [...this.#items.values()];
  }

  /** The table as one invocation meets it. */
  meet(invocation: Invocation): Findings & Lists {
    const call = <T>(effect: () => T) =>
      this.#calls.make(invocation, 'ProvisionedThroughputExceededException', () => {
        this.#hasCalled(invocation);
        return effect();
      });
    return {
      read: key => call(() => this.#items.get(toName(key))),
      write: (finding, previous) =>
        call(() => {
          const name = toName(finding);
          if (this.#items.get(name)?.revision !== previous?.revision) return 'outdated';
          this.#items.set(name, finding);
          return 'written';
        }),
      remove: key => call(() => void this.#items.delete(toName(key))),
      listPending: () => call(() => this.findings.filter(({ pending }) => pending.length > 0)),
      listRecorded: () => call(() => new Set(this.findings.map(({ networkAclId }) => networkAclId))),
    };
  }
}

import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings, ReporterRecords } from '../../functions/review/interfaces.ts';
import { NO_RECORD, type ReporterRecord } from '../../functions/review/reporting/reporter-record.ts';
import type { Calls, Invocation } from './faults.ts';

const toName = ({ account, region, networkAclId }: NetworkAclKey) => `${account}/${region}/${networkAclId}`;

/** What sweep reads of the table besides. */
interface Lists {
  readonly listPending: () => Promise<readonly Finding[]>;
  readonly listRecorded: () => Promise<ReadonlySet<string>>;
}

/** Hears of what an invocation does with the table. */
interface TableListener {
  readonly hasCalled: (invocation: Invocation) => void;
  /** A review has left an alert, which no reporter has claimed yet. */
  readonly hasLeft: (alertId: string) => void;
  readonly hasClaimed: (alertId: string) => void;
  /** Whether the invocation has read what is on record. */
  readonly knowsRecord: (invocation: Invocation, knows: boolean) => void;
}

/** The findings table: consistent reads, conditional writes. */
export class TableModel {
  readonly #items = new Map<string, Finding>();
  #record = NO_RECORD;
  readonly #calls: Calls;
  readonly #hasCalled: TableListener['hasCalled'];
  readonly #hasLeft: TableListener['hasLeft'];
  readonly #hasClaimed: TableListener['hasClaimed'];
  readonly #knowsRecord: TableListener['knowsRecord'];

  constructor(calls: Calls, { hasCalled, hasLeft, hasClaimed, knowsRecord }: TableListener) {
    this.#hasLeft = hasLeft;
    this.#hasClaimed = hasClaimed;
    this.#calls = calls;
    this.#hasCalled = hasCalled;
    this.#knowsRecord = knowsRecord;
  }

  get record(): ReporterRecord {
    return this.#record;
  }

  get findings(): readonly Finding[] {
    return [...this.#items.values()];
  }

  #noteLeft({ pending }: Finding, previous: Finding | undefined): void {
    const before = new Map(previous?.pending.map(({ alert, claimedAt }) => [alert.id, { claimedAt }]));
    for (const { alert, claimedAt } of pending) {
      const known = before.get(alert.id);
      if (known === undefined) this.#hasLeft(alert.id);
      else if (claimedAt && known.claimedAt === undefined) this.#hasClaimed(alert.id);
    }
  }

  /** The reporter's item as one invocation meets it. */
  meetReporter(invocation: Invocation): ReporterRecords {
    const call = <T>(what: string, effect: () => T) =>
      this.#calls.make(invocation, what, 'ProvisionedThroughputExceededException', effect);
    return {
      read: () => call("reads the reporter's item", () => this.#record),
      write: next =>
        call("writes the reporter's item", () => {
          if (next.revision !== this.#record.revision + 1) return 'outdated';
          this.#record = next;
          return 'written';
        }),
    };
  }

  /** The table as one invocation meets it. */
  meet(invocation: Invocation): Findings & Lists {
    const call = <T>(what: string, effect: () => T) =>
      this.#calls.make(invocation, what, 'ProvisionedThroughputExceededException', () => {
        this.#hasCalled(invocation);
        return effect();
      });
    return {
      read: async key => {
        // Until the answer is there, the invocation does not know what is on record.
        this.#knowsRecord(invocation, false);
        const finding = await call('reads the finding', () => this.#items.get(toName(key)));
        this.#knowsRecord(invocation, true);
        return finding;
      },
      write: (finding, previous) =>
        call(`writes the finding (${describe(finding)})`, () => {
          const name = toName(finding);
          if (this.#items.get(name)?.revision !== previous?.revision) return 'outdated';
          this.#noteLeft(finding, this.#items.get(name));
          this.#items.set(name, finding);
          return 'written';
        }),
      remove: key => call('removes the finding', () => void this.#items.delete(toName(key))),
      listPending: () =>
        call('lists what is pending', () => this.findings.filter(({ pending }) => pending.length > 0)),
      listRecorded: () =>
        call('lists what is on record', () => new Set(this.findings.map(({ networkAclId }) => networkAclId))),
    };
  }
}

function describe({ pending, remediations }: Finding): string {
  const kinds = pending.map(({ alert, claimedAt }) => `${alert.kind}${claimedAt ? ' claimed' : ''}`);
  const unreported = remediations.filter(({ reported }) => !reported).length;
  return `pending: ${kinds.join(', ') || 'nothing'}; unreported writes: ${unreported}`;
}

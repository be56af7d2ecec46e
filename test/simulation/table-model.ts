import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings } from '../../functions/review/interfaces.ts';
import { hasUnreportedWrite } from '../../functions/review/writes.ts';
import { type Calls, type Invocation, SimulatedError } from './faults.ts';

const THROTTLED = 'ProvisionedThroughputExceededException';

const toName = ({ account, region, networkAclId }: NetworkAclKey) => `${account}/${region}/${networkAclId}`;

/** What sweep reads of the table besides. */
interface Lists {
  readonly listPending: () => Promise<readonly NetworkAclKey[]>;
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
  readonly #calls: Calls;
  #lastWriter: Invocation | undefined;
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

  get findings(): readonly Finding[] {
    return [...this.#items.values()];
  }

  /** Whether the last writer is another invocation, which may still create what it has announced. */
  #isWrittenByAnother(invocation: Invocation): boolean {
    const last = this.#lastWriter;
    return last !== undefined && last !== invocation && !last.isOver && !last.crashed;
  }

  #throwIfDown(): void {
    const { climate, scheduler } = this.#calls;
    if (!climate.isTableDown(scheduler.now)) return;
    this.#calls.faults += 1;
    this.#calls.doubts += 1;
    throw new SimulatedError(THROTTLED);
  }

  #noteLeft({ pending }: Finding, previous: Finding | undefined): void {
    const before = new Map(previous?.pending.map(({ alert, claimedAt }) => [alert.id, { claimedAt }]));
    for (const { alert, claimedAt } of pending) {
      const known = before.get(alert.id);
      if (known === undefined) this.#hasLeft(alert.id);
      else if (claimedAt && known.claimedAt === undefined) this.#hasClaimed(alert.id);
    }
  }

  /** The table as one invocation meets it. */
  meet(invocation: Invocation): Findings & Lists {
    const call = <T>(what: string, effect: () => T) =>
      this.#calls.make(invocation, what, THROTTLED, () => {
        this.#hasCalled(invocation);
        this.#throwIfDown();
        return effect();
      });
    return {
      read: async key => {
        // Until the answer is there, the invocation does not know what is on record.
        this.#knowsRecord(invocation, false);
        const finding = await call('reads the finding', () => this.#items.get(toName(key)));
        if (hasUnreportedWrite(finding) && this.#isWrittenByAnother(invocation)) this.#calls.doubts += 1;
        this.#knowsRecord(invocation, true);
        return finding;
      },
      write: (finding, previous) =>
        call(`writes the finding (${describe(finding)})`, () => {
          const name = toName(finding);
          if (this.#items.get(name)?.revision !== previous?.revision) return 'outdated';
          this.#noteLeft(finding, this.#items.get(name));
          this.#items.set(name, finding);
          this.#lastWriter = invocation;
          if (hasUnreportedWrite(finding)) invocation.hasAnnounced = true;
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

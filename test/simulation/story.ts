import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import type { Publication } from '../../functions/review/words/digest.ts';
import type { Run } from './scheduler.ts';

/** An entry that the guard created. */
export interface Write {
  readonly at: number;
  readonly entry: NetworkAclEntry;
  readonly networkAclId: string;
  /** The network ACL right before. */
  readonly before: NetworkAcl;
  /** The last list that the invocation had read. */
  readonly read: NetworkAcl | undefined;
  /** Calls of the invocation between that read and this write, without other writes. */
  readonly callsBetween: number;
  /** The invocation. */
  readonly run: Run;
  /** Whether the findings table had an announcement of the entry. */
  readonly wasAnnounced: boolean;
  /** Whether the invocation had read what is on record. */
  readonly knewRecord: boolean;
}

/** When a review left an alert, and when a reporter first claimed it: from then on it may have been heard. */
interface Pending {
  readonly leftAt: number;
  readonly claimedAt: number;
}

export interface Message {
  readonly at: number;
  /** Guard, where a review publishes by itself, or sweep, which has the reporter. */
  readonly by: string;
  readonly message: Publication;
}

export interface Published {
  readonly at: number;
  readonly alert: Alert;
  readonly messageId: string;
  readonly by: string;
  /** Absent: a review published it by itself. */
  readonly pending?: Pending;
}

/** A review that ended without a word to operators. */
interface Quiet {
  readonly startedAt: number;
  readonly at: number;
  readonly networkAclId: string;
  readonly outcome: string;
}

interface LastRead {
  readonly networkAcl: NetworkAcl;
  callsSince: number;
}

/** What happened in a schedule, for the invariants. */
export class Story {
  readonly writes: Write[] = [];
  /** What operators heard, alert by alert. */
  readonly published: Published[] = [];
  /** The messages that said it. */
  readonly messages: Message[] = [];
  readonly quiet: Quiet[] = [];
  /** Changes with which the findings table began to fail, and whether guard got their event. */
  readonly outages: {
    readonly at: number;
    readonly networkAclId: string;
    readonly isDelivered: boolean;
  }[] = [];
  /** What happened, a line each, for readers of a schedule. */
  readonly lines: string[] = [];
  readonly #now: () => number;
  readonly #isAnnounced: (networkAclId: string, entry: NetworkAclEntry) => boolean;
  readonly #pending = new Map<string, Pending>();
  readonly #informed = new WeakSet<Run>();
  readonly #reads = new WeakMap<Run, LastRead>();

  constructor(now: () => number, isAnnounced: (networkAclId: string, entry: NetworkAclEntry) => boolean) {
    this.#now = now;
    this.#isAnnounced = isAnnounced;
  }

  hasRead(run: Run, networkAcl: NetworkAcl): void {
    this.#reads.set(run, { networkAcl, callsSince: 0 });
  }

  knowsRecord(run: Run, knows: boolean): void {
    if (knows) this.#informed.add(run);
    else this.#informed.delete(run);
  }

  /** The invocation has called something else than EC2. */
  hasCalled(run: Run): void {
    const read = this.#reads.get(run);
    if (read) read.callsSince += 1;
  }

  hasWritten(run: Run, before: NetworkAcl, entry: NetworkAclEntry): void {
    const { networkAclId } = before;
    const read = this.#reads.get(run);
    this.writes.push({
      ...{ at: this.#now(), entry, networkAclId, before },
      read: read?.networkAcl,
      callsBetween: read?.callsSince ?? 0,
      run,
      knewRecord: this.#informed.has(run),
      wasAnnounced: this.#isAnnounced(networkAclId, entry),
    });
  }

  /** Something happened: a call with its answer or fault, or a change by an operator. */
  hasHappened(line: string): void {
    this.lines.push(`${(this.#now() / 1_000).toFixed(1)} s  ${line}`);
  }

  hasLeft(alertId: string): void {
    const leftAt = this.#now();
    this.#pending.set(alertId, { leftAt, claimedAt: leftAt });
  }

  hasClaimed(alertId: string): void {
    const { leftAt = this.#now() } = this.#pending.get(alertId) ?? {};
    this.#pending.set(alertId, { leftAt, claimedAt: this.#now() });
  }

  /** A line of the log of an invocation. */
  hasLogged(startedAt: number, line: Readonly<Record<string, unknown>>): void {
    const { message, outcome, networkAclId } = line;
    if (message !== 'review finished' || outcome === 'pending') return;
    const at = this.#now();
    this.quiet.push({ startedAt, at, networkAclId: String(networkAclId), outcome: String(outcome) });
  }

  /** @param alerts - what the message says; of a digest with nothing open, nothing */
  hasPublished(by: string, message: Publication, alerts: readonly Alert[]): void {
    const at = this.#now();
    this.messages.push({ at, by, message });
    for (const alert of alerts) {
      const pending = this.#pending.get(alert.id);
      this.published.push({ at, by, alert, messageId: message.id, ...(pending && { pending }) });
    }
  }
}

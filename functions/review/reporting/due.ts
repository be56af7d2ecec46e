import { type Finding, isHeld, type NetworkAclKey, type PendingAlert } from '../finding.ts';
import { isClaimed } from './claims.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** A network ACL with something to publish, without the alerts themselves. */
export interface PendingFinding extends NetworkAclKey, Pick<Finding, 'publishedAt'> {
  /** In the order in which reviews left them; at least one. */
  readonly pending: readonly PendingHead[];
}

/** A pending alert without its content. */
export interface PendingHead extends Pick<PendingAlert, 'origin' | 'claimedAt' | 'digestId'> {
  readonly recorded: Pick<PendingAlert['recorded'], 'at' | 'kind'>;
}

/** What has a reporter look for what is pending. */
export type Occasion =
  /** A request, or the hourly schedule. */
  | 'request'
  | 'sweep-end'
  /** Guard itself, where it has no queue: nothing is waited for. */
  | 'at-once';

/** Milliseconds without a new pending alert after which a burst is over, and how long one is waited for at most. */
export const QUIET = 20_000;
export const LONGEST_BURST = 120_000;
/** Milliseconds after which what a sweep left is published although no sweep has finished since. */
const LONGEST_SWEEP = 3_600_000;

/** What pending alerts have in common, so that they are one digest. */
export const CLASSES = ['burst', 'reminders', 'sweep'] as const;
export type Class = (typeof CLASSES)[number];

/** What is to be published now. */
export interface Due {
  /** What was claimed for a digest by a reporter that was cut off. */
  readonly again: ReadonlyMap<string, readonly PendingFinding[]>;
  /** What was claimed for a message of its own by a reporter that was cut off. */
  readonly againAlone: readonly PendingFinding[];
  readonly byClass: ReadonlyMap<Class, readonly PendingFinding[]>;
  /** Those that had too many alerts in 24 hours: only a digest reports them. */
  readonly held: readonly PendingFinding[];
}

/** Sorts out what is to be published now; what is not complete yet, or what another reporter publishes, is left out. */
export function toDue(
  pending: readonly PendingFinding[],
  occasion: Occasion,
  record: ReporterRecord,
  now: Date,
): Due {
  const free = pending.filter(({ pending: [first] }) => first !== undefined && !isClaimed(first, now));
  const [claimed, fresh] = split(free, ({ pending: [first] }) => first?.claimedAt !== undefined);
  const [ofDigests, againAlone] = split(claimed, one => toDigestId(one) !== undefined);
  const [held, others] = split(fresh, one => isHeld(one, now));
  const [changed, swept] = split(others, one => toClass(one) === 'burst');
  const complete = [
    ...(occasion === 'at-once' || isBurstOver(changed, now) ? changed : []),
    ...swept.filter(one => isSwept(one, occasion, record, now)),
  ];
  const again = Map.groupBy(ofDigests, one => toDigestId(one) ?? '');
  return { again, againAlone, byClass: Map.groupBy(complete, toClass), held };
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(isFirst), all.filter(one => !isFirst(one))];
}

function toDigestId({ pending: [first] }: PendingFinding): string | undefined {
  return first?.digestId;
}

/** Of what kind of digest it would be a part. */
export function toClass({ pending }: PendingFinding): Class {
  if (pending.some(({ origin }) => origin === 'change')) return 'burst';
  return pending.at(-1)?.recorded.kind === 'reminder' ? 'reminders' : 'sweep';
}

function isBurstOver(changed: readonly PendingFinding[], now: Date): boolean {
  const ages = changed.flatMap(({ pending }) => pending.map(({ recorded }) => toAge(recorded.at, now)));
  return Math.min(...ages) >= QUIET || Math.max(...ages) >= LONGEST_BURST;
}

/** Whether the sweep that left it has finished. */
function isSwept({ pending }: PendingFinding, occasion: Occasion, { sweep }: ReporterRecord, now: Date) {
  if (occasion !== 'request') return true;
  return pending.every(
    ({ recorded: { at } }) =>
      (sweep !== undefined && at <= sweep.result.at) || toAge(at, now) >= LONGEST_SWEEP,
  );
}

function toAge(at: Date, now: Date): number {
  return now.getTime() - at.getTime();
}

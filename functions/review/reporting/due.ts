import { type Finding, isHeld, type NetworkAclKey, type PendingAlert } from '../finding.ts';
import { isClaimed } from './claims.ts';
import type { ReporterRecord } from './reporter-record.ts';
import { isPlanOpen, LONGEST_PLAN } from './sweep-plan.ts';

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
/** Milliseconds without a new alert of sweeps after which no more members are expected to be deployed soon. */
export const QUIET_SWEEPS = 600_000;

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

/**
 * Sorts out what is to be published now; what is not complete yet, or what another reporter publishes, is left out.
 *
 * @param isHub - whether sweeps are of many members
 */
export function toDue(
  pending: readonly PendingFinding[],
  occasion: Occasion,
  record: ReporterRecord,
  now: Date,
  isHub = false,
): Due {
  const free = pending.filter(({ pending: [first] }) => first !== undefined && !isClaimed(first, now));
  const [claimed, fresh] = split(free, ({ pending: [first] }) => first?.claimedAt !== undefined);
  const [ofDigests, againAlone] = split(claimed, one => toDigestId(one) !== undefined);
  const [held, others] = split(fresh, one => isHeld(one, now));
  const [changed, swept] = split(others, one => toClass(one) === 'burst');
  const longest = isHub ? toLongestWait(swept, record, now) : LONGEST_SWEEP;
  const complete = [
    ...(occasion === 'at-once' || isBurstOver(changed, now) ? changed : []),
    ...swept.filter(one => occasion !== 'request' || isSwept(one, record, now, longest)),
  ];
  const again = Map.groupBy(ofDigests, one => toDigestId(one) ?? '');
  return { again, againAlone, byClass: Map.groupBy(complete, toClass), held };
}

export function isNothingDue({ again, againAlone, byClass, held }: Due): boolean {
  return again.size + againAlone.length + byClass.size + held.length === 0;
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
  const ages = toAges(changed, now);
  return Math.min(...ages) >= QUIET || Math.max(...ages) >= LONGEST_BURST;
}

/** Whether the sweep that left it has finished, or has taken too long. */
function isSwept({ pending }: PendingFinding, { sweep }: ReporterRecord, now: Date, longest: number) {
  return pending.every(
    ({ recorded: { at } }) => (sweep !== undefined && at <= sweep.result.at) || toAge(at, now) >= longest,
  );
}

/** While all members are swept, what one sweep left waits for the others; else until no more members are deployed. */
function toLongestWait(swept: readonly PendingFinding[], { plan }: ReporterRecord, now: Date): number {
  if (isPlanOpen(plan, now)) return LONGEST_PLAN;
  return Math.min(...toAges(swept, now)) >= QUIET_SWEEPS ? 0 : LONGEST_SWEEP;
}

function toAges(findings: readonly PendingFinding[], now: Date): number[] {
  return findings.flatMap(({ pending }) => pending.map(({ recorded }) => toAge(recorded.at, now)));
}

function toAge(at: Date, now: Date): number {
  return now.getTime() - at.getTime();
}

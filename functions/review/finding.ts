import type { Severity } from '../coverage/severity.ts';
import type { Basis } from './basis.ts';
import type { ReportedGaps } from './reported-gaps.ts';
import { digest } from './reported-gaps.ts';
import type { Alert } from './words/alert.ts';
import { type AlertKind, isFixed } from './words/alert-kind.ts';
import type { GapCause } from './words/change.ts';
import type { Impact } from './words/impact.ts';
import type { NoEffect } from './words/no-effect.ts';

/** One network ACL of one account and region. */
export interface NetworkAclKey {
  readonly account: string;
  readonly region: string;
  readonly networkAclId: string;
}

/** What is on record about one network ACL, so that each problem is reported once and each write for certain. */
export interface Finding extends NetworkAclKey {
  /** When the problem was first seen. */
  readonly since: Date;
  /** The last alert that was published and recorded. */
  readonly alerted?: RecordedAlert;
  /** What the reporter publishes next, in this order. */
  readonly pending: readonly PendingAlert[];
  /**
   * When what is behind the network ACL was first seen to be away, so that an open alert would be over although no rule
   * changed.
   */
  readonly awaySince?: Date;
  /** When alerts about it alone were published, of the last 24 hours. */
  readonly publishedAt?: readonly Date[];
  /** Alerts that were replaced or taken back unheard, because there had been {@link MOST_ALERTS} in 24 hours. */
  readonly unpublished?: number;
  /** Those of the last 24 hours, and those that no alert has reported. */
  readonly remediations: readonly RecordedRemediation[];
  /** Counts the writes; it distinguishes two writers that read the same. */
  readonly revision: number;
}

/** What an alert reported. */
export interface RecordedAlert {
  readonly at: Date;
  readonly kind: AlertKind;
  /** Which gaps there were: the same for the same gaps. */
  readonly fingerprint: string;
  readonly severity: Severity;
  /** Absent in records of version 0.1.0, which kept lines of text. */
  readonly gaps?: ReportedGaps;
  /** The entry without effect that it reported. */
  readonly noEffect?: NoEffect;
  /** Absent in records of earlier versions, and where no gap was reported. */
  readonly basis?: Basis;
  /** The id of the alert. Absent in records of earlier versions. */
  readonly id?: string;
  /** Who was hit, worst first, so that a later alert can say what is over. Absent in records of earlier versions. */
  readonly impacts?: readonly Impact[];
  /** The change that opened the gaps. Absent where no change explains them, and in records of earlier versions. */
  readonly cause?: GapCause;
  /** The Name tag when it was last read, cut. Absent where there is none, and in records of earlier versions. */
  readonly networkAclName?: string;
}

/** An alert that a review wants published. */
export interface PendingAlert {
  readonly alert: Alert;
  /** What is on record once it is published. */
  readonly recorded: RecordedAlert;
  readonly origin: Origin;
  /** When a reporter began to publish it: from then on it may have been heard. */
  readonly claimedAt?: Date;
  /** Of the digest that it was claimed for; absent: for a message of its own. */
  readonly digestId?: string;
}

/** What led to the review that left an alert. */
export const ORIGINS = ['change', 'sweep'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Entries that the guard created, or announced that it would create. */
export interface RecordedRemediation {
  readonly at: Date;
  /** As `identify` names them. */
  readonly entries: readonly string[];
  /** Written as false before the first entry is created, so that no crash hides a write. */
  readonly reported: boolean;
  /** No read had listed them when their alert was left. */
  readonly unseen?: boolean;
  /** When a change removed one of them; absent: none did, or no event said so. */
  readonly removedAt?: Date;
}

/** Days that evidence which went away by itself resolves nothing: auto scaling groups sleep at night and at weekends. */
export const AWAY_DAYS = 7;

/** Alerts about one network ACL within 24 hours; what comes after them waits for a digest. */
export const MOST_ALERTS = 3;

const HOUR = 3_600_000;
const DAY_HOURS = 24;

export function hoursBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / HOUR;
}

/**
 * The pending alerts that a later review may not take back: those with entries that the guard created, and those that may
 * have been heard.
 */
export function firmAlerts(finding: Finding | undefined): readonly PendingAlert[] {
  return (finding?.pending ?? []).filter(
    ({ alert, claimedAt }) => claimedAt !== undefined || addedEntries(alert).length > 0,
  );
}

/** When alerts about the network ACL alone were published, of the last 24 hours. */
export function recentAlerts(finding: Pick<Finding, 'publishedAt'> | undefined, now: Date): readonly Date[] {
  return (finding?.publishedAt ?? []).filter(at => hoursBetween(at, now) < DAY_HOURS);
}

/** Whether the network ACL had as many alerts as it may have in 24 hours. */
export function isHeld(finding: Pick<Finding, 'publishedAt'> | undefined, now: Date): boolean {
  return recentAlerts(finding, now).length >= MOST_ALERTS;
}

/** What a new version of a finding has in common with the one before, whatever a review found. */
export function toLasting(finding: Finding | undefined) {
  const { alerted, publishedAt, unpublished } = finding ?? {};
  return {
    ...(alerted && { alerted }),
    ...(publishedAt && { publishedAt }),
    ...(unpublished !== undefined && { unpublished }),
  };
}

/** The entries of the guard that the alert reports. */
export function addedEntries(alert: Alert) {
  return 'done' in alert && alert.done.did === 'added' ? alert.done.entries : [];
}

/** What operators have heard last, or will hear whatever happens. */
export function lastAlert(finding: Finding | undefined): RecordedAlert | undefined {
  return firmAlerts(finding).at(-1)?.recorded ?? finding?.alerted;
}

/** The Name tag of the network ACL when an alert last read it, also one that no operator has heard. */
export function lastKnownName({ pending, alerted }: Finding): string | undefined {
  return (pending.at(-1)?.recorded ?? alerted)?.networkAclName;
}

/** The last alert, while the problem that it reports is not over. */
export function openAlert(finding: Finding | undefined): RecordedAlert | undefined {
  const last = lastAlert(finding);
  return last && !isFixed(last.kind) ? last : undefined;
}

/**
 * The id of an alert: a repetition of the same alert has the same, even where the record of the first was lost.
 *
 * @param previous - the finding on which the decision to alert was based
 */
export function toAlertId(
  networkAclId: string,
  kind: AlertKind,
  fingerprint: string,
  previous: Finding | undefined,
): string {
  return digest(
    [networkAclId, kind, fingerprint, lastAlert(previous)?.at.toISOString() ?? 'first'].join('\n'),
  );
}

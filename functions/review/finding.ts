import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import type { Severity } from '../coverage/severity.ts';
import { identify } from './entry-identity.ts';
import { digest, type ReportedGaps } from './reported-gaps.ts';
import { type AlertKind, isFixed } from './words/alert-kind.ts';

/** `closed`: no gap is left; kept for a while because of the remediations. */
export const FINDING_STATES = ['open', 'closed'] as const;

/** What is on record about one network ACL, so that each problem is reported once and each write for certain. */
export interface Finding {
  readonly networkAclId: string;
  readonly state: (typeof FINDING_STATES)[number];
  /** When the gap was first seen. */
  readonly since: Date;
  /** The last alert; absent before the first. */
  readonly alerted?: RecordedAlert;
  /** Those of the last {@link CONFLICT_HOURS} hours. */
  readonly remediations: readonly RecordedRemediation[];
  /** Counts the writes; two writers of the same revision are told apart by it. */
  readonly revision: number;
}

export interface RecordedAlert {
  readonly at: Date;
  readonly kind: AlertKind;
  /** Which gaps there were: the same for the same gaps. */
  readonly fingerprint: string;
  readonly severity: Severity;
  /** Absent in records of version 0.1.0, which kept lines of text. */
  readonly gaps?: ReportedGaps;
}

/** Entries that the guard added, or announced that it would add. */
export interface RecordedRemediation {
  readonly at: Date;
  /** As `identify` names them. */
  readonly entries: readonly string[];
  /** Written as false before the first entry is created, so that no crash hides a write. */
  readonly reported: boolean;
}

/** Gaps that come back after this many remediations within these hours are left to operators. */
export const CONFLICT_REMEDIATIONS = 2;
export const CONFLICT_HOURS = 24;

const HOUR = 3_600_000;

export function hoursBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / HOUR;
}

/** The last alert, while the problem that it reports is not over. */
export function openAlert(finding: Finding | undefined): RecordedAlert | undefined {
  const { state, alerted } = finding ?? {};
  // An announced remediation opens a finding before any alert; the last alert may then be about the end of another gap.
  return state === 'open' && alerted && !isFixed(alerted.kind) ? alerted : undefined;
}

/** The remediations that were reported and that still count against the next one. */
export function reportedRemediations(
  finding: Finding | undefined,
  now: Date,
): readonly RecordedRemediation[] {
  const recent = (finding?.remediations ?? []).filter(({ at }) => hoursBetween(at, now) < CONFLICT_HOURS);
  return recent.filter(({ reported }) => reported);
}

/** Whether another actor keeps removing what the guard adds. */
export function isConflict(finding: Finding | undefined, networkAcl: NetworkAcl, now: Date): boolean {
  return undoneRemediations(finding, networkAcl, now).length >= CONFLICT_REMEDIATIONS;
}

/** Of the reported remediations that still count, those of which the network ACL lacks an entry. */
export function undoneRemediations(
  finding: Finding | undefined,
  networkAcl: NetworkAcl,
  now: Date,
): readonly RecordedRemediation[] {
  const reported = reportedRemediations(finding, now);
  // To name all entries takes about as long as to evaluate them, and mostly nothing was remediated.
  if (reported.length === 0) return [];
  const listed = new Set(networkAcl.entries.map(identify));
  return reported.filter(({ entries }) => entries.some(entry => !listed.has(entry)));
}

/** The entries that the guard added without a report: it was cut off. */
export function findUnreported(finding: Finding | undefined, { entries }: NetworkAcl): NetworkAclEntry[] {
  const unreported = new Set(
    (finding?.remediations ?? []).filter(({ reported }) => !reported).flatMap(one => one.entries),
  );
  return unreported.size === 0 ? [] : entries.filter(entry => unreported.has(identify(entry)));
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
  return digest([networkAclId, kind, fingerprint, previous?.alerted?.at.toISOString() ?? 'first'].join('\n'));
}

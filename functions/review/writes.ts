import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { identify } from './entry-identity.ts';
import { addedEntries, type Finding, hoursBetween, type RecordedRemediation } from './finding.ts';
import type { EarlierWrites } from './words/alert.ts';

/** Gaps that come back after this many remediations within these hours are left to operators. */
const CONFLICT_REMEDIATIONS = 2;
const CONFLICT_HOURS = 24;

/**
 * Milliseconds after its announcement at which an entry exists or never will: a creation begins within half a minute, and
 * EC2's reads are behind by seconds.
 */
const SETTLED = 120_000;

/** Whether another actor keeps removing what the guard creates. */
export function isConflict(finding: Finding | undefined, networkAcl: NetworkAcl, now: Date): boolean {
  return undoneRemediations(finding, networkAcl, now).length >= CONFLICT_REMEDIATIONS;
}

/** Of the reported remediations that still count against the next one, those of which the network ACL lacks an entry. */
export function undoneRemediations(
  finding: Finding | undefined,
  networkAcl: NetworkAcl,
  now: Date,
): readonly RecordedRemediation[] {
  const recent = recentRemediations(finding, now).filter(({ reported }) => reported);
  // To name all entries takes about as long as to evaluate them, and mostly nothing was remediated.
  if (recent.length === 0) return [];
  const listed = new Set(networkAcl.entries.map(identify));
  return recent.filter(({ entries }) => entries.some(entry => !listed.has(entry)));
}

/** The remediations that still matter: those of the last hours, and those that no alert has reported. */
export function recentRemediations(finding: Finding | undefined, now: Date): readonly RecordedRemediation[] {
  return (finding?.remediations ?? []).filter(
    ({ at, reported }) => !reported || hoursBetween(at, now) < CONFLICT_HOURS,
  );
}

/**
 * The entries that the guard created without an alert that reports them, published or pending: it was cut off, or EC2 did
 * not say that they exist.
 */
export function findUnreported(finding: Finding | undefined, { entries }: NetworkAcl): NetworkAclEntry[] {
  const unreported = new Set(unreportedEntries(finding));
  return unreported.size === 0 ? [] : entries.filter(entry => unreported.has(identify(entry)));
}

/** Whether there is an entry that the guard may have created and that no published alert has reported yet. */
export function hasUnreportedWrite(finding: Finding | undefined): boolean {
  return (finding?.remediations ?? []).some(({ reported }) => !reported);
}

/**
 * The announced entries that are known not to exist are struck: no alert has to report them, and an equal entry of another
 * caller must not be taken for them.
 *
 * @param readAt - when the read of the network ACL began
 * @returns undefined where none is struck
 */
export function strikeAbsent(finding: Finding, networkAcl: NetworkAcl, readAt: Date): Finding | undefined {
  const kept = new Set([...networkAcl.entries.map(identify), ...pendingEntries(finding)]);
  let isStruck = false;
  const remediations = finding.remediations.flatMap(remediation => {
    const isSettled = readAt.getTime() - remediation.at.getTime() >= SETTLED;
    if (remediation.reported || !isSettled) return [remediation];
    isStruck ||= remediation.entries.some(entry => !kept.has(entry));
    return withEntries(remediation, entry => kept.has(entry));
  });
  return isStruck ? { ...finding, remediations } : undefined;
}

/** What the guard added in the last 24 hours, for an alert that it was removed. */
export function toEarlierWrites(finding: Finding | undefined, { entries }: NetworkAcl): EarlierWrites {
  const reported = (finding?.remediations ?? []).filter(remediation => remediation.reported);
  const names = new Set(reported.flatMap(remediation => remediation.entries));
  return {
    at: reported.map(({ at }) => at),
    removedAt: reported.flatMap(({ removedAt }) => removedAt ?? []),
    standing: names.size === 0 ? [] : entries.filter(entry => names.has(identify(entry))),
  };
}

/** The remediations after an alert was published that reports these entries. */
export function markReported(
  remediations: readonly RecordedRemediation[],
  reported: readonly NetworkAclEntry[],
): readonly RecordedRemediation[] {
  const names = new Set(reported.map(identify));
  return remediations.flatMap(remediation => {
    if (remediation.reported) return [remediation];
    const done = withEntries(remediation, entry => names.has(entry)).map(one => ({ ...one, reported: true }));
    return [...done, ...withEntries(remediation, entry => !names.has(entry))];
  });
}

function withEntries(
  remediation: RecordedRemediation,
  isKept: (entry: string) => boolean,
): RecordedRemediation[] {
  const entries = remediation.entries.filter(isKept);
  return entries.length === 0 ? [] : [{ ...remediation, entries }];
}

function unreportedEntries(finding: Finding | undefined): string[] {
  const open = (finding?.remediations ?? []).filter(({ reported }) => !reported);
  const pending = new Set(finding ? pendingEntries(finding) : []);
  return open.flatMap(({ entries }) => entries).filter(entry => !pending.has(entry));
}

function pendingEntries({ pending }: Finding): string[] {
  return pending.flatMap(({ alert }) => addedEntries(alert).map(identify));
}

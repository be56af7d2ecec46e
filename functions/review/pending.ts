import { toAlertFacts } from './alert-facts.ts';
import {
  addedEntries,
  type Finding,
  firmAlerts,
  isHeld,
  openAlert,
  type PendingAlert,
  type RecordedRemediation,
  toLasting,
} from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { PACE } from './pace.ts';
import { type OnRecord, OutdatedError, save, toKey } from './record.ts';
import { toSince } from './to-alert.ts';
import { isFixed } from './words/alert-kind.ts';
import { recentRemediations } from './writes.ts';

/**
 * Leaves an alert to the reporter. What an earlier review left and no operator has heard yet, it replaces.
 *
 * @param remediations - what is on record about writes from now on; undefined: as before
 */
export async function leavePending(
  next: PendingAlert,
  onRecord: OnRecord,
  remediations: readonly RecordedRemediation[] | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  const { alert, recorded } = next;
  const added = addedEntries(alert).length;
  const { kind: alertKind, id: alertId } = alert;
  const outcome = { alertKind, alertId, severity: recorded.severity, ...toAlertFacts(alert), added };
  if (onRecord.kind === 'unavailable') return publishDirectly(next, context, onRecord.error);
  const { finding } = onRecord;
  if (remediations === undefined && isPending(next, finding)) return { kind: 'pending', ...outcome };
  const kept = toKept(alert.networkAclId, finding, context);
  const written = {
    ...kept,
    pending: [...kept.pending, next],
    remediations: remediations ?? kept.remediations,
  };
  try {
    await save(written, finding, context);
  } catch (error) {
    // A write is on record already, as an announcement: the next review reports it.
    if (error instanceof OutdatedError || added > 0) throw error;
    return publishDirectly(next, context, error);
  }
  return { kind: 'pending', ...outcome };
}

/**
 * Takes back what an earlier review left and no operator has heard yet: it is not so any more.
 *
 * @param remediations - as for {@link leavePending}
 */
export async function takeBack(
  { finding }: OnRecord,
  remediations: readonly RecordedRemediation[] | undefined,
  context: ReviewContext,
): Promise<void> {
  if (finding) await saveKept(finding, { remediations }, context);
}

/**
 * Operators want no alerts about the network ACL: takes back what they have not heard yet.
 *
 * @throws where it is not known whether there is something to take back, or a write to report
 */
export async function mute(
  networkAclId: string,
  onRecord: OnRecord,
  context: ReviewContext,
): Promise<Outcome> {
  if (onRecord.kind === 'unavailable') throw onRecord.error;
  const { finding } = onRecord;
  if (context.mayBeHeard && openAlert(finding) === undefined) {
    const alerted = { at: context.clock.now(), kind: 'gap', fingerprint: '', severity: 'none' } as const;
    // Of what gaps is not known: the next alert without the tag says it, or that they are over.
    await save({ ...toKept(networkAclId, finding, context), alerted }, finding, context);
  } else await takeBack(onRecord, undefined, context);
  return { kind: 'muted' };
}

/**
 * As {@link takeBack}; and notes when the evidence of an open alert was first away.
 *
 * @param remediations - as for {@link leavePending}
 */
export async function noteAway(
  { finding }: OnRecord,
  remediations: readonly RecordedRemediation[] | undefined,
  context: ReviewContext,
): Promise<void> {
  const awaySince = finding?.awaySince ?? context.clock.now();
  if (finding) await saveKept(finding, { remediations, awaySince }, context);
}

/** As {@link takeBack}; and the evidence is back: the next time that it is away counts by itself. */
export async function noteBack(
  onRecord: OnRecord,
  remediations: readonly RecordedRemediation[] | undefined,
  context: ReviewContext,
): Promise<void> {
  // What has to stay on record says nothing of evidence that is away.
  const isNoted = onRecord.finding?.awaySince !== undefined;
  const kept = isNoted ? recentRemediations(onRecord.finding, context.clock.now()) : undefined;
  await takeBack(onRecord, remediations ?? kept, context);
}

/** Records what has to stay on record, where that or what is noted differs from what is on record. */
async function saveKept(
  finding: Finding,
  noted: { readonly remediations: readonly RecordedRemediation[] | undefined; readonly awaySince?: Date },
  context: ReviewContext,
): Promise<void> {
  const kept = toKept(finding.networkAclId, finding, context);
  const isNoted = noted.awaySince === undefined || finding.awaySince !== undefined;
  const isSame = isNoted && kept.pending.length === finding.pending.length;
  if (isSame && noted.remediations === undefined) return;
  await save({ ...kept, ...noted, remediations: noted.remediations ?? kept.remediations }, finding, context);
}

/** Whether the last pending alert reports the same. */
function isPending({ recorded }: PendingAlert, finding: Finding | undefined): boolean {
  const last = finding?.pending.at(-1)?.recorded;
  return last?.kind === recorded.kind && last.fingerprint === recorded.fingerprint;
}

/** The finding with what has to stay on record. */
function toKept(
  networkAclId: string,
  finding: Finding | undefined,
  context: ReviewContext,
): Omit<Finding, 'revision'> {
  const now = context.clock.now();
  return {
    ...toKey(networkAclId, context),
    since: toSince(finding, now),
    ...toLasting(finding),
    ...toUnpublished(finding, now),
    pending: firmAlerts(finding),
    remediations: recentRemediations(finding, now),
  };
}

/** Counts what no operator will hear of because of the bound: a digest says how much that was. */
function toUnpublished(finding: Finding | undefined, now: Date): Pick<Finding, 'unpublished'> {
  if (finding === undefined || !isHeld(finding, now)) return {};
  const dropped = finding.pending.length - firmAlerts(finding).length;
  return dropped === 0 ? {} : { unpublished: (finding.unpublished ?? 0) + dropped };
}

/**
 * A table that fails must not silence a gap: one message, and nothing on record. Never that a problem is over, which the
 * record would contradict.
 *
 * @throws always: the change has to be delivered again until the finding is written
 */
async function publishDirectly(
  { alert }: PendingAlert,
  { alerts, clock }: ReviewContext,
  error: unknown,
): Promise<never> {
  if (alerts === undefined || isFixed(alert.kind)) throw error;
  await alerts.publish(alert);
  await clock.wait(PACE);
  throw new Error(`published without a record: ${error}`);
}

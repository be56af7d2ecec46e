import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { toDone, toKind } from './done.ts';
import { identify } from './entry-identity.ts';
import { evaluate, isBroken } from './evaluation.ts';
import { openAlert } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { leavePending, takeBack } from './pending.ts';
import { readAgain } from './read-back.ts';
import { type OnRecord, toKey } from './record.ts';
import { type Progress, type Remediation, remediate, toRemediations } from './remediation.ts';
import { toRepeated } from './repetition.ts';
import { toRestraint } from './restraint.ts';
import { type Subject, toGapAlert, toResolvedAlert } from './to-alert.ts';
import type { Change } from './words/change.ts';
import type { Reason } from './words/done.ts';
import { dropAbsent, findUnreported, hasUnreportedWrite, isConflict, undoneRemediations } from './writes.ts';

/** What is on record about writes from now on; undefined: as before. */
type Remediations = ReturnType<typeof toRemediations> | undefined;

/** Reviews a network ACL that could be read: fixes and reports its gap, reports that one is over, or does nothing. */
export async function reviewRead(
  read: NetworkAcl,
  change: Change | undefined,
  recorded: OnRecord,
  context: ReviewContext,
): Promise<Outcome> {
  const { networkAcl, onRecord } = await catchUp(read, recorded, context);
  const { finding } = onRecord;
  const created = findUnreported(finding, networkAcl);
  const before = without(networkAcl, created);
  const coverage = await evaluate(before, context);
  const found: Subject = { networkAcl: before, change, coverage, finding };
  if (created.length === 0 && !isBroken(coverage, context.settings))
    return resolve(found, onRecord, undefined, context);
  const after = created.length === 0 ? coverage : await evaluate(networkAcl, context);
  return handleGap(found, { networkAcl, coverage: after, created, unsure: [], finding }, onRecord, context);
}

/**
 * The finding was read after the network ACL. Where it has entries that the network ACL does not show, they were removed,
 * or what was read of the network ACL is older than they are: reading again tells which.
 */
async function catchUp(networkAcl: NetworkAcl, onRecord: OnRecord, context: ReviewContext) {
  const { finding } = onRecord;
  const readAt = context.clock.now();
  const isUndone = undoneRemediations(finding, networkAcl, readAt).length > 0;
  if (finding === undefined || !(isUndone || hasUnreportedWrite(finding))) return { networkAcl, onRecord };
  const again = await readAgain(networkAcl.networkAclId, context);
  if (again === undefined) return { networkAcl, onRecord };
  return {
    networkAcl: again,
    onRecord: { ...onRecord, finding: dropAbsent(finding, again, readAt) } as OnRecord,
  };
}

/** The network ACL without what the guard created. */
function without(networkAcl: NetworkAcl, created: Progress['created']): NetworkAcl {
  if (created.length === 0) return networkAcl;
  const names = new Set(created.map(identify));
  return { ...networkAcl, entries: networkAcl.entries.filter(entry => !names.has(identify(entry))) };
}

export function toQuietOutcome({ status, severity }: Coverage): Outcome {
  return status === 'covered' ? { kind: 'covered' } : { kind: 'below-threshold', severity };
}

/**
 * Nothing is broken: reports so once, if an alert reported a problem.
 *
 * @throws where it is not known whether one did, or whether a write has to be reported
 */
async function resolve(
  subject: Subject,
  onRecord: OnRecord,
  remediations: Remediations,
  context: ReviewContext,
): Promise<Outcome> {
  if (onRecord.kind === 'unavailable') throw onRecord.error;
  if (openAlert(subject.finding) || context.mayBeHeard)
    return leavePending(await toResolvedAlert(subject, context), onRecord, remediations, context);
  await takeBack(onRecord, remediations, context);
  return toQuietOutcome(subject.coverage);
}

/** There is a gap, or one was fixed without a report: fixes it where that is allowed, and reports it. */
async function handleGap(
  found: Subject,
  now: Progress,
  onRecord: OnRecord,
  context: ReviewContext,
): Promise<Outcome> {
  const reason = toReason(now, onRecord, context);
  if (reason) return report(found, now, reason, onRecord, undefined, context);
  const remediation = await remediate(now, context);
  if (remediation.kind === 'tried') return reportTried(found, remediation, context);
  // Delivered again, it continues.
  if (remediation.kind === 'postponed') throw new Error(`${remediation.because}: nothing more was written`);
  await context.findings.remove(toKey(now.networkAcl.networkAclId, context));
  return { kind: 'gone' };
}

function toReason(now: Progress, onRecord: OnRecord, context: ReviewContext): Reason | undefined {
  const { settings, clock, isFirstSweep } = context;
  const restraint = toRestraint(now, settings);
  if (restraint) return restraint;
  if (onRecord.kind === 'unavailable') return { kind: 'no-record' };
  if (hasUnreportedWrite(onRecord.finding)) return { kind: 'unreported-write' };
  if (isConflict(onRecord.finding, now.networkAcl, clock.now())) return { kind: 'conflict' };
  return isFirstSweep ? { kind: 'first-sweep' } : undefined;
}

async function reportTried(
  found: Subject,
  { progress, reason }: Extract<Remediation, { kind: 'tried' }>,
  context: ReviewContext,
): Promise<Outcome> {
  const { finding, created, networkAcl, coverage } = progress;
  const onRecord: OnRecord = { kind: 'read', finding };
  const remediations = toRemediations(progress, [], context.clock.now());
  // Without an entry of ours, another caller fixed it meanwhile.
  if (created.length === 0 && !isBroken(coverage, context.settings))
    return resolve({ ...found, finding, networkAcl, coverage }, onRecord, remediations, context);
  return report({ ...found, finding }, progress, reason, onRecord, remediations, context);
}

/** Every write is reported; a known gap only when its reminder is due. */
async function report(
  found: Subject,
  now: Progress,
  reason: Reason | undefined,
  onRecord: OnRecord,
  remediations: Remediations,
  context: ReviewContext,
): Promise<Outcome> {
  const alone =
    now.created.length > 0 ? await evaluate(without(now.networkAcl, now.created), context) : undefined;
  const done = toDone(now, reason, alone);
  const kind = toKind(done);
  const due = done.did === 'added' ? kind : toRepeated(kind, found.coverage, found.finding, context);
  if (due !== undefined)
    return leavePending(await toGapAlert(due, found, now, done, context), onRecord, remediations, context);
  await takeBack(onRecord, remediations, context);
  return { kind: 'known', severity: found.coverage.severity };
}

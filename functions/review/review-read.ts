import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { isOnlyAway } from './away.ts';
import { catchUp } from './catch-up.ts';
import { toDone, toKind } from './done.ts';
import { dropFinding } from './drop-finding.ts';
import { without } from './entry-identity.ts';
import { evaluate, evaluateWithin, isBroken } from './evaluation.ts';
import { openAlert } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import { toNoEffect, toSeverity } from './no-effect.ts';
import type { Outcome } from './outcome.ts';
import { leavePending, mute, noteAway, noteBack, takeBack } from './pending.ts';
import type { OnRecord } from './record.ts';
import { type Progress, type Remediation, remediate, toRemediations } from './remediation.ts';
import { noteRemovals } from './removals.ts';
import { toRepeated } from './repetition.ts';
import { toRestraint } from './restraint.ts';
import { type Subject, toGapAlert, toResolvedAlert } from './to-alert.ts';
import { checkUnseen, markUnseen } from './unseen.ts';
import type { LatestChange } from './words/change.ts';
import type { Reason } from './words/done.ts';
import { TAG } from './words/mode.ts';
import { findUnreported, hasUnreportedWrite, isConflict } from './writes.ts';

/** What is on record about writes from now on; undefined: as before. */
type Remediations = ReturnType<typeof toRemediations> | undefined;

/** Reviews a network ACL that could be read: fixes and reports its gap, reports that one is over, or does nothing. */
export async function reviewRead(
  read: NetworkAcl,
  change: LatestChange | undefined,
  recorded: OnRecord,
  context: ReviewContext,
): Promise<Outcome> {
  const { networkAcl, onRecord: caughtUp } = await catchUp(read, recorded, context);
  const { finding: checked, overtaken } = await checkUnseen(caughtUp.finding, networkAcl, context);
  const finding = noteRemovals(checked, networkAcl, change);
  const onRecord = { ...caughtUp, finding } as OnRecord;
  const created = [...findUnreported(finding, networkAcl), ...overtaken];
  if (created.length === 0 && networkAcl.tags[TAG] === 'ignore')
    return mute(networkAcl.networkAclId, onRecord, context);
  const before = without(networkAcl, created);
  const evaluated = await evaluate(before, context);
  const found = withNoEffect({ ...evaluated, change, finding }, context);
  const isQuiet = created.length === 0 && !found.noEffect && !isBroken(evaluated.coverage, context.settings);
  if (isQuiet) return resolve(found, onRecord, undefined, context);
  const after =
    created.length === 0 ? evaluated : evaluateWithin(networkAcl, evaluated.surroundings, context);
  return handleGap(found, { ...after, created, unsure: [], finding }, onRecord, context);
}

function withNoEffect(about: Omit<Subject, 'noEffect'>, { settings }: ReviewContext): Subject {
  return { ...about, noEffect: toNoEffect(about, settings) };
}

export function toQuietOutcome({ status, severity }: Coverage): Outcome {
  return status === 'covered' ? { kind: 'covered' } : { kind: 'below-min-severity', severity };
}

/**
 * Nothing is broken: reports so once, if an alert reported a problem, and not only its evidence is away.
 *
 * @throws where it is not known whether an alert did, or whether a write has to be reported
 */
async function resolve(
  subject: Subject,
  onRecord: OnRecord,
  remediations: Remediations,
  context: ReviewContext,
): Promise<Outcome> {
  if (onRecord.kind === 'unavailable') throw onRecord.error;
  const alerted = openAlert(subject.finding);
  if (alerted && isOnlyAway(subject, alerted, context.clock.now())) {
    await noteAway(onRecord, remediations, context);
    return { kind: 'already-reported', severity: alerted.severity };
  }
  // A review that published without a record may have left it: no one else knows of that alert.
  const isPending = subject.finding?.pending.at(-1)?.alert.kind === 'resolved';
  if (alerted || context.mayBeHeard || isPending)
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
  const reason = toReason(found, now, onRecord, context);
  if (reason) return report(found, now, reason, onRecord, undefined, context);
  const remediation = await remediate(now, context);
  if (remediation.kind === 'tried') return reportTried(found, remediation, context);
  if (remediation.kind === 'postponed') return postpone(found, now, remediation, context);
  await dropFinding(now.networkAcl.networkAclId, context);
  return { kind: 'deleted' };
}

/** Delivered again, the review continues. Where it is not, operators hear of the gap now. */
async function postpone(
  found: Subject,
  now: Progress,
  { because, finding }: Extract<Remediation, { kind: 'postponed' }>,
  context: ReviewContext,
): Promise<Outcome> {
  const isUntouched = !hasUnreportedWrite(finding);
  if (!context.isLastTry || !isUntouched || because !== 'EC2 throttles the account')
    throw new Error(`${because}: nothing more was written`);
  const onRecord: OnRecord = { kind: 'read', finding };
  return report(
    { ...found, finding },
    { ...now, finding },
    { kind: 'throttled' },
    onRecord,
    undefined,
    context,
  );
}

function toReason(
  { noEffect }: Subject,
  now: Progress,
  onRecord: OnRecord,
  { settings, networkAcls, clock, isFirstSweep }: ReviewContext,
): Reason | undefined {
  const restraint = toRestraint(now, settings);
  if (noEffect?.isOnlyCause && restraint?.kind !== 'notify-mode') return { kind: 'no-effect' };
  if (restraint) return restraint;
  if (onRecord.kind === 'unavailable') return { kind: 'no-record' };
  if (hasUnreportedWrite(onRecord.finding)) return { kind: 'unreported-write' };
  if (isConflict(onRecord.finding, now.networkAcl, clock.now())) return { kind: 'conflict' };
  if (isFirstSweep) return { kind: 'first-sweep' };
  const code = networkAcls.writeRefusal?.();
  return code === undefined ? undefined : { kind: 'role-refused', code };
}

async function reportTried(
  found: Subject,
  { progress, reason }: Extract<Remediation, { kind: 'tried' }>,
  context: ReviewContext,
): Promise<Outcome> {
  const { finding, created, networkAcl, surroundings, coverage } = progress;
  const onRecord: OnRecord = { kind: 'read', finding };
  const remediations = markUnseen(toRemediations(progress, [], context.clock.now()), progress);
  // Without an entry of ours, another caller fixed it meanwhile.
  const now = withNoEffect({ ...found, finding, networkAcl, surroundings, coverage }, context);
  if (created.length === 0 && !now.noEffect && !isBroken(coverage, context.settings))
    return resolve(now, onRecord, remediations, context);
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
  const alone = evaluateWithin(without(now.networkAcl, now.created), now.surroundings, context);
  const done = toDone(now, reason, alone.coverage);
  const kind = toKind(done);
  const due = done.did === 'added' ? kind : toRepeated(kind, found, context);
  if (due !== undefined)
    return leavePending(await toGapAlert(due, found, now, done, context), onRecord, remediations, context);
  await noteBack(onRecord, remediations, context);
  return { kind: 'already-reported', severity: toSeverity(found.coverage.severity, found.noEffect) };
}

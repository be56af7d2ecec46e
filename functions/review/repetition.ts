import type { Coverage } from '../coverage/coverage.ts';
import type { Gap } from '../coverage/gaps.ts';
import { reaches } from '../coverage/severity.ts';
import { hasSameRules } from './basis.ts';
import { isBroken } from './evaluation.ts';
import { type Finding, hoursBetween, lastAlert, openAlert, type RecordedAlert } from './finding.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import { isSameEntry, toSeverity } from './no-effect.ts';
import { isReportedArea } from './reported-area.ts';
import { toFingerprint } from './reported-gaps.ts';
import type { Subject } from './to-alert.ts';
import type { GapAlert } from './words/alert.ts';
import type { AlertKind } from './words/alert-kind.ts';

/** The kind as it is to be alerted now: a known gap is repeated only when the reminder is due, else not at all. */
export function toRepeated(
  kind: GapAlert['kind'],
  found: Reported,
  context: ReviewContext,
): GapAlert['kind'] | undefined {
  const { finding, noEffect } = found;
  const alerted = openAlert(finding);
  if (alerted === undefined || !isSameKind(kind, alerted, context) || !isKnown(found, alerted, context))
    return kind;
  if (context.repeatsOpen) return kind === 'gap' ? 'reminder' : kind;
  // Nothing fails because of an entry without effect: it is reported once.
  if (noEffect?.isOnlyCause || !isReminderDue(finding, context)) return undefined;
  return kind === 'gap' ? 'reminder' : kind;
}

type Reported = Pick<Subject, 'networkAcl' | 'coverage' | 'finding' | 'noEffect'>;

function isKnown(
  { networkAcl, coverage, noEffect }: Reported,
  alerted: RecordedAlert,
  { settings, mayBeHeard }: ReviewContext,
): boolean {
  if (alerted.noEffect?.isOnlyCause && isBroken(coverage, settings)) return false;
  if (!reaches(alerted.severity, toSeverity(coverage.severity, noEffect))) return false;
  // That an entry takes effect now is no reason to report the same gaps again.
  const gaps = alertable(coverage, settings);
  const fingerprint = toFingerprint(gaps, noEffect ?? alerted.noEffect);
  if (alerted.fingerprint === fingerprint) return true;
  // An alert about exactly these gaps may have been published without a record: what is on record would contradict it.
  if (mayBeHeard) return false;
  const isSame = noEffect === undefined || isSameEntry(noEffect, alerted.noEffect);
  if (isSame && alerted.gaps && isReportedArea(gaps, alerted.gaps)) return true;
  // What is behind a network ACL comes and goes: by itself it repeats an alert only where it makes the gap more severe.
  return isSame && hasSameRules(alerted.basis, networkAcl);
}

/** Whether an alert has reported a network ACL that cannot be evaluated for this reason, and no reminder is due. */
export function isKnownUnreadable(
  fingerprint: string,
  finding: Finding | undefined,
  context: ReviewContext,
): boolean {
  const alerted = openAlert(finding);
  // Version 0.1.0 made the fingerprint of a text that no later version can make again.
  const isOld = alerted?.kind === 'cannot-evaluate' && alerted.gaps === undefined;
  return (
    (isOld || isReported('cannot-evaluate', fingerprint, finding, context)) &&
    !isReminderDue(finding, context)
  );
}

/** The gaps that make an alert, and another one when they change. */
export function alertable({ gaps }: Coverage, { reportIngress }: ReviewSettings): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'egress' || reportIngress);
}

function isReported(
  kind: AlertKind,
  fingerprint: string,
  finding: Finding | undefined,
  context: ReviewContext,
): boolean {
  const alerted = openAlert(finding);
  return alerted?.fingerprint === fingerprint && isSameKind(kind, alerted, context);
}

function isSameKind(
  kind: AlertKind,
  alerted: RecordedAlert,
  { isFirstSweep = false }: ReviewContext,
): boolean {
  // The first sweep tries nothing, so that it has nothing to add to what an earlier attempt reported.
  return isFirstSweep || kind === (alerted.kind === 'reminder' ? 'gap' : alerted.kind);
}

function isReminderDue(
  finding: Finding | undefined,
  { clock, settings, repeatsOpen }: ReviewContext,
): boolean {
  const alerted = lastAlert(finding);
  return (
    repeatsOpen || alerted === undefined || hoursBetween(alerted.at, clock.now()) >= settings.remindAfterHours
  );
}

const HOUR = 3_600_000;

/** When an alert that is published now is repeated, unless the gaps are fixed. */
export function toNextReminder(at: Date, { settings }: ReviewContext): Pick<GapAlert, 'nextReminderAt'> {
  return { nextReminderAt: new Date(at.getTime() + settings.remindAfterHours * HOUR) };
}

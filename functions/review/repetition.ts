import type { Coverage } from '../coverage/coverage.ts';
import type { Gap } from '../coverage/gaps.ts';
import { reaches } from '../coverage/severity.ts';
import { hasSameRules } from './basis.ts';
import { type Finding, hoursBetween, lastAlert, openAlert, type RecordedAlert } from './finding.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import { toFingerprint } from './reported-gaps.ts';
import type { Subject } from './to-alert.ts';
import type { GapAlert } from './words/alert.ts';
import type { AlertKind } from './words/alert-kind.ts';

/** The kind as it is to be alerted now: a known gap is repeated only when the reminder is due, else not at all. */
export function toRepeated(
  kind: GapAlert['kind'],
  { networkAcl, coverage, finding }: Pick<Subject, 'networkAcl' | 'coverage' | 'finding'>,
  context: ReviewContext,
): GapAlert['kind'] | undefined {
  const fingerprint = toFingerprint(alertable(coverage, context.settings));
  const alerted = openAlert(finding);
  const isKnown =
    alerted !== undefined &&
    isSameKind(kind, alerted, context) &&
    // What is behind a network ACL comes and goes: by itself it repeats an alert only where it makes the gap more severe.
    (alerted.fingerprint === fingerprint || hasSameRules(alerted.basis, networkAcl)) &&
    reaches(alerted.severity, coverage.severity);
  if (!isKnown) return kind;
  if (!isReminderDue(finding, context)) return undefined;
  return kind === 'gap' ? 'reminder' : kind;
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

function isReminderDue(finding: Finding | undefined, { clock, settings }: ReviewContext): boolean {
  const alerted = lastAlert(finding);
  return alerted === undefined || hoursBetween(alerted.at, clock.now()) >= settings.remindAfterHours;
}

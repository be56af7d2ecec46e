import type { Alert, Change, Remediation } from '../alert/alert.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { identify } from './entry-identity.ts';
import { type Finding, hoursBetween, toAlertId, toFingerprint, toldRemediations } from './finding.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { record } from './record.ts';

/** What a review knows before it acts. */
export interface Subject {
  /** As it was before anything that the guard has done and not told of. */
  readonly networkAcl: NetworkAcl;
  readonly change: Change | undefined;
  readonly coverage: Coverage;
  readonly finding: Finding | undefined;
}

/** The kind as it is to be alerted now: a known gap is repeated only when the reminder is due, else not at all. */
export function toRepeated(
  kind: Alert['kind'],
  { finding, coverage }: Subject,
  { clock, settings }: ReviewContext,
): Alert['kind'] | undefined {
  const alerted = finding?.state === 'open' ? finding.alerted : undefined;
  if (alerted === undefined) return kind;
  const toldAs = alerted.kind === 'reminder' ? 'gap' : alerted.kind;
  if (toldAs !== kind || alerted.fingerprint !== fingerprintOf(coverage, settings)) return kind;
  if (hoursBetween(alerted.at, clock.now()) < settings.remindAfterHours) return undefined;
  return kind === 'gap' ? 'reminder' : kind;
}

/** Publishes, then records: a crash between the two repeats the alert, under the same id. */
export async function publish(
  kind: Alert['kind'],
  subject: Subject,
  remediation: Remediation | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  const { networkAcl, change, finding } = subject;
  const { networkAcls, settings, clock } = context;
  const now = clock.now();
  const found = fingerprintOf(subject.coverage, settings);
  const id = toAlertId(networkAcl.networkAclId, kind, kind === 'resolved' ? 'resolved' : found, finding);
  const since = finding?.state === 'open' ? finding.since : now;
  const told = toTold(kind, subject, remediation);
  const { account, region } = networkAcls;
  await context.alerts.publish({
    ...{ id, kind, since, account, region, mode: settings.mode, ...told },
    ...(change && { change }),
    ...(remediation && { remediation }),
  });
  const fingerprint = fingerprintOf(told.coverage, settings);
  await record(toNext({ at: now, kind, fingerprint }, since, subject, remediation), finding, context);
  return { kind: 'alerted', alertKind: kind, alertId: id, severity: told.coverage.severity };
}

/** What the alert is about: the gaps that were found, or those that an attempt to mend them has left. */
function toTold(kind: Alert['kind'], subject: Subject, remediation: Remediation | undefined) {
  if (kind !== 'remediation-failed' || !remediation) {
    return { networkAcl: subject.networkAcl, coverage: subject.coverage };
  }
  return { networkAcl: remediation.after, coverage: remediation.coverageAfter };
}

function toNext(
  alerted: NonNullable<Finding['alerted']>,
  since: Date,
  { networkAcl: { networkAclId }, finding }: Subject,
  remediation: Remediation | undefined,
): Finding {
  const entries = (remediation?.created ?? []).map(identify);
  const remediations = [
    ...toldRemediations(finding, alerted.at),
    ...(entries.length > 0 ? [{ at: alerted.at, entries, told: true }] : []),
  ];
  const state = alerted.kind === 'resolved' || alerted.kind === 'remediated' ? 'closed' : 'open';
  return { networkAclId, state, since, alerted, remediations, revision: (finding?.revision ?? 0) + 1 };
}

function fingerprintOf({ gaps }: Coverage, { reportIngress }: ReviewSettings): string {
  return toFingerprint(gaps.filter(({ direction }) => direction === 'egress' || reportIngress));
}

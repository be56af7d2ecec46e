import type { Coverage } from '../coverage/coverage.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { identify } from './entry-identity.ts';
import {
  digest,
  type Finding,
  hoursBetween,
  openAlert,
  toAlertId,
  toDenials,
  toDifference,
  toFingerprint,
  toldRemediations,
} from './finding.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { record } from './record.ts';
import {
  type Alert,
  type Change,
  type CoverageAlert,
  type Difference,
  isMended,
  type Remediation,
} from './words/alert.ts';

/** What a review knows before it acts. */
export interface Subject {
  /** As it was before anything that the guard has done and not told of. */
  readonly networkAcl: NetworkAcl;
  readonly change: Change | undefined;
  readonly coverage: Coverage;
  readonly finding: Finding | undefined;
}

type Told = NonNullable<Finding['alerted']>;

/** The kind as it is to be alerted now: a known gap is repeated only when the reminder is due, else not at all. */
export function toRepeated(
  kind: CoverageAlert['kind'],
  { finding, coverage }: Subject,
  context: ReviewContext,
): CoverageAlert['kind'] | undefined {
  if (!isKnown(kind, toFingerprint(alertable(coverage, context.settings)), finding)) return kind;
  if (!isReminderDue(finding, context)) return undefined;
  return kind === 'gap' ? 'reminder' : kind;
}

function isKnown(kind: Alert['kind'], fingerprint: string, finding: Finding | undefined): boolean {
  const told = openAlert(finding);
  if (told?.fingerprint !== fingerprint) return false;
  return kind === (told.kind === 'reminder' ? 'gap' : told.kind);
}

function isReminderDue(finding: Finding | undefined, { clock, settings }: ReviewContext): boolean {
  const told = finding?.alerted;
  return told === undefined || hoursBetween(told.at, clock.now()) >= settings.remindAfterHours;
}

/** Publishes, then records: a crash between the two repeats the alert, under the same id. */
export async function publish(
  kind: CoverageAlert['kind'],
  subject: Subject,
  remediation: Remediation | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  const { finding } = subject;
  const { settings, clock } = context;
  const found = toFingerprint(alertable(subject.coverage, settings));
  const { networkAcl, coverage } = toTold(kind, subject, remediation);
  const severity =
    kind === 'resolved' ? (finding?.alerted?.severity ?? coverage.severity) : coverage.severity;
  const gaps = alertable(coverage, settings);
  const told: Told = {
    at: clock.now(),
    kind,
    fingerprint: toFingerprint(gaps),
    severity,
    denials: toDenials(gaps),
  };
  const difference = toDifferenceFrom(finding, told, gaps);
  const alert: CoverageAlert = {
    ...toBase(
      networkAcl.networkAclId,
      kind === 'resolved' ? 'resolved' : found,
      { ...subject, told },
      context,
    ),
    ...{ kind, severity, networkAcl, coverage, ephemeralPorts: settings.ephemeralPorts },
    names: await readNames(networkAcl, context),
    ...(difference && { difference }),
    ...(remediation && { remediation }),
  };
  return send(alert, told, finding, remediation, context);
}

/** Says once that a network ACL cannot be judged, and why; again when the reminder is due, or the reason changes. */
export async function publishUnreadable(
  networkAclId: string,
  reason: string,
  { change, finding }: Pick<Subject, 'change' | 'finding'>,
  context: ReviewContext,
): Promise<Outcome> {
  const kind = 'cannot-evaluate';
  const fingerprint = digest(reason);
  if (isKnown(kind, fingerprint, finding) && !isReminderDue(finding, context)) {
    return { kind: 'known', severity: 'high' };
  }
  const told: Told = { at: context.clock.now(), kind, fingerprint, severity: 'high', denials: [] };
  const base = toBase(networkAclId, fingerprint, { change, finding, told }, context);
  return send({ ...base, kind, reason }, told, finding, undefined, context);
}

function toBase(
  networkAclId: string,
  fingerprint: string,
  { change, finding, told }: Pick<Subject, 'change' | 'finding'> & { readonly told: Told },
  { networkAcls: { account, region, partition }, settings }: ReviewContext,
) {
  return {
    id: toAlertId(networkAclId, told.kind, fingerprint, finding),
    ...{ networkAclId, account, region, partition, mode: settings.mode },
    since: finding?.state === 'open' ? finding.since : told.at,
    ...(change && { change }),
  };
}

async function send(
  alert: Alert,
  told: Told,
  finding: Finding | undefined,
  remediation: Remediation | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  await context.alerts.publish(alert);
  await record(toNext(alert, told, finding, remediation), finding, context);
  const added = remediation?.created.length ?? 0;
  return { kind: 'alerted', alertKind: alert.kind, alertId: alert.id, severity: told.severity, added };
}

/** What the alert is about: the gaps that were found, or those that an attempt to mend them has left. */
function toTold(kind: Alert['kind'], subject: Subject, remediation: Remediation | undefined) {
  if (kind !== 'remediation-failed' || !remediation) {
    return { networkAcl: subject.networkAcl, coverage: subject.coverage };
  }
  return { networkAcl: remediation.after, coverage: remediation.coverageAfter };
}

/** Where people know of other gaps: what is new and what is gone. */
function toDifferenceFrom(
  finding: Finding | undefined,
  told: Told,
  gaps: readonly Gap[],
): Difference | undefined {
  const before = openAlert(finding);
  if (before === undefined || before.fingerprint === told.fingerprint) return undefined;
  if (isMended(told.kind) || before.kind === 'cannot-evaluate') return undefined;
  return toDifference(before.denials, gaps);
}

/** People find subnets by their names. Without them an alert is as right, so that nothing waits or fails for them. */
async function readNames(
  { networkAclId, vpcId, subnetIds }: NetworkAcl,
  { networkAcls, log }: ReviewContext,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await networkAcls.names([vpcId, ...subnetIds].filter(id => id !== ''));
  } catch (error) {
    log({ level: 'WARN', message: 'names not read', networkAclId, error: String(error) });
    return new Map();
  }
}

function toNext(
  { networkAclId, since }: Alert,
  alerted: Told,
  finding: Finding | undefined,
  remediation: Remediation | undefined,
): Finding {
  const entries = (remediation?.created ?? []).map(identify);
  // Where nothing could be judged, nothing was told of what is announced either.
  const earlier =
    alerted.kind === 'cannot-evaluate'
      ? (finding?.remediations ?? [])
      : toldRemediations(finding, alerted.at);
  const remediations = [...earlier, ...(entries.length > 0 ? [{ at: alerted.at, entries, told: true }] : [])];
  const state = isMended(alerted.kind) ? 'closed' : 'open';
  return { networkAclId, state, since, alerted, remediations, revision: (finding?.revision ?? 0) + 1 };
}

/** The gaps that make an alert, and another one when they change. */
function alertable({ gaps }: Coverage, { reportIngress }: ReviewSettings): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'egress' || reportIngress);
}

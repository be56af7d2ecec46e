import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { type Finding, openAlert, type RecordedAlert, toAlertId } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { record, toReportedFinding } from './record.ts';
import { alertable, isKnownUnreadable } from './repetition.ts';
import { digest, NO_GAPS, toDifference, toFingerprint, toReportedGaps } from './reported-gaps.ts';
import type { Alert, CoverageAlert, GapAlert } from './words/alert.ts';
import type { Change } from './words/change.ts';
import type { Done } from './words/done.ts';
import type { Difference } from './words/reported-gap.ts';
import type { Unreadable } from './words/unreadable.ts';

/** What a review knows before it acts. */
export interface Subject {
  /** Without the entries that the guard added and has not reported. */
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
  readonly change: Change | undefined;
  readonly finding: Finding | undefined;
}

/** Alerts a gap. Publishes, then records: a crash between the two repeats the alert, under the same id. */
export async function reportGap(
  kind: GapAlert['kind'],
  found: Subject,
  left: Pick<Subject, 'networkAcl' | 'coverage'>,
  done: Done,
  context: ReviewContext,
): Promise<Outcome> {
  const { settings } = context;
  const { networkAcl, coverage } = kind === 'remediated' ? found : left;
  const alerted = toRecordedAlert(kind, coverage, coverage.severity, context);
  const difference =
    kind === 'remediated' ? undefined : toReportedDifference(found, alerted, coverage, context);
  const fingerprint = toFingerprint(alertable(found.coverage, settings));
  const alert: GapAlert = {
    ...toBase(networkAcl.networkAclId, fingerprint, alerted, found, context),
    ...{ kind, severity: coverage.severity, done },
    ...(await toEvaluated(networkAcl, coverage, context)),
    ...(difference && { difference }),
  };
  return send(alert, alerted, found.finding, done, context);
}

/** Alerts that a reported problem is over. */
export async function reportResolved(
  { networkAcl, coverage, change, finding }: Subject,
  context: ReviewContext,
): Promise<Outcome> {
  const kind = 'resolved';
  const severity = finding?.alerted?.severity ?? coverage.severity;
  const alerted = toRecordedAlert(kind, coverage, severity, context);
  const alert: Alert = {
    ...toBase(networkAcl.networkAclId, kind, alerted, { change, finding }, context),
    ...{ kind, severity },
    ...(await toEvaluated(networkAcl, coverage, context)),
  };
  return send(alert, alerted, finding, undefined, context);
}

/** Alerts once that a network ACL cannot be evaluated; again when the reminder is due, or the reason changes. */
export async function reportUnreadable(
  networkAclId: string,
  reason: Unreadable,
  about: Pick<Subject, 'change' | 'finding'>,
  context: ReviewContext,
): Promise<Outcome> {
  const kind = 'cannot-evaluate';
  const severity = 'high';
  const fingerprint = toReasonFingerprint(reason);
  if (isKnownUnreadable(fingerprint, about.finding, context)) return { kind: 'known', severity };
  const alerted = { at: context.clock.now(), kind, fingerprint, severity, gaps: NO_GAPS } as const;
  const base = toBase(networkAclId, fingerprint, alerted, about, context);
  return send({ ...base, kind, reason }, alerted, about.finding, undefined, context);
}

/** Of the data, without the words of `expected`. */
function toReasonFingerprint(reason: Unreadable): string {
  const parts = reason.kind === 'not-allowed' ? [reason.code] : [reason.field, reason.found];
  return digest([reason.kind, ...parts].join('\n'));
}

function toRecordedAlert(
  kind: CoverageAlert['kind'],
  coverage: Coverage,
  severity: RecordedAlert['severity'],
  { clock, settings }: ReviewContext,
): RecordedAlert {
  const gaps = alertable(coverage, settings);
  return { at: clock.now(), kind, fingerprint: toFingerprint(gaps), severity, gaps: toReportedGaps(gaps) };
}

function toBase(
  networkAclId: string,
  fingerprint: string,
  { kind, at }: RecordedAlert,
  { change, finding }: Pick<Subject, 'change' | 'finding'>,
  { networkAcls: { account, region, partition }, settings }: ReviewContext,
) {
  return {
    id: toAlertId(networkAclId, kind, fingerprint, finding),
    ...{ networkAclId, account, region, partition, mode: settings.mode },
    since: finding?.state === 'open' ? finding.since : at,
    ...(change && { change }),
  };
}

async function toEvaluated(networkAcl: NetworkAcl, coverage: Coverage, context: ReviewContext) {
  const { ephemeralPorts } = context.settings;
  return { networkAcl, coverage, ephemeralPorts, names: await readNames(networkAcl, context) };
}

/** Operators find subnets by their names. Without them an alert is as right: nothing waits or fails for them. */
async function readNames(
  { networkAclId, vpcId, subnetIds }: NetworkAcl,
  { networkAcls, log }: ReviewContext,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await networkAcls.names([vpcId, ...subnetIds].filter(id => id !== ''));
  } catch (error) {
    log({ level: 'WARN', message: 'could not read names', networkAclId, error: String(error) });
    return new Map();
  }
}

/** Where the last alert reported other gaps: what is new and what is gone. */
function toReportedDifference(
  { finding }: Subject,
  alerted: RecordedAlert,
  coverage: Coverage,
  { settings }: ReviewContext,
): Difference | undefined {
  const before = openAlert(finding);
  if (before?.gaps === undefined || before.kind === 'cannot-evaluate') return undefined;
  if (before.fingerprint === alerted.fingerprint) return undefined;
  return toDifference(before.gaps, alertable(coverage, settings));
}

async function send(
  alert: Alert,
  alerted: RecordedAlert,
  finding: Finding | undefined,
  done: Done | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  await context.alerts.publish(alert);
  await record(toReportedFinding(alert, alerted, finding, done), finding, context);
  const added = done?.did === 'added' ? done.entries.length : 0;
  return { kind: 'alerted', alertKind: alert.kind, alertId: alert.id, severity: alerted.severity, added };
}

import type { Alert, Change, Remediation } from '../alert/alert.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { type Finding, hoursBetween, recentRemediations, toAlertId, toFingerprint } from './finding.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import type { Outcome } from './outcome.ts';

/** What a review knows before it acts. */
export interface Subject {
  readonly networkAcl: NetworkAcl;
  readonly change: Change | undefined;
  readonly coverage: Coverage;
  readonly finding: Finding | undefined;
}

/** The kind as it is to be alerted now: a known gap is repeated only when the reminder is due, else not at all. */
export function toRepeated(
  kind: Alert['kind'],
  subject: Subject,
  { clock, settings }: ReviewContext,
): Alert['kind'] | undefined {
  const { finding, coverage } = subject;
  if (kind === 'remediated' || finding?.state !== 'open') return kind;
  const toldAs = finding.alertKind === 'reminder' ? 'gap' : finding.alertKind;
  if (toldAs !== kind || finding.fingerprint !== fingerprintOf(coverage, settings)) return kind;
  if (hoursBetween(finding.alertedAt, clock.now()) < settings.remindAfterHours) return undefined;
  return kind === 'gap' ? 'reminder' : kind;
}

/** Publishes, then records: a crash between the two repeats the alert, under the same id. */
export async function publish(
  kind: Alert['kind'],
  subject: Subject,
  remediation: Remediation | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  const { networkAcl, change, coverage, finding } = subject;
  const { networkAcls, settings, clock } = context;
  const fingerprint =
    kind === 'resolved' && finding ? finding.fingerprint : fingerprintOf(coverage, settings);
  const id = toAlertId(networkAcl.networkAclId, kind, fingerprint, finding);
  const now = clock.now();
  const since = finding?.state === 'open' ? finding.since : now;
  await context.alerts.publish({
    id,
    kind,
    since,
    networkAcl,
    coverage,
    mode: settings.mode,
    account: networkAcls.account,
    region: networkAcls.region,
    ...(change && { change }),
    ...(remediation && { remediation }),
  });
  const wrote = remediation !== undefined && remediation.created.length > 0;
  const remediatedAt = [...recentRemediations(finding, now), ...(wrote ? [now] : [])];
  const state = kind === 'resolved' || kind === 'remediated' ? 'closed' : 'open';
  const next = {
    networkAclId: networkAcl.networkAclId,
    state,
    fingerprint,
    since,
    alertedAt: now,
    alertKind: kind,
    remediatedAt,
  } as const;
  await record({ ...next, revision: (finding?.revision ?? 0) + 1 }, finding, context);
  return { kind: 'alerted', alertKind: kind, alertId: id, severity: coverage.severity };
}

async function record(
  finding: Finding,
  previous: Finding | undefined,
  { findings, log }: ReviewContext,
): Promise<void> {
  const { networkAclId } = finding;
  try {
    await findings.write(finding, previous);
  } catch (error) {
    log({
      level: 'ERROR',
      message: 'finding not recorded: the alert may be repeated',
      networkAclId,
      error: String(error),
    });
  }
}

function fingerprintOf({ gaps }: Coverage, { reportIngress }: ReviewSettings): string {
  return toFingerprint(gaps.filter(({ direction }) => direction === 'egress' || reportIngress));
}

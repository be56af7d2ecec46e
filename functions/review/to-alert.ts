import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { worst } from '../coverage/severity.ts';
import { toBasis } from './basis.ts';
import { toBoundedAlert } from './bounded-alert.ts';
import { toCause } from './cause.ts';
import type { Evaluated } from './evaluation.ts';
import {
  type Finding,
  lastAlert,
  lastKnownName,
  type Origin,
  openAlert,
  type PendingAlert,
  type RecordedAlert,
  toAlertId,
} from './finding.ts';
import { toImpacts } from './impact/to-impacts.ts';
import type { ReviewContext } from './interfaces.ts';
import { toSeverity } from './no-effect.ts';
import { toOwnSettings } from './ports-tag.ts';
import { readNames } from './read-names.ts';
import { alertable, toNextReminder } from './repetition.ts';
import { toReportedDifference } from './reported-difference.ts';
import { digest, NO_GAPS, toFingerprint } from './reported-gaps.ts';
import { toShownChange } from './shown-change.ts';
import { toRecordedAlert } from './to-recorded.ts';
import type { GapAlert, ResolvedAlert } from './words/alert.ts';
import { showsBefore } from './words/alert-kind.ts';
import type { LatestChange } from './words/change.ts';
import type { Done } from './words/done.ts';
import type { NoEffect } from './words/no-effect.ts';
import type { Unreadable } from './words/unreadable.ts';
import { toEarlierWrites } from './writes.ts';

/** What a review knows before it acts; without the entries that the guard added and has not reported. */
export interface Subject extends Evaluated {
  readonly change: LatestChange | undefined;
  readonly finding: Finding | undefined;
  /** The entry without effect that has to be reported. */
  readonly noEffect: NoEffect | undefined;
}

/** An alert about a gap: as it was found, or as the guard left it. */
export async function toGapAlert(
  kind: GapAlert['kind'],
  found: Subject,
  left: Evaluated,
  done: Done,
  context: ReviewContext,
): Promise<PendingAlert> {
  const { networkAcl, coverage, surroundings } = showsBefore(kind) ? found : left;
  const { noEffect } = found;
  const severity = toWorse(coverage, noEffect, context);
  const evaluated = await toEvaluated(networkAcl, coverage, context);
  const gaps = alertable(coverage, context.settings);
  const impacts = toImpacts({ ...evaluated, coverage: { gaps }, surroundings });
  const described = toRecordedAlert(kind, evaluated, severity, noEffect, context);
  const cause = toCause(described, found);
  const recorded = {
    ...{ ...described, basis: toBasis(networkAcl, coverage, surroundings), impacts },
    ...(cause && { cause }),
  };
  const difference = showsBefore(kind) ? undefined : toReportedDifference(found.finding, coverage, context);
  const fingerprint = toFingerprint(alertable(found.coverage, context.settings), noEffect);
  const about = noEffect?.isOnlyCause ? undefined : found.coverage;
  const alert: GapAlert = {
    ...toBase(networkAcl.networkAclId, fingerprint, recorded, found, context, about),
    ...{ kind, severity, done, ...evaluated, impacts },
    ...(difference && { difference }),
    ...(noEffect && { noEffect }),
    ...(kind === 'reminder' && cause && { cause }),
    ...toNextReminder(recorded.at, context),
    ...(kind === 'conflict' && { earlier: toEarlierWrites(found.finding, networkAcl) }),
  };
  const bounded = toBoundedAlert(alert);
  return { alert: bounded, recorded: { ...recorded, id: alert.id }, origin: toOrigin(found.change) };
}

/** An alert that a reported problem is over. */
export async function toResolvedAlert(
  { networkAcl, coverage, surroundings, change, finding }: Subject,
  context: ReviewContext,
): Promise<PendingAlert> {
  const kind = 'resolved';
  const last = lastAlert(finding);
  const severity = last?.severity ?? coverage.severity;
  const recorded = toRecordedAlert(kind, { networkAcl, coverage }, severity, last?.noEffect, context);
  const evaluated = await toEvaluated(networkAcl, coverage, context);
  const gaps = coverage.gaps.filter(({ direction }) => direction === 'egress');
  const [left] = toImpacts({ ...evaluated, coverage: { gaps }, surroundings });
  const alert: ResolvedAlert = {
    ...toBase(networkAcl.networkAclId, kind, recorded, { change, finding }, context),
    ...{ kind, severity, ...evaluated, ...(left && { left }) },
    impacts: last?.impacts ?? [],
    ...(last?.noEffect?.isOnlyCause && { noEffect: last.noEffect }),
    ...(last?.id !== undefined && { closes: last.id }),
  };
  const bounded = toBoundedAlert(alert);
  return { alert: bounded, recorded: { ...recorded, id: alert.id }, origin: toOrigin(change) };
}

/** An alert that a network ACL cannot be evaluated. */
export function toUnreadableAlert(
  networkAclId: string,
  reason: Unreadable,
  about: Pick<Subject, 'change' | 'finding'>,
  context: ReviewContext,
): PendingAlert {
  const kind = 'cannot-evaluate';
  const fingerprint = toReasonFingerprint(reason);
  const name = about.finding && lastKnownName(about.finding);
  const recorded = { at: context.clock.now(), kind, fingerprint, severity: 'high', gaps: NO_GAPS } as const;
  const base = toBase(networkAclId, fingerprint, recorded, about, context);
  return {
    alert: { ...base, kind, reason, ...(name && { lastKnownName: name }) },
    recorded: { ...recorded, id: base.id, ...(name && { networkAclName: name }) },
    origin: toOrigin(about.change),
  };
}

/** Of the data, without the words of `expected`. */
export function toReasonFingerprint(reason: Unreadable): string {
  const parts = reason.kind === 'not-allowed' ? [reason.code] : [reason.field, reason.found];
  return digest([reason.kind, ...parts].join('\n'));
}

function toBase(
  networkAclId: string,
  fingerprint: string,
  { kind, at }: RecordedAlert,
  { change, finding }: Pick<Subject, 'change' | 'finding'>,
  { networkAcls: { account, region, partition }, settings }: ReviewContext,
  about?: Coverage,
) {
  return {
    id: toAlertId(networkAclId, kind, fingerprint, finding),
    ...{ networkAclId, account, region, partition, mode: settings.mode, at },
    since: toSince(finding, at),
    ...(change && { change: toShownChange(change, about) }),
  };
}

function toOrigin(change: LatestChange | undefined): Origin {
  return change === undefined ? 'sweep' : 'change';
}

/** When the problem began that is open now. */
export function toSince(finding: Finding | undefined, now: Date): Date {
  return finding && openAlert(finding) ? finding.since : now;
}

async function toEvaluated(networkAcl: NetworkAcl, coverage: Coverage, context: ReviewContext) {
  const { ephemeralPorts, ruleQuota } = toOwnSettings(networkAcl, context.settings);
  const names = await readNames(networkAcl, coverage, context);
  return { networkAcl, coverage, ephemeralPorts, ruleQuota, names };
}

/** The worse of both directions, as far as inbound replies are reported. */
function toWorse(
  { severity, ingressSeverity }: Coverage,
  noEffect: NoEffect | undefined,
  { settings }: ReviewContext,
): RecordedAlert['severity'] {
  return worst([toSeverity(severity, noEffect), ...(settings.reportIngress ? [ingressSeverity] : [])]);
}

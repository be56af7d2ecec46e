import { type Alert, type Change, type Remediation, TAG } from '../alert/alert.ts';
import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import { CONFLICT_REMEDIATIONS, type Finding, recentRemediations } from './finding.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import { publish, type Subject, toRepeated } from './notification.ts';
import type { Outcome } from './outcome.ts';
import { remediate } from './remediation.ts';

/**
 * Judges a network ACL as it stands, adds what is missing where that is allowed, and tells people what they do not
 * know yet. Idempotent by state: reviewing again without a change says nothing again.
 *
 * @param change - the latest change that led to the review; it only adds who, when and how to an alert
 * @throws what reading, writing or publishing throws; the findings table is never in the way of an alert
 */
export async function review(
  networkAcl: NetworkAcl,
  change: Change | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  if (networkAcl.tags[TAG] === 'ignore') return { kind: 'muted' };
  const coverage = evaluateCoverage(networkAcl.entries, context.settings);
  const finding = await readFinding(networkAcl.networkAclId, context);
  const subject: Subject = { networkAcl, change, coverage, finding };
  return isBroken(coverage, context.settings) ? tell(subject, context) : close(subject, context);
}

/** The network ACL does not exist any more: what is on record about it goes too. */
export async function reviewGone(networkAclId: string, { findings, log }: ReviewContext): Promise<Outcome> {
  try {
    await findings.remove(networkAclId);
  } catch (error) {
    log({ level: 'ERROR', message: 'finding not removed', networkAclId, error: String(error) });
  }
  return { kind: 'gone' };
}

function isBroken(
  { status, severity, gaps }: Coverage,
  { minSeverity, reportIngress }: ReviewSettings,
): boolean {
  const egress = status === 'gap' && reaches(severity, minSeverity);
  return (
    egress || (reportIngress && gaps.some(({ direction, deniedBy }) => direction === 'ingress' && !deniedBy))
  );
}

/** Nothing is broken: says so once, if people were told that something was. */
async function close(subject: Subject, context: ReviewContext): Promise<Outcome> {
  const { coverage, finding } = subject;
  if (finding?.state === 'open') return publish('resolved', subject, undefined, context);
  return coverage.status === 'covered'
    ? { kind: 'covered' }
    : { kind: 'below-threshold', severity: coverage.severity };
}

/** Something is broken: mends it where that is allowed, and tells people unless they know. */
async function tell(subject: Subject, context: ReviewContext): Promise<Outcome> {
  const { networkAcl, coverage, finding } = subject;
  const plannedOrStuck = coverage.plan.entries.length + coverage.plan.unplaced.length > 0;
  const wanted = plannedOrStuck && mayRemediate(networkAcl, context.settings);
  const conflict = wanted && recentRemediations(finding, context.clock.now()).length >= CONFLICT_REMEDIATIONS;
  const remediation = wanted && !conflict ? await remediate(networkAcl, coverage, context) : undefined;
  if (
    remediation &&
    remediation.created.length === 0 &&
    !isBroken(remediation.coverageAfter, context.settings)
  ) {
    // Somebody else mended it meanwhile.
    return close({ ...subject, networkAcl: remediation.after, coverage: remediation.coverageAfter }, context);
  }
  const kind = conflict ? 'conflict' : toKind(remediation);
  const repeated = toRepeated(kind, subject, context);
  if (repeated === undefined) return { kind: 'known', severity: coverage.severity };
  return publish(repeated, subject, remediation, context);
}

function mayRemediate({ tags }: NetworkAcl, { mode }: ReviewSettings): boolean {
  if (mode === 'opt-in') return tags[TAG] === 'remediate';
  return mode === 'remediate' && tags[TAG] !== 'notify';
}

function toKind(remediation: Remediation | undefined): Alert['kind'] {
  if (remediation === undefined) return 'gap';
  return remediation.failure === undefined ? 'remediated' : 'remediation-failed';
}

async function readFinding(
  networkAclId: string,
  { findings, log }: ReviewContext,
): Promise<Finding | undefined> {
  try {
    return await findings.read(networkAclId);
  } catch (error) {
    log({
      level: 'ERROR',
      message: 'finding not read: an alert may be repeated',
      networkAclId,
      error: String(error),
    });
    return undefined;
  }
}

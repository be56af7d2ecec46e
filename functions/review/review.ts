import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import { nothingKnown } from '../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import { type Finding, findUntold, isConflict, openAlert, undoneRemediations } from './finding.ts';
import { type ReviewContext, type ReviewSettings, UnreadableNetworkAclError } from './interfaces.ts';
import { publish, publishUnreadable, type Subject, toRepeated } from './notification.ts';
import type { Outcome } from './outcome.ts';
import { announce, forget, readFinding } from './record.ts';
import { type Progress, readAgain, remediate, toRemediation } from './remediation.ts';
import { type Change, type CoverageAlert, type Remediation, TAG } from './words/alert.ts';

/**
 * Judges a network ACL as it stands, adds what is missing where that is allowed, and tells people what they do not
 * know yet. Idempotent by state: reviewing again without a change says nothing again.
 *
 * @param read - as it was read for this review
 * @param change - the latest change that led to the review; it only adds who, when and how to an alert
 * @param early - of {@link readEarly}
 * @throws what publishing throws; the findings table is never in the way of an alert
 */
export async function review(
  read: NetworkAcl,
  change: Change | undefined,
  context: ReviewContext,
  early?: EarlyFinding,
): Promise<Outcome> {
  if (read.tags[TAG] === 'ignore') return { kind: 'muted' };
  const { settings } = context;
  const finding = await (early ?? readFinding(read.networkAclId, context));
  const networkAcl = await catchUp(read, finding, context);
  const untold = findUntold(finding, networkAcl);
  const before = { ...networkAcl, entries: networkAcl.entries.filter(entry => !untold.includes(entry)) };
  const subject: Subject = {
    networkAcl: before,
    change,
    coverage: evaluateCoverage(before, nothingKnown('turned-off'), settings),
    finding,
  };
  if (untold.length === 0 && !isBroken(subject.coverage, settings)) return close(subject, context);
  const coverage =
    untold.length === 0
      ? subject.coverage
      : evaluateCoverage(networkAcl, nothingKnown('turned-off'), settings);
  return tell(subject, { networkAcl, coverage, created: untold }, context);
}

/** A finding that is being read while its network ACL is. Never rejects. */
export type EarlyFinding = Promise<Finding | undefined>;

/**
 * Begins to read the finding while the network ACL is being read, where nothing can be written. What may write has to
 * know the finding as it is after the network ACL was read (docs/adr/0005-announced-writes.md).
 */
export function readEarly(networkAclId: string, context: ReviewContext): EarlyFinding | undefined {
  return context.settings.mode === 'notify' ? readFinding(networkAclId, context) : undefined;
}

/**
 * In the modes that write, the finding was read after the network ACL. Where it tells of entries that the network ACL does
 * not show, they were taken away, or what was read of the network ACL is older than they are: reading again tells which.
 */
async function catchUp(
  networkAcl: NetworkAcl,
  finding: Finding | undefined,
  context: ReviewContext,
): Promise<NetworkAcl> {
  if (undoneRemediations(finding, networkAcl, context.clock.now()).length === 0) return networkAcl;
  return (await readAgain(networkAcl.networkAclId, context)) ?? networkAcl;
}

/**
 * Reviews whatever reading a network ACL came to.
 *
 * @param found - an error: it is there, but cannot be judged; undefined: there is none
 * @param early - of {@link readEarly}
 */
export async function reviewFound(
  networkAclId: string,
  found: NetworkAcl | Error | undefined,
  change: Change | undefined,
  context: ReviewContext,
  early?: EarlyFinding,
): Promise<Outcome> {
  if (found === undefined) return reviewGone(networkAclId, context);
  if (found instanceof Error) return reviewUnreadable(networkAclId, found, change, context, early);
  return review(found, change, context, early);
}

/** The network ACL does not exist any more: what is on record about it goes too. */
export async function reviewGone(networkAclId: string, context: ReviewContext): Promise<Outcome> {
  await forget(networkAclId, context);
  return { kind: 'gone' };
}

/** The network ACL is there, but cannot be judged: people hear of it, since silence would look like "all is well". */
export async function reviewUnreadable(
  networkAclId: string,
  reason: Error,
  change: Change | undefined,
  context: ReviewContext,
  early?: EarlyFinding,
): Promise<Outcome> {
  if (reason instanceof UnreadableNetworkAclError && reason.tags[TAG] === 'ignore') return { kind: 'muted' };
  const finding = await (early ?? readFinding(networkAclId, context));
  return publishUnreadable(networkAclId, reason.message, { change, finding }, context);
}

/**
 * What a review of a network ACL that nothing is on record about comes to, where people need not hear of anything: without
 * a call, for the many that are as they should be.
 *
 * @returns undefined where only a review can tell
 */
export function judgeQuietly(networkAcl: NetworkAcl, settings: ReviewSettings): Outcome | undefined {
  if (networkAcl.tags[TAG] === 'ignore') return { kind: 'muted' };
  const coverage = evaluateCoverage(networkAcl, nothingKnown('turned-off'), settings);
  return isBroken(coverage, settings) ? undefined : toQuietOutcome(coverage);
}

function toQuietOutcome({ status, severity }: Coverage): Outcome {
  return status === 'covered' ? { kind: 'covered' } : { kind: 'below-threshold', severity };
}

function isBroken(coverage: Coverage, settings: ReviewSettings): boolean {
  const isIngressBroken = coverage.ingressSeverity === 'high';
  return isEgressBroken(coverage, settings) || (settings.reportIngress && isIngressBroken);
}

function isEgressBroken({ status, severity }: Coverage, { minSeverity }: ReviewSettings): boolean {
  return status === 'gap' && reaches(severity, minSeverity);
}

/** Nothing is broken: says so once, if people were told that something was. */
async function close(subject: Subject, context: ReviewContext): Promise<Outcome> {
  const { coverage, finding } = subject;
  if (openAlert(finding)) return publish('resolved', subject, undefined, context);
  return toQuietOutcome(coverage);
}

/** Something is broken, or was mended without a word: mends it where that is allowed, and tells people. */
async function tell(found: Subject, now: Progress, context: ReviewContext): Promise<Outcome> {
  const wished = wantsRemediation(now, context.settings);
  const conflict = wished && isConflict(found.finding, now.networkAcl, context.clock.now());
  const wanted = wished && !conflict;
  const subject = wanted ? { ...found, finding: await announce(found.finding, now, context) } : found;
  const remediation = wanted
    ? await remediate(now, context)
    : now.created.length > 0
      ? toRemediation(now)
      : undefined;
  if (remediation === 'gone') return reviewGone(now.networkAcl.networkAclId, context);
  if (remediation?.created.length === 0 && !isBroken(remediation.coverageAfter, context.settings)) {
    // Somebody else mended it meanwhile.
    return close({ ...subject, networkAcl: remediation.after, coverage: remediation.coverageAfter }, context);
  }
  const kind = conflict ? 'conflict' : toKind(remediation);
  const wrote = remediation !== undefined && remediation.created.length > 0;
  const repeated = wrote ? kind : toRepeated(kind, subject, context);
  if (repeated === undefined) return { kind: 'known', severity: subject.coverage.severity };
  return publish(repeated, subject, remediation, context);
}

function wantsRemediation({ networkAcl: { tags }, coverage }: Progress, settings: ReviewSettings): boolean {
  const isStuck = coverage.plan.unplaced.some(
    ({ reason }) => reason === 'quota' || reason === 'rule-numbers',
  );
  if ((coverage.writable.length === 0 && !isStuck) || !isEgressBroken(coverage, settings)) return false;
  if (settings.mode === 'opt-in') return tags[TAG] === 'remediate';
  return settings.mode === 'remediate' && tags[TAG] !== 'notify';
}

function toKind(remediation: Remediation | undefined): CoverageAlert['kind'] {
  if (remediation === undefined) return 'gap';
  return remediation.failure === undefined ? 'remediated' : 'remediation-failed';
}

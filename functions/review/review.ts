import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import { hasSameRules, isEvidenceAway } from './basis.ts';
import {
  AWAY_DAYS,
  type Finding,
  findUnreported,
  hoursBetween,
  isConflict,
  openAlert,
  type RecordedAlert,
  undoneRemediations,
} from './finding.ts';
import type { ReadNetworkAcl, ReviewContext, ReviewSettings } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { readSurroundings } from './read-surroundings.ts';
import { announce, forget, noteAway, noteBack, readFinding } from './record.ts';
import { type Progress, readAgain, remediate, toDone } from './remediation.ts';
import { toRepeated } from './repetition.ts';
import { reportGap, reportResolved, reportUnreadable, type Subject } from './report.ts';
import { toRestraint } from './restraint.ts';
import type { GapAlert } from './words/alert.ts';
import type { Change } from './words/change.ts';
import type { Done, Reason } from './words/done.ts';
import { TAG } from './words/mode.ts';

/**
 * Evaluates a network ACL as it is now, adds what is missing where that is allowed, and reports what no alert has
 * reported yet. Idempotent by state: reviewing again without a change reports nothing again.
 *
 * @param read - as it was read for this review
 * @param change - the latest change that led to the review; it only adds who, when and how to an alert
 * @throws what publishing throws; the findings table never keeps an alert from going out
 */
export async function review(
  networkAclId: string,
  read: ReadNetworkAcl,
  change: Change | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  if (read.kind === 'gone') return close(networkAclId, context);
  const { tags } = read.kind === 'read' ? read.networkAcl : read;
  if (tags[TAG] === 'ignore') return { kind: 'muted' };
  const finding = await readFinding(networkAclId, context);
  if (read.kind === 'unreadable')
    return reportUnreadable(networkAclId, read.reason, { change, finding }, context);
  return evaluate(await catchUp(read.networkAcl, finding, context), change, finding, context);
}

/** What is on record about a network ACL that does not exist any more goes too. */
async function close(networkAclId: string, context: ReviewContext): Promise<Outcome> {
  await forget(networkAclId, context);
  return { kind: 'gone' };
}

/**
 * In the modes that write, the finding was read after the network ACL. Where it has entries that the network ACL does
 * not show, they were removed, or what was read of the network ACL is older than they are: reading again shows which.
 */
async function catchUp(
  networkAcl: NetworkAcl,
  finding: Finding | undefined,
  context: ReviewContext,
): Promise<NetworkAcl> {
  if (undoneRemediations(finding, networkAcl, context.clock.now()).length === 0) return networkAcl;
  return (await readAgain(networkAcl.networkAclId, context)) ?? networkAcl;
}

async function evaluate(
  networkAcl: NetworkAcl,
  change: Change | undefined,
  finding: Finding | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  const unreported = findUnreported(finding, networkAcl);
  const before = { ...networkAcl, entries: networkAcl.entries.filter(entry => !unreported.includes(entry)) };
  const surroundings = await readSurroundings(before, context);
  const judge = (judged: NetworkAcl) => evaluateCoverage(judged, surroundings, context.settings);
  const coverage = judge(before);
  const found: Subject = { networkAcl: before, surroundings, coverage, change, finding };
  if (unreported.length === 0 && !isBroken(coverage, context.settings)) return resolve(found, context);
  const now = unreported.length === 0 ? coverage : judge(networkAcl);
  return handleGap(found, { networkAcl, surroundings, coverage: now, created: unreported }, context);
}

/**
 * The outcome for a network ACL that nothing is on record about, where nothing is to be reported: without a call, for
 * the many that are as they should be whatever is behind them.
 *
 * @returns undefined where it takes a review
 */
export async function reviewUnrecorded(
  networkAcl: NetworkAcl,
  context: Pick<ReviewContext, 'exposure' | 'settings'>,
): Promise<Outcome | undefined> {
  if (networkAcl.tags[TAG] === 'ignore') return { kind: 'muted' };
  const { settings } = context;
  const coverage = evaluateCoverage(networkAcl, await readSurroundings(networkAcl, context), settings);
  return isBroken(coverage, settings) ? undefined : toQuietOutcome(coverage);
}

function toQuietOutcome({ status, severity }: Coverage): Outcome {
  return status === 'covered' ? { kind: 'covered' } : { kind: 'below-threshold', severity };
}

function isBroken(coverage: Coverage, settings: ReviewSettings): boolean {
  const ingress = coverage.ingressSeverity === 'high';
  const egress = coverage.status === 'gap' && reaches(coverage.severity, settings.minSeverity);
  return egress || (settings.reportIngress && ingress);
}

/** Nothing is broken: reports so once, if an alert reported a problem, and not only its evidence is away. */
async function resolve(subject: Subject, context: ReviewContext): Promise<Outcome> {
  const alerted = openAlert(subject.finding);
  if (!alerted) return toQuietOutcome(subject.coverage);
  if (!isOnlyAway(subject, alerted, context.clock.now())) return reportResolved(subject, context);
  await noteAway(subject.finding, context);
  return { kind: 'known', severity: alerted.severity };
}

/** Whether the rules are as they were reported, and what is behind them may come back within {@link AWAY_DAYS}. */
function isOnlyAway(
  { networkAcl, surroundings, finding }: Subject,
  { basis }: RecordedAlert,
  now: Date,
): boolean {
  if (basis === undefined || !hasSameRules(basis, networkAcl)) return false;
  if (!isEvidenceAway(basis, surroundings.exposure)) return false;
  return hoursBetween(finding?.awaySince ?? now, now) < AWAY_DAYS * 24;
}

/** There is a gap, or one was fixed without a report: fixes it where that is allowed, and reports it. */
async function handleGap(found: Subject, now: Progress, context: ReviewContext): Promise<Outcome> {
  const reason = toReason(found, now, context);
  if (reason) return report(found, now, toDone(now, reason), context);
  const announced = { ...found, finding: await announce(found.finding, now, context) };
  const remediation = await remediate(now, context);
  if (remediation.kind === 'gone') return close(now.networkAcl.networkAclId, context);
  const { progress, failure } = remediation;
  // Without an entry of ours, another caller fixed it meanwhile.
  if (progress.created.length === 0 && !isBroken(progress.coverage, context.settings))
    return resolve({ ...announced, ...progress }, context);
  return report(announced, progress, toDone(progress, failure), context);
}

function toReason(
  { finding }: Subject,
  now: Progress,
  { settings, clock }: ReviewContext,
): Reason | undefined {
  const restraint = toRestraint(now, settings);
  if (restraint) return restraint;
  return isConflict(finding, now.networkAcl, clock.now()) ? { kind: 'conflict' } : undefined;
}

/** Every write is reported; a known gap only when its reminder is due. */
async function report(found: Subject, now: Progress, done: Done, context: ReviewContext): Promise<Outcome> {
  const kind = toKind(done);
  const due = done.did === 'added' ? kind : toRepeated(kind, found, context);
  if (due === undefined) {
    await noteBack(found.finding, context);
    return { kind: 'known', severity: found.coverage.severity };
  }
  return reportGap(due, found, now, done, context);
}

/** The kind of the alert when nothing was added. */
const KINDS: Readonly<Record<Reason['kind'], GapAlert['kind']>> = {
  'notify-mode': 'gap',
  'not-opted-in': 'gap',
  tagged: 'gap',
  'firewall-manager': 'gap',
  'nothing-to-add': 'gap',
  'not-planned': 'gap',
  restrained: 'gap',
  'below-min-severity': 'gap',
  conflict: 'conflict',
  refused: 'remediation-failed',
  unconfirmed: 'remediation-failed',
  'out-of-time': 'remediation-failed',
  'not-listed': 'remediation-failed',
  'keeps-changing': 'remediation-failed',
  unplaced: 'remediation-failed',
};

function toKind(done: Done): GapAlert['kind'] {
  if (done.did === 'nothing') return KINDS[done.reason.kind];
  if (done.unfinished === undefined) return 'remediated';
  return done.unfinished.kind === 'conflict' ? 'conflict' : 'remediation-failed';
}

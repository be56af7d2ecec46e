import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { createEntries } from './creation.ts';
import { identify } from './entry-identity.ts';
import { type Evaluated, evaluate, evaluateWithin } from './evaluation.ts';
import type { Finding, RecordedRemediation } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import { readAgain, readBack } from './read-back.ts';
import { save, toKey } from './record.ts';
import { toRestraint } from './restraint.ts';
import { toSince } from './to-alert.ts';
import type { Failure, Reason } from './words/done.ts';
import { recentRemediations } from './writes.ts';

/** How often the entries are planned again because another caller changed the network ACL meanwhile. */
const MOST_PLANS = 3;
/** Milliseconds after which no call is begun any more: the result has to be recorded in the same invocation. */
const BUDGET = 30_000;

/** The network ACL as it is now, and which of its entries the guard created. */
export interface Progress extends Evaluated {
  readonly created: readonly NetworkAclEntry[];
  /** Asked for, neither confirmed nor known to be absent. */
  readonly unsure: readonly NetworkAclEntry[];
  /** As it is on record. */
  readonly finding: Finding | undefined;
}

/** Why a plan was not begun. */
type Postponement = 'the network ACL could not be read again' | 'EC2 throttles the account';

/** The result of trying to add the planned entries. */
export type Remediation =
  | { readonly kind: 'gone' }
  /** The last plan was not begun, and trying again soon is right. @param finding - as it is on record */
  | { readonly kind: 'postponed'; readonly because: Postponement; readonly finding: Finding | undefined }
  /** @param reason - why no more was done; absent where nothing is left to do */
  | { readonly kind: 'tried'; readonly progress: Progress; readonly reason?: Reason };

/**
 * Adds the planned entries. Each plan is announced on the finding before its first entry is created, and made from a
 * list that was read right before. It never replaces and never deletes. What fails after the first creation is a reason,
 * not an error: the announcement is on record, and so the next review reports what this one cannot.
 *
 * @throws where a plan cannot be announced: then nothing of it was written
 */
export async function remediate(start: Progress, context: ReviewContext): Promise<Remediation> {
  const { clock } = context;
  const end = clock.now().getTime() + BUDGET;
  const hasTime = () => clock.now().getTime() < end;
  let progress = start;
  for (let plans = 0; plans < MOST_PLANS; plans += 1) {
    progress = { ...progress, finding: await announce(progress, progress.coverage.writable, context) };
    const next = await createFresh(progress, hasTime, context);
    // An entry that another caller creates must not be taken for the announced one.
    if (next.kind === 'postponed') return { ...next, finding: await announce(progress, [], context) };
    if (next.kind !== 'again') return next;
    progress = next.progress;
    if (isComplete(progress)) return { kind: 'tried', progress };
    const reason = toRestraint(progress, context.settings);
    if (reason || progress.coverage.writable.length === 0)
      return { kind: 'tried', progress, ...(reason && { reason }) };
  }
  return { kind: 'tried', progress, reason: { kind: 'keeps-changing' } };
}

/** Creates the plan if the network ACL is still as it was evaluated: an operator may have denied something since. */
async function createFresh(
  progress: Progress,
  hasTime: () => boolean,
  context: ReviewContext,
): Promise<Step> {
  const networkAcl = await readAgain(progress.networkAcl.networkAclId, context);
  if (networkAcl === undefined)
    return { kind: 'postponed', because: 'the network ACL could not be read again' };
  if (isSame(networkAcl, progress.networkAcl)) return createPlan(progress, hasTime, context);
  return {
    kind: 'again',
    progress: { ...progress, ...(await evaluate(networkAcl, context)) },
  };
}

/** Whether no entry is missing. */
function isComplete({ coverage: { plan } }: Progress): boolean {
  return plan.entries.length + plan.unplaced.length === 0;
}

function isSame(one: NetworkAcl, other: NetworkAcl): boolean {
  const describe = ({ entries, tags, subnetIds }: NetworkAcl) =>
    JSON.stringify([entries.map(identify).sort(), Object.entries(tags).sort(), [...subnetIds].sort()]);
  return describe(one) === describe(other);
}

/** What one plan led to: an end, or a network ACL that has to be looked at again. */
type Step =
  | Exclude<Remediation, { kind: 'postponed' }>
  | { readonly kind: 'postponed'; readonly because: Postponement }
  | { readonly kind: 'again'; readonly progress: Progress };

async function createPlan(progress: Progress, hasTime: () => boolean, context: ReviewContext): Promise<Step> {
  const { networkAclId } = progress.networkAcl;
  const attempt = await createEntries(networkAclId, progress.coverage.writable, hasTime, context);
  if (attempt.kind === 'gone') return attempt;
  if (
    attempt.kind === 'failed' &&
    attempt.failure.kind === 'throttled' &&
    isUntouched(progress, attempt.created)
  )
    return { kind: 'postponed', because: 'EC2 throttles the account' };
  const back = await readBack(progress.networkAcl, attempt, hasTime, context);
  const after: Progress = {
    ...evaluateWithin(back.networkAcl, progress.surroundings, context),
    created: [...progress.created, ...back.created],
    unsure: [...progress.unsure, ...back.unsure],
    finding: progress.finding,
  };
  const reason = toFailure(attempt, back.unsure, back.isSeen);
  return reason ? { kind: 'tried', progress: after, reason } : { kind: 'again', progress: after };
}

function isUntouched({ created }: Progress, added: readonly NetworkAclEntry[]): boolean {
  return created.length + added.length === 0;
}

/** An entry that EC2 did not confirm and that is listed did not fail. */
function toFailure(
  attempt: Exclude<Awaited<ReturnType<typeof createEntries>>, { kind: 'gone' }>,
  unsure: readonly NetworkAclEntry[],
  isSeen: boolean,
): Failure | undefined {
  if (attempt.kind === 'failed') return attempt.failure;
  if (attempt.kind === 'unsure' && unsure.length > 0) return attempt.failure;
  return isSeen ? undefined : { kind: 'not-listed' };
}

/**
 * Records the planned entries before the first is created, so that the next review reports them where this one is cut
 * off between writing and recording.
 */
async function announce(
  progress: Progress,
  planned: readonly NetworkAclEntry[],
  context: ReviewContext,
): Promise<Finding> {
  const { networkAcl, finding } = progress;
  const now = context.clock.now();
  const next = {
    ...toKey(networkAcl.networkAclId, context),
    since: toSince(finding, now),
    ...(finding?.alerted && { alerted: finding.alerted }),
    pending: finding?.pending ?? [],
    remediations: toRemediations(progress, planned, now),
  };
  return save(next, finding, context);
}

/** What is on record about writes: earlier ones, what was created now, and what is about to be. */
export function toRemediations(
  { finding, created, unsure }: Progress,
  planned: readonly NetworkAclEntry[],
  now: Date,
): readonly RecordedRemediation[] {
  const earlier = recentRemediations(finding, now).filter(({ reported }) => reported);
  const entries = [...created, ...unsure, ...planned].map(identify);
  return entries.length === 0 ? earlier : [...earlier, { at: now, entries, reported: false }];
}

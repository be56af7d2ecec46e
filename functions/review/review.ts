import type { NetworkAcl } from '../coverage/network-acl.ts';
import { dropFinding } from './drop-finding.ts';
import { evaluate, isBroken } from './evaluation.ts';
import { type FoundNetworkAcl, GONE, type ReadNetworkAcl, type ReviewContext } from './interfaces.ts';
import type { Outcome } from './outcome.ts';
import { leavePending, mute } from './pending.ts';
import { logIgnoredPorts } from './ports-tag.ts';
import { type OnRecord, OutdatedError, readFinding } from './record.ts';
import { isKnownUnreadable } from './repetition.ts';
import { reviewRead, toQuietOutcome } from './review-read.ts';
import { toUnreadableAlert } from './to-alert.ts';
import { logUnknownTag } from './unknown-tag.ts';
import { hasUnseenWrite } from './unseen.ts';
import type { LatestChange } from './words/change.ts';
import { TAG } from './words/mode.ts';
import type { Unreadable } from './words/unreadable.ts';
import { hasUnreportedWrite } from './writes.ts';

/** How often a review begins again because another one recorded its result meanwhile. */
const MOST_TRIES = 3;

/**
 * Evaluates a network ACL as it is now, adds what is missing where that is allowed, and leaves to the reporter what no
 * alert has reported yet. Idempotent by state: reviewing again without a change reports nothing again.
 *
 * @param read - as it was read for this review
 * @param change - the latest change that led to the review; it only adds who, when and how to an alert
 * @throws where it could not be done or recorded: the change has to be delivered again
 */
export async function review(
  networkAclId: string,
  read: ReadNetworkAcl,
  change: LatestChange | undefined,
  { eventId = change?.eventId, ...rest }: ReviewContext,
): Promise<Outcome> {
  const context = { ...rest, ...(eventId && { eventId }) };
  if (read.kind !== 'gone') logUnknownTag(networkAclId, toTags(read), context.log);
  if (read.kind === 'read') logIgnoredPorts(read.networkAcl, context.settings, context.log);
  let current = read;
  for (let tries = 1; ; tries += 1) {
    try {
      return await reviewOnce(networkAclId, current, change, context);
    } catch (error) {
      if (!(error instanceof OutdatedError) || tries === MOST_TRIES) throw error;
      current = (await context.networkAcls.read([networkAclId])).get(networkAclId) ?? GONE;
    }
  }
}

async function reviewOnce(
  networkAclId: string,
  read: ReadNetworkAcl,
  change: LatestChange | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  if (read.kind === 'gone') return close(networkAclId, context);
  const onRecord = await readFinding(networkAclId, context);
  const { finding } = onRecord;
  const mayReport = read.kind === 'read' && (hasUnreportedWrite(finding) || hasUnseenWrite(finding));
  if (toTags(read)[TAG] === 'ignore' && !mayReport) return mute(networkAclId, onRecord, context);
  return read.kind === 'read'
    ? reviewRead(read.networkAcl, change, onRecord, context)
    : reviewUnreadable(networkAclId, read.reason, change, onRecord, context);
}

function toTags(found: FoundNetworkAcl): Readonly<Record<string, string>> {
  return found.kind === 'read' ? found.networkAcl.tags : found.tags;
}

async function close(networkAclId: string, context: ReviewContext): Promise<Outcome> {
  await dropFinding(networkAclId, context);
  return { kind: 'deleted' };
}

async function reviewUnreadable(
  networkAclId: string,
  reason: Unreadable,
  change: LatestChange | undefined,
  onRecord: OnRecord,
  context: ReviewContext,
): Promise<Outcome> {
  const { finding } = onRecord;
  const alert = toUnreadableAlert(networkAclId, reason, { change, finding }, context);
  const { fingerprint, severity } = alert.recorded;
  if (isKnownUnreadable(fingerprint, finding, context)) return { kind: 'already-reported', severity };
  return leavePending(alert, onRecord, undefined, context);
}

/**
 * The outcome for a network ACL that nothing is on record about, where nothing is to be reported: without a call, for
 * the many that are as they should be whatever is behind them.
 *
 * @returns undefined where it takes a review
 */
export async function reviewUnrecorded(
  networkAcl: NetworkAcl,
  context: Pick<ReviewContext, 'exposure' | 'settings' | 'noteAssumptions'>,
): Promise<Outcome | undefined> {
  if (networkAcl.tags[TAG] === 'ignore') return { kind: 'muted' };
  const { coverage } = await evaluate(networkAcl, context);
  return isBroken(coverage, context.settings) ? undefined : toQuietOutcome(coverage);
}

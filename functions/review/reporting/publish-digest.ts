import type { NetworkAclKey } from '../finding.ts';
import type { Alerts, Log } from '../interfaces.ts';
import { PACE } from '../pace.ts';
import { type ClaimContext, type Claimed, claimForDigest, settle } from './claims.ts';
import { lastAlert } from './digest-groups.ts';
import type { PlannedDigest } from './planned-digest.ts';
import type { ReporterRecord } from './reporter-record.ts';
import { type DigestHome, toDigest, totalOpen } from './to-digest.ts';

/** What publishing needs from outside. */
export interface PublishingContext extends ClaimContext, DigestHome {
  readonly alerts: Alerts;
  readonly log: Log;
}

/** Findings that are claimed or settled side by side: DynamoDB takes some thousand writes a second. */
const SIDE_BY_SIDE = 10;

/** The result of publishing a digest. */
export interface PublishedDigest {
  /** Network ACLs with an open problem; undefined where nothing was left to publish. */
  readonly open: number | undefined;
  /** Members that there was no time for. */
  readonly left: number;
  /** Members that could not be claimed or recorded. */
  readonly failed: number;
}

/**
 * Claims all members, publishes one message and records each as reported. Cut off, the same digest is published once
 * more, with the same id.
 *
 * @param timeLeft - milliseconds; half of them are for claiming, since every member that is claimed has to be recorded
 */
export async function publishDigest(
  planned: PlannedDigest,
  record: ReporterRecord,
  timeLeft: () => number,
  context: PublishingContext,
): Promise<PublishedDigest> {
  const { of, id, members, absent } = planned;
  const half = timeLeft() / 2;
  const claiming = await inSteps(
    members,
    one => claimForDigest(toKey(one), id, context),
    () => timeLeft() >= half,
    context,
  );
  const claimed = claiming.results.filter(one => one !== undefined);
  const { left, failed } = claiming;
  const isEmpty = claimed.length === 0 && of !== 'introduction';
  if (isEmpty && absent.length === 0) return { open: undefined, left, failed };
  // What another reporter has published meanwhile is not said again.
  const digest = toDigest(isEmpty ? { ...planned, of: 'absence' } : planned, claimed, record, context);
  await context.alerts.publish(digest);
  const line = { about: digest.about.kind, digestId: id, networkAcls: claimed.length, published: 1 };
  context.log({ level: 'INFO', message: 'digest published', alertKind: 'digest', ...line });
  await context.clock.wait(PACE);
  const settled = await inSteps(
    claimed,
    one => settleMember(one, id, context),
    () => true,
    context,
  );
  return { open: totalOpen(digest.open), left, failed: failed + settled.failed };
}

async function settleMember(claimed: Claimed, digestId: string, context: PublishingContext): Promise<void> {
  await settle(claimed, 'digest', context);
  const { kind: alertKind, id: alertId, networkAclId } = lastAlert(claimed);
  const line = { outcome: 'in-digest', alertKind, alertId, digestId, networkAclId };
  context.log({ level: 'INFO', message: 'reported in a digest', ...line });
}

/** Does it with a few at a time, while there is time for more. One that fails is logged, and does not stop the rest. */
async function inSteps<T, R>(
  all: readonly T[],
  act: (one: T) => Promise<R>,
  hasTime: () => boolean,
  { log }: PublishingContext,
): Promise<{ readonly results: R[]; readonly left: number; readonly failed: number }> {
  const results: R[] = [];
  let done = 0;
  while (done < all.length && hasTime()) {
    const few = all.slice(done, done + SIDE_BY_SIDE);
    for (const result of await Promise.allSettled(few.map(act))) {
      if (result.status === 'fulfilled') results.push(result.value);
      else log({ level: 'ERROR', message: 'could not report', error: String(result.reason) });
    }
    done += few.length;
  }
  return { results, left: all.length - done, failed: done - results.length };
}

export function toKey({ account, region, networkAclId }: NetworkAclKey): NetworkAclKey {
  return { account, region, networkAclId };
}

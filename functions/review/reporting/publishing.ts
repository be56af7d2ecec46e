import { MOST_ALERTS, recentAlerts } from '../finding.ts';
import { claimNext, settle } from './claims.ts';
import { lastAlert } from './digest-groups.ts';
import type { PendingFinding } from './due.ts';
import type { MessagePlan } from './plan-messages.ts';
import {
  PACE,
  type PlannedDigest,
  type PublishedDigest,
  type PublishingContext,
  publishDigest,
  toKey,
} from './publish-digest.ts';
import type { RecordChanges } from './record-changes.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** The result of publishing a plan. */
interface PublishedPlan {
  /** Findings that could not be reported. */
  readonly failed: number;
  /** Messages or members that there was no time for. */
  readonly left: number;
  readonly changes: RecordChanges;
}

/** Publishes one message after the other. Where one fails, the others are published all the same. */
export async function publishPlan(
  { alone, digests }: MessagePlan,
  record: ReporterRecord,
  timeLeft: () => number,
  context: PublishingContext,
): Promise<PublishedPlan> {
  let total: PublishedPlan = { failed: 0, left: 0, changes: {} };
  const messages: Message[] = [
    ...digests.map(digest => ({
      about: { digestId: digest.id },
      size: Math.max(1, digest.members.length),
      publish: async () =>
        toChanges(digest, await publishDigest(digest, record, timeLeft, context), context.clock.now()),
    })),
    ...alone.map(one => ({
      about: { networkAclId: one.networkAclId },
      size: 1,
      publish: async () => {
        await publishAlone(one, context);
        return NOTHING_LEFT;
      },
    })),
  ];
  for (const message of messages) {
    const result = timeLeft() > 0 ? await attempt(message, context) : { ...NOTHING_LEFT, left: 1 };
    total = {
      failed: total.failed + result.failed,
      left: total.left + result.left,
      changes: { ...total.changes, ...result.changes },
    };
  }
  return total;
}

const NOTHING_LEFT: PublishedPlan = { failed: 0, left: 0, changes: {} };

interface Message {
  /** For the log. */
  readonly about: object;
  /** Findings that are not reported where it fails. */
  readonly size: number;
  readonly publish: () => Promise<PublishedPlan>;
}

async function attempt(
  { about, size, publish }: Message,
  { log }: PublishingContext,
): Promise<PublishedPlan> {
  try {
    return await publish();
  } catch (error) {
    log({ level: 'ERROR', message: 'could not report', ...about, error: String(error) });
    return { ...NOTHING_LEFT, failed: size };
  }
}

/** What is remembered of a digest: that the first message was sent, and what was open. */
function toChanges({ of }: PlannedDigest, { open, left, failed }: PublishedDigest, at: Date): PublishedPlan {
  if (open === undefined) return { failed, left, changes: {} };
  const lastOpen = { at, count: open };
  const changes = {
    introduction: { introduces: false, lastOpen },
    open: { lastOpen },
    reminders: { lastOpen },
    sweep: {},
    burst: {},
  };
  return { failed, left, changes: changes[of] };
}

/** One alert after the other, as many as one network ACL may have in a day: what is cut off repeats one message at most. */
export async function publishAlone(one: PendingFinding, context: PublishingContext): Promise<void> {
  const room = MOST_ALERTS - recentAlerts(one, context.clock.now()).length;
  for (let count = 0; count < Math.max(1, room); count += 1) {
    const claimed = await claimNext(toKey(one), context);
    if (claimed === undefined) return;
    const { kind: alertKind, id: alertId, networkAclId } = lastAlert(claimed);
    await context.alerts.publish(lastAlert(claimed));
    const line = { outcome: 'alerted', alertKind, alertId, networkAclId, published: 1 };
    context.log({ level: 'INFO', message: 'alert published', ...line });
    await settle(claimed, 'alert', context);
    await context.clock.wait(PACE);
  }
}

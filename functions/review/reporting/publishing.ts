import { toAlertFacts } from '../alert-facts.ts';
import { MOST_ALERTS, recentAlerts } from '../finding.ts';
import type { ReporterRecords } from '../interfaces.ts';
import { PACE } from '../pace.ts';
import { claimNext, settle } from './claims.ts';
import { lastAlert } from './digest-groups.ts';
import type { PendingFinding } from './due.ts';
import { withAccountName } from './hub-overview.ts';
import type { MessagePlan } from './plan-messages.ts';
import type { PlannedDigest } from './planned-digest.ts';
import { type PublishedDigest, type PublishingContext, publishDigest, toKey } from './publish-digest.ts';
import { changeRecord } from './record-changes.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** What publishing needs from outside, and where the reporter remembers digests. */
export interface PlanContext extends PublishingContext {
  readonly records: ReporterRecords;
}

/** The result of publishing a plan. */
interface PublishedPlan {
  /** Findings that could not be reported. */
  readonly failed: number;
  /** Messages or members that there was no time for. */
  readonly left: number;
}

/** Publishes one message after the other. Where one fails, the others are published all the same. */
export async function publishPlan(
  { alone, digests }: MessagePlan,
  record: ReporterRecord,
  timeLeft: () => number,
  context: PlanContext,
): Promise<PublishedPlan> {
  let total = NOTHING_LEFT;
  const firstWithAbsent = digests.find(({ absent }) => absent.length > 0);
  const messages: Message[] = [
    ...digests.map(digest => ({
      about: { digestId: digest.id },
      size: Math.max(1, digest.members.length),
      publish: async () => {
        const published = await publishDigest(digest, record, timeLeft, context);
        await remember(digest, published, context);
        if (digest === firstWithAbsent) await rememberAbsence(record, context);
        return published;
      },
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
    total = { failed: total.failed + result.failed, left: total.left + result.left };
  }
  return total;
}

const NOTHING_LEFT: PublishedPlan = { failed: 0, left: 0 };

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

/** That the first message was sent, and what was open; at once, so that a cut-off repeats one message at most. */
async function remember(
  { of, account }: PlannedDigest,
  { open }: PublishedDigest,
  context: PlanContext,
): Promise<void> {
  if (open === undefined || of === 'sweep' || of === 'burst' || of === 'absence') return;
  // What is open in one account says nothing of the others.
  if (account !== undefined)
    return of === 'introduction' ? changeRecord({ introduces: false }, context) : undefined;
  const lastOpen = { at: context.clock.now(), count: open };
  await changeRecord(of === 'introduction' ? { introduces: false, lastOpen } : { lastOpen }, context);
}

/** That members that do not report are named: with the first of them, since operators hear of each once a day at most. */
async function rememberAbsence({ plan }: ReporterRecord, context: PlanContext): Promise<void> {
  if (plan) await changeRecord({ absence: { planId: plan.id, namedAt: plan.at } }, context);
}

/** One alert after the other, as many as one network ACL may have in a day: what is cut off repeats one message at most. */
export async function publishAlone(one: PendingFinding, context: PublishingContext): Promise<void> {
  const room = MOST_ALERTS - recentAlerts(one, context.clock.now()).length;
  for (let count = 0; count < Math.max(1, room); count += 1) {
    const claimed = await claimNext(toKey(one), context);
    if (claimed === undefined) return;
    const alert = lastAlert(claimed);
    const { kind: alertKind, id: alertId, networkAclId } = alert;
    await context.alerts.publish(withAccountName(alert, context.overview));
    const line = {
      outcome: 'alerted',
      alertKind,
      alertId,
      networkAclId,
      ...toAlertFacts(alert),
      published: 1,
    };
    context.log({ level: 'INFO', message: 'alert published', ...line });
    await settle(claimed, 'alert', context);
    await context.clock.wait(PACE);
  }
}

import { addedEntries, type Finding, type NetworkAclKey, type PendingAlert } from './finding.ts';
import type { Alerts, Clock, Findings, Log } from './interfaces.ts';
import { save } from './record.ts';
import { markReported } from './writes.ts';

/** All that the reporter needs from outside. */
export interface ReporterContext {
  readonly findings: Findings;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds after which a claim is over: longer than an invocation lasts, so that no two reporters publish at once. */
const CLAIM = 360_000;
/** Milliseconds between two messages: SNS cancels an email subscription above ten a second. */
const PACE = 250;
const MOST_TRIES = 5;

/**
 * Publishes what reviews left to be published, and records it as reported. The only publisher: what operators hear last is
 * what is on record.
 *
 * @param pending - network ACLs whose findings have something to publish
 * @param hasTime - whether there is time for one more message
 * @throws where something could not be published or recorded: the request has to be delivered again
 */
export async function report(
  pending: readonly NetworkAclKey[],
  hasTime: () => boolean,
  context: ReporterContext,
): Promise<void> {
  let failed = 0;
  for (const key of pending) {
    if (!hasTime()) throw new Error('no time left for all that is pending');
    try {
      await reportFinding(key, context);
    } catch (error) {
      failed += 1;
      const { networkAclId } = key;
      context.log({ level: 'ERROR', message: 'could not report', networkAclId, error: String(error) });
    }
  }
  if (failed > 0) throw new Error(`${failed} findings could not be reported`);
}

/** One alert after the other: what is cut off repeats one message at most. */
async function reportFinding(key: NetworkAclKey, context: ReporterContext): Promise<void> {
  for (;;) {
    const claimed = await claimNext(key, context);
    if (claimed === undefined) return;
    const { kind: alertKind, id: alertId, networkAclId } = claimed.alert;
    await context.alerts.publish(claimed.alert);
    context.log({ level: 'INFO', message: 'alert published', alertKind, alertId, networkAclId });
    await settle(key, claimed, context);
    await context.clock.wait(PACE);
  }
}

/** @returns the next alert to publish; undefined where there is none, or where another reporter publishes it */
async function claimNext(key: NetworkAclKey, context: ReporterContext): Promise<PendingAlert | undefined> {
  const { findings, clock } = context;
  return untilWritten(async () => {
    const finding = await findings.read(key);
    const now = clock.now();
    const [next, ...others] = finding?.pending ?? [];
    if (finding === undefined || next === undefined || isClaimed(next, now)) return undefined;
    const claimed = { ...next, claimedAt: now };
    await save({ ...finding, pending: [claimed, ...others] }, finding, context);
    return claimed;
  });
}

function isClaimed({ claimedAt }: PendingAlert, now: Date): boolean {
  return claimedAt !== undefined && now.getTime() - claimedAt.getTime() < CLAIM;
}

/** Records what was published. What a review has left meanwhile stays pending. */
async function settle(key: NetworkAclKey, published: PendingAlert, context: ReporterContext): Promise<void> {
  await untilWritten(async () => {
    const current = await context.findings.read(key);
    // Not there: an earlier try was written after all, or the network ACL does not exist any more.
    const isThere = current?.pending.some(({ alert }) => alert.id === published.alert.id);
    if (current && isThere) await save(toSettled(current, published), current, context);
  });
}

/** Reads and writes again where another writer was faster, or the table failed for a moment. */
async function untilWritten<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}

function toSettled(current: Finding, { alert, recorded }: PendingAlert): Finding {
  return {
    ...current,
    alerted: recorded,
    pending: current.pending.filter(other => other.alert.id !== alert.id),
    remediations: markReported(current.remediations, addedEntries(alert)),
  };
}

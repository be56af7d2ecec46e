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

async function reportFinding(key: NetworkAclKey, context: ReporterContext): Promise<void> {
  const claimed = await claim(key, context);
  if (claimed === undefined) return;
  for (const { alert } of claimed.pending) {
    await context.alerts.publish(alert);
    const { kind: alertKind, id: alertId, networkAclId } = alert;
    context.log({ level: 'INFO', message: 'alert published', alertKind, alertId, networkAclId });
    await context.clock.wait(PACE);
  }
  await settle(claimed, context);
}

/** @returns the finding with all its pending alerts claimed; undefined where there is nothing to publish here */
async function claim(key: NetworkAclKey, context: ReporterContext): Promise<Finding | undefined> {
  const { findings, clock } = context;
  return untilWritten(async () => {
    const finding = await findings.read(key);
    const now = clock.now();
    if (finding === undefined || finding.pending.length === 0 || isClaimed(finding, now)) return undefined;
    const pending = finding.pending.map(alert => ({ ...alert, claimedAt: now }));
    return save({ ...finding, pending }, finding, context);
  });
}

function isClaimed({ pending }: Finding, now: Date): boolean {
  return pending.some(({ claimedAt }) => claimedAt && now.getTime() - claimedAt.getTime() < CLAIM);
}

/** Records what was published. What a review has left meanwhile stays pending, for the next report. */
async function settle(claimed: Finding, context: ReporterContext): Promise<void> {
  await untilWritten(async () => {
    const current = await context.findings.read(claimed);
    // Not there: an earlier try was written after all, or the network ACL does not exist any more.
    const isThere = current?.pending.some(({ alert }) =>
      claimed.pending.some(one => one.alert.id === alert.id),
    );
    if (current && isThere) await save(toSettled(current, claimed.pending), current, context);
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

function toSettled(current: Finding, published: readonly PendingAlert[]): Finding {
  const ids = new Set(published.map(({ alert }) => alert.id));
  const last = published.at(-1)?.recorded;
  const entries = published.flatMap(({ alert }) => addedEntries(alert));
  return {
    ...current,
    ...(last && { alerted: last }),
    pending: current.pending.filter(({ alert }) => !ids.has(alert.id)),
    remediations: markReported(current.remediations, entries),
  };
}

import {
  addedEntries,
  type Finding,
  type NetworkAclKey,
  type PendingAlert,
  recentAlerts,
} from '../finding.ts';
import type { Clock, Findings } from '../interfaces.ts';
import { save } from '../record.ts';
import { markReported } from '../writes.ts';

/** What claiming needs from outside. */
export interface ClaimContext {
  readonly findings: Findings;
  readonly clock: Clock;
}

/** Milliseconds after which a claim is over: longer than an invocation lasts, so that no two reporters publish at once. */
export const CLAIM = 360_000;
const MOST_TRIES = 5;

/** Alerts about one network ACL that this reporter publishes now, and no other one. */
export interface Claimed {
  readonly key: NetworkAclKey;
  /** In the order in which reviews left them; at least one. */
  readonly alerts: readonly [PendingAlert, ...PendingAlert[]];
  /** Alerts that no operator will hear of, because there were too many that day. */
  readonly unpublished: number;
}

export function isClaimed({ claimedAt }: Pick<PendingAlert, 'claimedAt'>, now: Date): boolean {
  return claimedAt !== undefined && now.getTime() - claimedAt.getTime() < CLAIM;
}

/** Claims the next alert. @returns undefined where there is none, or where another reporter publishes it */
export function claimNext(key: NetworkAclKey, context: ClaimContext): Promise<Claimed | undefined> {
  return claim(key, context, pending => pending.slice(0, 1).map(({ digestId, ...next }) => next));
}

/** Claims all alerts for a digest. What an earlier reporter claimed for it, and nothing else, where it was cut off. */
export function claimForDigest(
  key: NetworkAclKey,
  digestId: string,
  context: ClaimContext,
): Promise<Claimed | undefined> {
  return claim(key, context, pending => {
    const isAgain = pending[0]?.digestId === digestId;
    const chosen = isAgain ? pending.filter(one => one.digestId === digestId) : pending;
    return chosen.map(one => ({ ...one, digestId }));
  });
}

async function claim(
  key: NetworkAclKey,
  context: ClaimContext,
  choose: (pending: readonly PendingAlert[]) => readonly PendingAlert[],
): Promise<Claimed | undefined> {
  let last: Date | undefined;
  return untilWritten(async () => {
    const finding = await context.findings.read(key);
    const now = context.clock.now();
    // A claim whose reply was lost is ours.
    const ours = finding?.pending.filter(({ claimedAt }) => last && claimedAt?.getTime() === last.getTime());
    if (finding && isFilled(ours)) return { key, alerts: ours, unpublished: finding.unpublished ?? 0 };
    const [first, ...rest] = choose(finding?.pending ?? []).map(one => ({ ...one, claimedAt: now }));
    if (finding === undefined || first === undefined || isFresh(finding, now)) return undefined;
    const alerts = [first, ...rest] as const;
    last = now;
    const pending = finding.pending.map(one => alerts.find(({ alert }) => alert.id === one.alert.id) ?? one);
    await save({ ...finding, pending }, finding, context);
    return { key, alerts, unpublished: finding.unpublished ?? 0 };
  });
}

function isFilled(ours: readonly PendingAlert[] | undefined): ours is Claimed['alerts'] {
  return ours !== undefined && ours.length > 0;
}

/** What is behind an alert that another reporter publishes waits: operators read alerts in their order. */
function isFresh({ pending: [next] }: Finding, now: Date): boolean {
  return next !== undefined && isClaimed(next, now);
}

/** Records what was published. What a review has left meanwhile stays pending. */
export async function settle(
  { key, alerts }: Claimed,
  by: 'alert' | 'digest',
  context: ClaimContext,
): Promise<void> {
  const ids = new Set(alerts.map(({ alert }) => alert.id));
  await untilWritten(async () => {
    const current = await context.findings.read(key);
    // Not there: an earlier try was written after all, or the network ACL does not exist any more.
    const isThere = current?.pending.some(({ alert }) => ids.has(alert.id));
    if (current && isThere) await save(toSettled(current, alerts, by, context.clock.now()), current, context);
  });
}

function toSettled(current: Finding, alerts: Claimed['alerts'], by: 'alert' | 'digest', now: Date): Finding {
  const { unpublished: _, ...rest } = current;
  const ids = new Set(alerts.map(({ alert }) => alert.id));
  const last = alerts.at(-1) ?? alerts[0];
  return {
    ...rest,
    alerted: last.recorded,
    publishedAt: [...recentAlerts(current, now), ...(by === 'alert' ? [now] : [])],
    pending: current.pending.filter(({ alert }) => !ids.has(alert.id)),
    remediations: markReported(
      current.remediations,
      alerts.flatMap(({ alert }) => addedEntries(alert)),
    ),
  };
}

/** Reads and writes again where another writer was faster, or the table failed for a moment. */
export async function untilWritten<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}

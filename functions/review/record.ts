import { identify } from './entry-identity.ts';
import { CorruptFindingError, type Finding, toldRemediations } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Progress } from './remediation.ts';

/**
 * Reads what is on record; undefined also where the table cannot be read, since an alert comes before its record. What
 * cannot be understood is removed: it would keep every later finding from being recorded, and repeat each alert.
 */
export async function readFinding(
  networkAclId: string,
  context: ReviewContext,
): Promise<Finding | undefined> {
  return attempt('finding not read: an alert may be repeated', networkAclId, context, async () => {
    try {
      return await context.findings.read(networkAclId);
    } catch (error) {
      if (error instanceof CorruptFindingError) await forget(networkAclId, context);
      throw error;
    }
  });
}

/**
 * Records what was told or is about to be done.
 *
 * @returns what is on record then
 */
export async function record(
  finding: Finding,
  previous: Finding | undefined,
  context: ReviewContext,
): Promise<Finding | undefined> {
  const written = await attempt(
    'finding not recorded: an alert may be repeated',
    finding.networkAclId,
    context,
    () => context.findings.write(finding, previous).then(() => finding),
  );
  return written ?? previous;
}

export async function forget(networkAclId: string, context: ReviewContext): Promise<void> {
  await attempt('finding not removed', networkAclId, context, () => context.findings.remove(networkAclId));
}

/**
 * Records the planned entries before the first is created, so that a review that is cut off between creating and
 * telling is taken up by the next.
 *
 * @returns the finding with the announcement
 */
export async function announce(
  previous: Finding | undefined,
  { networkAcl: { networkAclId }, coverage, created }: Progress,
  context: ReviewContext,
): Promise<Finding | undefined> {
  const entries = [...created, ...coverage.plan.entries];
  if (entries.length === 0) return previous;
  const now = context.clock.now();
  const finding: Finding = {
    networkAclId,
    state: 'open',
    since: previous?.state === 'open' ? previous.since : now,
    ...(previous?.alerted && { alerted: previous.alerted }),
    remediations: [
      ...toldRemediations(previous, now),
      { at: now, entries: entries.map(identify), told: false },
    ],
    revision: (previous?.revision ?? 0) + 1,
  };
  return record(finding, previous, context);
}

async function attempt<T>(
  failure: string,
  networkAclId: string,
  { log }: ReviewContext,
  action: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    log({ level: 'ERROR', message: failure, networkAclId, error: String(error) });
    return undefined;
  }
}

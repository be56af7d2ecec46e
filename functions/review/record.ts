import { ParseError } from '../parsing/definition.ts';
import { identify } from './entry-identity.ts';
import { type Finding, type RecordedAlert, reportedRemediations } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Progress } from './remediation.ts';
import type { Alert } from './words/alert.ts';
import { isFixed } from './words/alert-kind.ts';
import type { Done } from './words/done.ts';

/**
 * Reads what is on record; undefined also where the table cannot be read, since an alert comes before its record. A
 * malformed record is removed: it would keep every later finding from being recorded, and repeat each alert.
 */
export async function readFinding(
  networkAclId: string,
  context: ReviewContext,
): Promise<Finding | undefined> {
  return attempt('could not read the finding: an alert may be repeated', networkAclId, context, async () => {
    try {
      return await context.findings.read(networkAclId);
    } catch (error) {
      if (error instanceof ParseError) await forget(networkAclId, context);
      throw error;
    }
  });
}

/**
 * Records what was reported or is about to be written.
 *
 * @returns what is on record then
 */
export async function record(
  finding: Finding,
  previous: Finding | undefined,
  context: ReviewContext,
): Promise<Finding | undefined> {
  const written = await attempt(
    'could not record the finding: an alert may be repeated',
    finding.networkAclId,
    context,
    () => context.findings.write(finding, previous).then(() => finding),
  );
  return written ?? previous;
}

export async function forget(networkAclId: string, context: ReviewContext): Promise<void> {
  await attempt('could not remove the finding', networkAclId, context, () =>
    context.findings.remove(networkAclId),
  );
}

/**
 * Records the planned entries before the first is created, so that the next review reports them where this one is cut
 * off between writing and reporting.
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
      ...reportedRemediations(previous, now),
      { at: now, entries: entries.map(identify), reported: false },
    ],
    revision: (previous?.revision ?? 0) + 1,
  };
  return record(finding, previous, context);
}

/** The finding after an alert was published. */
export function toReportedFinding(
  { networkAclId, since }: Alert,
  alerted: RecordedAlert,
  finding: Finding | undefined,
  done: Done | undefined,
): Finding {
  const entries = done?.did === 'added' ? done.entries.map(identify) : [];
  // Where nothing could be evaluated, announced entries were not reported either.
  const earlier =
    alerted.kind === 'cannot-evaluate'
      ? (finding?.remediations ?? [])
      : reportedRemediations(finding, alerted.at);
  const remediations = [
    ...earlier,
    ...(entries.length > 0 ? [{ at: alerted.at, entries, reported: true }] : []),
  ];
  const state = isFixed(alerted.kind) ? 'closed' : 'open';
  return { networkAclId, state, since, alerted, remediations, revision: (finding?.revision ?? 0) + 1 };
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

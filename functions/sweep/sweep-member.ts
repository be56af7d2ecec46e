import { QUIET_SWEEPS } from '../review/reporting/due.ts';
import { UnreachableError } from '../review/unreachable.ts';
import type { HubSweepContext } from './hub-context.ts';
import type { MemberSweep } from './hub-message.ts';
import { START } from './progress.ts';
import { sweep } from './sweep.ts';

/** Milliseconds by which the clocks of two functions may differ. */
const CLOCK_SKEW = 1_000;

/** How long an invocation may work. */
export interface SweepTime {
  /** Whether there is time for a few more reviews. */
  readonly hasTime: () => boolean;
  /** Aborted where there is no more time for lists of exposure. */
  readonly signal: AbortSignal;
}

/**
 * Sweeps one member and records the result; a member that cannot be reached is recorded as such, and not tried again. What
 * the sweep leaves is published with that of all members, or soon after members were deployed.
 *
 * @throws what {@link sweep} throws but for UnreachableError, and where the result cannot be recorded: the message has to be
 * delivered again
 */
export async function sweepMember(
  { member, progress = START, planId }: MemberSweep,
  { hasTime, signal }: SweepTime,
  context: HubSweepContext,
): Promise<void> {
  const { registry, queue, log, clock } = context;
  const isCurrent = planId !== undefined && (await context.records.read()).plan?.id === planId;
  if (planId !== undefined && !isCurrent && progress.swept === 0)
    return log({ level: 'INFO', message: 'sweep skipped: a later one sweeps the member', ...member });
  const current = isCurrent ? planId : undefined;
  try {
    const swept = await sweep(progress, hasTime, {
      ...context.sweepContextOf(member, signal),
      isPart: true,
      continueSweep: rest =>
        queue.requestSweeps([{ member, progress: rest, ...(planId !== undefined && { planId }) }]),
    });
    if (swept === 'continued') return;
    await registry.swept(member, swept, current);
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    const { code } = error;
    log({ level: 'WARN', message: 'could not reach the member', outcome: 'unreachable', ...member, code });
    await registry.unreachable(member, clock.now(), code, current);
  }
  if (planId === undefined) await queue.requestReport(QUIET_SWEEPS + CLOCK_SKEW);
}

import { QUIET_SWEEPS } from '../review/reporting/due.ts';
import { UnreachableError } from '../review/unreachable.ts';
import type { HubSweepContext } from './hub-context.ts';
import type { MemberSweep } from './hub-message.ts';
import { START } from './progress.ts';
import { sweep } from './sweep.ts';
import { UNREACHABLE_WAIT } from './sweep-registered.ts';

/** Milliseconds by which the clocks of two functions may differ. */
const CLOCK_SKEW = 1_000;

/** How long an invocation may work. */
export interface SweepTime {
  /** Whether there is time for a few more reviews. */
  readonly hasTime: () => boolean;
  /** Aborted where there is no more time for lists of exposure. */
  readonly signal: AbortSignal;
  /** Whether a message that fails is not delivered again. */
  readonly isLastTry: boolean;
}

/**
 * Sweeps one member and records the result. A member that cannot be reached is recorded as such; only after a deployment of
 * its stack it is tried again, once. What
 * the sweep leaves is published with that of all members, or soon after members were deployed.
 *
 * @throws what {@link sweep} throws but for UnreachableError, and where the result cannot be recorded: the message has to be
 * delivered again
 */
export async function sweepMember(
  wanted: MemberSweep,
  { hasTime, signal, isLastTry }: SweepTime,
  context: HubSweepContext,
): Promise<void> {
  const { registry, queue, log, clock } = context;
  const { member, progress = START, planId } = wanted;
  const isCurrent = planId !== undefined && (await context.records.read()).plan?.id === planId;
  if (planId !== undefined && !isCurrent && progress.swept === 0)
    return log({ level: 'INFO', message: 'sweep skipped: a later one sweeps the member', ...member });
  const current = isCurrent ? planId : undefined;
  try {
    const swept = await sweep(progress, hasTime, {
      ...context.sweepContextOf(member, signal),
      isPart: true,
      continueSweep: rest => queue.requestSweeps([{ ...wanted, progress: rest }]),
    });
    if (swept === 'continued') return;
    await registry.swept(member, swept, current);
  } catch (error) {
    if (!(error instanceof UnreachableError)) {
      // What the others left is not held back by it.
      if (isLastTry && current !== undefined) await registry.failed(member, current);
      throw error;
    }
    const { code } = error;
    log({ level: 'WARN', message: 'could not reach the member', outcome: 'unreachable', ...member, code });
    await registry.unreachable(member, clock.now(), code, current);
    if (wanted.triesAgain) await tryAgain(wanted, context);
  }
  if (planId === undefined) await queue.requestReport(QUIET_SWEEPS + CLOCK_SKEW);
}

/** From the start: a token of EC2 may be too old by then. */
async function tryAgain(
  { member, progress: { isFirst, repeatsOpen } = START }: MemberSweep,
  { queue }: HubSweepContext,
): Promise<void> {
  await queue.requestSweeps([{ member, progress: { ...START, isFirst, repeatsOpen } }], UNREACHABLE_WAIT);
}

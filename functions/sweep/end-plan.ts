import { updateRecord } from '../review/reporting/record-changes.ts';
import { isPlanDone, LONGEST_PLAN, type SweepPlan, sumSweeps } from '../review/reporting/sweep-plan.ts';
import type { HubSweepContext } from './hub-context.ts';
import { toSweepFigures } from './results.ts';

/** Milliseconds between two looks: few for a small organisation, and few looks for a large one. */
const SHORTEST_WAIT = 60_000;
const LONGEST_WAIT = 900_000;

/**
 * Ends the sweep of all members, so that what it left is published: once all are swept or cannot be reached, or after two
 * hours. Until then another look follows.
 *
 * @returns whether the plan has ended by this call, before it, or not yet
 * @throws where the registry, the record or the queue does not answer: the message has to be delivered again
 */
export async function endPlan(planId: string, context: HubSweepContext): Promise<'ended' | 'over' | 'open'> {
  const { registry, records, queue, clock } = context;
  const { plan } = await records.read();
  if (plan?.id !== planId || plan.state === 'ended') return 'over';
  const members = await registry.list();
  const now = clock.now();
  const age = now.getTime() - plan.at.getTime();
  if (age < LONGEST_PLAN && !isPlanDone(plan, members)) {
    await queue.requestPlanEnd(planId, toNextLook(age));
    return 'open';
  }
  const sweep = sumSweeps(plan, members, now);
  let hasEnded = false;
  await updateRecord(({ plan: last }) => {
    hasEnded = last?.id === planId && last.state !== 'ended';
    if (!hasEnded) return undefined;
    return {
      plan: { ...plan, state: 'ended' },
      sweep,
      ...(plan.purpose === 'first' && { introduces: true }),
    };
  }, context);
  if (!hasEnded) return 'over';
  logEnd(plan, members, sweep, context);
  return 'ended';
}

/** Ends a plan whose looks were lost. */
export async function endLatePlan(context: HubSweepContext): Promise<'ended' | 'over' | 'open'> {
  const { plan } = await context.records.read();
  const isLate = plan && context.clock.now().getTime() - plan.at.getTime() >= LONGEST_PLAN;
  return isLate ? endPlan(plan.id, context) : 'over';
}

/** Twice the age, so that the last look is soon after the last sweep; Lambda ends a chain of about 16 messages. */
function toNextLook(age: number): number {
  const wait = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, 2 * age));
  return Math.min(wait, LONGEST_PLAN - age);
}

function logEnd(
  { id, at }: SweepPlan,
  members: Parameters<typeof sumSweeps>[1],
  { open }: ReturnType<typeof sumSweeps>,
  { log, clock }: HubSweepContext,
): void {
  const tried = members.filter(({ planId }) => planId === id);
  const unreachable = tried.filter(member => member.unreachable).length;
  log({
    ...{ level: 'INFO', message: 'sweep of all members finished', planId: id, ...toSweepFigures(open) },
    ...{ members: members.length, swept: tried.length - unreachable, unreachable },
    seconds: Math.round((clock.now().getTime() - at.getTime()) / 1_000),
  });
}

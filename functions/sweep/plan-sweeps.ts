import { formatMember } from '../review/member.ts';
import type { RegisteredMember } from '../review/registry.ts';
import { updateRecord } from '../review/reporting/record-changes.ts';
import { SWEEP_PURPOSES, type SweepPurpose } from '../review/reporting/reporter-record.ts';
import { isPlanOpen, type SweepPlan } from '../review/reporting/sweep-plan.ts';
import type { HubSweepContext } from './hub-context.ts';
import type { MemberSweep } from './hub-message.ts';
import { isNew } from './new-member.ts';
import { START } from './progress.ts';

/** Members that messages are sent for before the plan is recorded again: so many are swept twice after a cut-off. */
const AT_ONCE = 200;
/** Milliseconds after which it is first looked whether all members are swept. */
const FIRST_LOOK = 60_000;

/**
 * Has every member swept by a message of its own. Delivered again after a cut-off, the same message sends the rest. While
 * a sweep of all members is under way, one that is due is left out: its messages would pile up.
 *
 * @throws where the registry, the record or the queue does not answer: the message has to be delivered again
 */
export async function planSweeps(
  wanted: Pick<SweepPlan, 'id' | 'purpose'>,
  hasTime: () => boolean,
  context: HubSweepContext,
): Promise<void> {
  const { registry, home, clock, log } = context;
  const now = clock.now();
  await registry.heard(home, now, wanted.purpose === 'first' ? 'registered' : 'heartbeat');
  const { plan } = await updateRecord(({ plan: last }) => startPlan(wanted, last, now), context);
  if (plan?.id === wanted.id) return sendSweeps(plan, hasTime, context);
  log({ level: 'WARN', message: 'sweep skipped: the last one is under way', planId: plan?.id });
}

/** Sends what a planner had no time for. */
export async function continuePlan(
  planId: string,
  hasTime: () => boolean,
  context: HubSweepContext,
): Promise<void> {
  const { plan } = await context.records.read();
  if (plan?.id === planId) await sendSweeps(plan, hasTime, context);
}

/** @returns undefined where the plan is on record, or is left out */
function startPlan(
  { id, purpose }: Pick<SweepPlan, 'id' | 'purpose'>,
  last: SweepPlan | undefined,
  now: Date,
): { readonly plan: SweepPlan } | undefined {
  const isOpen = isPlanOpen(last, now);
  if (last?.id === id || (isOpen && purpose === 'due')) return undefined;
  return {
    plan: { id, purpose: isOpen ? toStronger(purpose, last.purpose) : purpose, at: now, state: 'sending' },
  };
}

/** A plan that replaces another one keeps what the other was for. */
function toStronger(one: SweepPurpose, other: SweepPurpose): SweepPurpose {
  return SWEEP_PURPOSES.indexOf(one) < SWEEP_PURPOSES.indexOf(other) ? one : other;
}

async function sendSweeps(plan: SweepPlan, hasTime: () => boolean, context: HubSweepContext): Promise<void> {
  const { id, state, sentTo = '' } = plan;
  const { queue, log } = context;
  if (state === 'ended') return;
  const members = state === 'sent' ? [] : (await context.registry.list()).toSorted(byName);
  const rest = members.filter(member => formatMember(member) > sentTo);
  for (let sent = 0; sent < rest.length; sent += AT_ONCE) {
    if (sent > 0 && !hasTime()) return queue.continuePlan(id);
    const some = rest.slice(sent, sent + AT_ONCE);
    await queue.requestSweeps(some.map(member => toMemberSweep(member, plan, context)));
    await recordSent(id, some.at(-1), context);
  }
  if (state === 'sending')
    await updateRecord(({ plan: last }) => changePlan(id, last, { state: 'sent' }), context);
  log({ level: 'INFO', message: 'members are swept', planId: id, members: members.length });
  await queue.requestPlanEnd(id, FIRST_LOOK);
}

async function recordSent(
  id: string,
  last: RegisteredMember | undefined,
  context: HubSweepContext,
): Promise<void> {
  if (last === undefined) return;
  const sentTo = formatMember(last);
  await updateRecord(({ plan }) => changePlan(id, plan, { sentTo }), context);
}

/** @returns undefined where another plan has replaced it */
function changePlan(id: string, plan: SweepPlan | undefined, changes: Partial<SweepPlan>) {
  return plan?.id === id ? { plan: { ...plan, ...changes } } : undefined;
}

function byName(one: RegisteredMember, other: RegisteredMember): number {
  return formatMember(one) < formatMember(other) ? -1 : 1;
}

/** After a deployment of the hub no member is written in: operators first see what this version finds. */
function toMemberSweep(
  registered: RegisteredMember,
  { id, purpose }: SweepPlan,
  { home, clock }: HubSweepContext,
): MemberSweep {
  const member = { account: registered.account, region: registered.region };
  const isFirst = purpose === 'first' || isNew(registered, home, clock.now());
  return { member, planId: id, progress: { ...START, isFirst, repeatsOpen: purpose !== 'due' } };
}

import { formatMember, type Member } from '../review/member.ts';
import type { RegisteredMember } from '../review/registry.ts';
import type { HubSweepContext } from './hub-context.ts';
import { isNew } from './new-member.ts';
import { START } from './progress.ts';

/** Milliseconds after which a member is tried again: functions remember for five minutes that a role is refused. */
export const UNREACHABLE_WAIT = 360_000;

/**
 * Milliseconds. A member that became unreachable since the list was read is tried again by itself: at least five minutes
 * after the roles were made, when no function remembers a refusal.
 */
export const LIST_LIFETIME = 60_000;

/**
 * Has a member swept whose stack was deployed. What was reported of a member that moved to the hub is on record, and not
 * reported again. With the stack the roles of the account may be new, so that its other regions are tried again.
 *
 * @param before - what was on record
 * @throws where the registry or the queue does not answer: the message has to be delivered again
 */
export async function sweepRegistered(
  member: Member,
  before: RegisteredMember | undefined,
  context: HubSweepContext,
): Promise<void> {
  const { queue } = context;
  const progress = { ...START, isFirst: true, repeatsOpen: false };
  await queue.requestSweeps([{ member, progress, triesAgain: true }]);
  // An update of a member that could be reached makes no roles.
  if (before === undefined || before.lastSweep === undefined || before.unreachable)
    await sweepUnreachable(member, context);
}

async function sweepUnreachable(
  member: Member,
  { listRecent, queue, home, clock }: HubSweepContext,
): Promise<void> {
  const members = await listRecent();
  const others = members.filter(
    one => one.account === member.account && one.unreachable && formatMember(one) !== formatMember(member),
  );
  const sweeps = others.map(one => {
    const progress = { ...START, isFirst: isNew(one, home, clock.now()), repeatsOpen: false };
    return { member: { account: one.account, region: one.region }, progress };
  });
  if (sweeps.length > 0) await queue.requestSweeps(sweeps, UNREACHABLE_WAIT);
}

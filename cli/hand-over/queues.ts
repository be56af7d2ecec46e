import { countMessages } from '../deployment/queue.ts';
import type { LogicalId } from '../deployment/stack.ts';
import type { OwnStack, WaitClock } from './context.ts';

const QUEUES: readonly LogicalId[] = ['ChangeQueue', 'SweepQueue'];

/** Milliseconds from one look to the next. */
const EVERY = 10_000;
/** Looks that have to find nothing: SQS counts are approximate, and one looks where a message has just moved. */
const EMPTY_LOOKS = 3;

/**
 * Waits until nothing is left to review or to report. Events that were on their way to a queue arrive meanwhile.
 *
 * @param timeout - in seconds
 * @param onLook - gets how many messages are left
 * @returns how many messages are left: 0, or more where the time is over
 * @throws what `ask` throws
 */
export async function waitForEmptyQueues(
  { stack, clients }: Pick<OwnStack, 'stack' | 'clients'>,
  timeout: number,
  clock: WaitClock,
  onLook: (left: number) => void,
): Promise<number> {
  const urls = QUEUES.flatMap(logicalId => stack.resources.get(logicalId)?.physicalId ?? []);
  const end = clock.now() + timeout * 1_000;
  let emptyLooks = 0;
  for (;;) {
    const counts = await Promise.all(urls.map(url => countMessages(clients.sqs, url)));
    const left = counts.reduce((sum, count) => sum + count, 0);
    onLook(left);
    emptyLooks = left === 0 ? emptyLooks + 1 : 0;
    if (emptyLooks === EMPTY_LOOKS) return 0;
    if (clock.now() >= end) return Math.max(1, left);
    await clock.wait(EVERY);
  }
}

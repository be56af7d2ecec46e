import { setTimeout } from 'node:timers/promises';

/** What did not happen although it was tried again and again. */
export class OutOfPatienceError extends Error {
  override readonly name = 'OutOfPatienceError';
}

/** Waits so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** Tries before giving up; with the pauses between them half a minute. */
const TRIES = 12;
const LONGEST_PAUSE = 5_000;

/** The codes of what is not there: EC2's `InvalidVpcID.NotFound`, SSM's `ParameterNotFound`, SQS's `QueueDoesNotExist` … */
const NOT_THERE = /NotFound|DoesNotExist|NonExistent/;

export function isNotThere(error: unknown): boolean {
  return error instanceof Error && NOT_THERE.test(error.name);
}

/**
 * Tries until there is an answer, for what AWS creates at once and shows, or releases, later.
 *
 * @param attempt - returns undefined, or throws what `isPassing` accepts, as long as it is too early
 * @throws OutOfPatienceError with the last reason
 * @throws what `attempt` throws otherwise, at once
 */
export async function patiently<T>(
  what: string,
  attempt: () => Promise<T | undefined>,
  isPassing: (error: unknown) => boolean = isNotThere,
  pause: Pause = setTimeout,
): Promise<T> {
  let reason: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(Math.min(100 * 2 ** tries, LONGEST_PAUSE));
    try {
      const answer = await attempt();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!isPassing(error)) throw error;
      reason = error;
    }
  }
  throw new OutOfPatienceError(`${what}: ${reason ?? 'still not seen'}`, { cause: reason });
}

import { setTimeout as delay } from 'node:timers/promises';

/** Time, as tests can make it pass. */
export interface Clock {
  now(): Date;
  /** Ends at once, with an error, where the signal says so. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const REAL_CLOCK: Clock = {
  now: () => new Date(),
  wait: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/** Milliseconds between attempts, growing. */
export const BACK_OFF = [1_000, 2_000, 4_000, 8_000, 8_000, 8_000] as const;

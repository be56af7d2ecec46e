import { setTimeout as delay } from 'node:timers/promises';

/** The time, and a way to wait; unit tests have a clock of their own. */
export interface WaitingClock {
  now(): Date;
  /** Throws at once if the signal is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const REAL_CLOCK: WaitingClock = {
  now: () => new Date(),
  wait: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/** Milliseconds between attempts, growing. */
export const BACK_OFF = [1_000, 2_000, 4_000, 8_000, 8_000, 8_000] as const;

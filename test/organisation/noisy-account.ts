/** A change queue with one noisy account, and the functions behind it. */
export interface Noise {
  /** Invocations side by side: the maximum concurrency of the event source. */
  readonly concurrency: number;
  /** Changes of the noisy account in a second, and for how many seconds. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Seconds that a batch of ten takes; where it has changes of the noisy account, it may take longer. */
  readonly batchSeconds: number;
  readonly noisyBatchSeconds: number;
}

/** Changes in a minute of each of the other accounts. */
const QUIET_RATE = 1;
const QUIET_ACCOUNTS = 99;
/** Seconds after the noise for which the other accounts are looked at. */
const AFTER = 3_600;
const PER_BATCH = 10;

interface Arrival {
  /** Seconds. */
  readonly at: number;
  readonly isNoisy: boolean;
}

/**
 * How long changes of the other accounts wait until they are reviewed, beside the minute that each change settles. First
 * come, first served: standard queues are mostly so, and nothing keeps accounts apart.
 *
 * @returns seconds, in ascending order
 */
export function waitOfOthers(noise: Noise): readonly number[] {
  const arrivals = [...toNoisy(noise), ...toQuiet(noise)].toSorted((one, other) => one.at - other.at);
  const freeAt = new Array<number>(noise.concurrency).fill(0);
  const waits: number[] = [];
  for (let next = 0; next < arrivals.length; ) {
    const slot = freeAt.indexOf(Math.min(...freeAt));
    const start = Math.max(freeAt[slot] ?? 0, arrivals[next]?.at ?? 0);
    const batch = arrivals.slice(next, next + PER_BATCH).filter(({ at }) => at <= start);
    const isNoisy = batch.some(one => one.isNoisy);
    const end = start + (isNoisy ? noise.noisyBatchSeconds : noise.batchSeconds);
    for (const one of batch) if (!one.isNoisy) waits.push(end - one.at);
    freeAt[slot] = end;
    next += batch.length;
  }
  return waits.toSorted((one, other) => one - other);
}

function toNoisy({ perSecond, seconds }: Noise): Arrival[] {
  return Array.from({ length: perSecond * seconds }, (_, index) => ({
    at: index / perSecond,
    isNoisy: true,
  }));
}

function toQuiet({ seconds }: Noise): Arrival[] {
  const perSecond = (QUIET_ACCOUNTS * QUIET_RATE) / 60;
  const count = Math.floor((seconds + AFTER) * perSecond);
  return Array.from({ length: count }, (_, index) => ({ at: index / perSecond, isNoisy: false }));
}

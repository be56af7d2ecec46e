import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** The seeds that one worker tries: `from`, and every `step`-th after it, before `end`. */
export interface Share {
  readonly from: number;
  readonly step: number;
  readonly end: number;
}

const SEEDS = 2 ** 32;

/** @throws Error where the text is no whole number from 0 */
export function toWholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${option} is "${text}", expected a whole number`);
  return Number(text);
}

/** The seed that an option names, or else one of the time. */
export function toSeed(text: string | undefined): number {
  return toWholeNumber('--seed', text ?? `${Date.now() % SEEDS}`);
}

/**
 * Shares out `count` seeds, from `first` on, among as many workers as there are processors.
 *
 * @param add - takes each message of a worker
 * @returns the seconds that it took
 */
export async function tryShares<Message>(
  worker: URL,
  count: number,
  first: number,
  add: (message: Message) => void,
): Promise<number> {
  const started = performance.now();
  const step = availableParallelism();
  const shares = Array.from({ length: step }, (_, index) => ({
    from: first + index,
    step,
    end: first + count,
  }));
  await Promise.all(shares.map(share => work(worker, share, add)));
  return Math.round((performance.now() - started) / 1000);
}

function work<Message>(worker: URL, workerData: Share, add: (message: Message) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    new Worker(worker, { workerData })
      .on('message', add)
      .on('error', reject)
      .on('exit', code => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

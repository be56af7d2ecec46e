import { parentPort, workerData } from 'node:worker_threads';
import { describeSmallest, trySeed } from './try-schedule.ts';

/** The seeds that this worker tries: `from`, and every `step`-th after it, before `end`. */
export interface Share {
  readonly from: number;
  readonly step: number;
  readonly end: number;
}

export interface Progress {
  readonly tried: number;
  readonly published: number;
  readonly writes: number;
  /** Violations, as text. */
  readonly found: readonly string[];
}

// Events are parsed by trying, and a stack for each error took a fifth of the time.
Error.stackTraceLimit = 0;

const SCHEDULES_PER_MESSAGE = 500;
/** Each takes some seconds. */
const MOST_SHRUNK = 5;

async function* toProgress({ from, step, end }: Share): AsyncGenerator<Progress> {
  let progress = { tried: 0, published: 0, writes: 0, found: [] as string[] };
  let shrunk = 0;
  for (let seed = from; seed < end; seed += step) {
    const { violations, published, writes } = await trySeed(seed);
    progress.tried += 1;
    progress.published += published;
    progress.writes += writes;
    if (violations.length > 0)
      progress.found.push(
        shrunk++ < MOST_SHRUNK ? await describeSmallest(seed) : `seed ${seed}: ${violations.join('; ')}`,
      );
    if (progress.tried < SCHEDULES_PER_MESSAGE) continue;
    yield progress;
    progress = { tried: 0, published: 0, writes: 0, found: [] };
  }
  yield progress;
}

for await (const progress of toProgress(workerData as Share)) parentPort?.postMessage(progress);

import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from '../seeds/shares.ts';
import { describeSmallest, trySeed } from './try-schedule.ts';

/** What a worker has tried since its last message. */
export interface TriedSchedules {
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

async function* tryShare({ from, step, end }: Share): AsyncGenerator<TriedSchedules> {
  let batch = { tried: 0, published: 0, writes: 0, found: [] as string[] };
  let shrunk = 0;
  for (let seed = from; seed < end; seed += step) {
    const { violations, published, writes } = await trySeed(seed);
    batch.tried += 1;
    batch.published += published;
    batch.writes += writes;
    if (violations.length > 0)
      batch.found.push(
        shrunk++ < MOST_SHRUNK ? await describeSmallest(seed) : `seed ${seed}: ${violations.join('; ')}`,
      );
    if (batch.tried < SCHEDULES_PER_MESSAGE) continue;
    yield batch;
    batch = { tried: 0, published: 0, writes: 0, found: [] };
  }
  yield batch;
}

for await (const batch of tryShare(workerData as Share)) parentPort?.postMessage(batch);

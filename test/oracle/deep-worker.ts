import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from '../seeds/shares.ts';
import { formatCase } from './case-notation.ts';
import { shrink, type Tried, tryCase } from './deep-case.ts';

/** What a worker has tried since its last message. */
export interface TriedCases {
  readonly tried: number;
  /** Disagreements, as text. */
  readonly found: readonly string[];
}

const CASES_PER_MESSAGE = 250;
const FAULTS_SHOWN = 5;

function* tryShare({ from, step, end }: Share): Generator<TriedCases> {
  let batch = { tried: 0, found: [] as string[] };
  for (let seed = from; seed < end; seed += step) {
    const result = tryCase(seed);
    if (result.faults.length > 0) batch.found.push(describe(seed, result));
    batch.tried += 1;
    if (batch.tried < CASES_PER_MESSAGE) continue;
    yield batch;
    batch = { tried: 0, found: [] };
  }
  yield batch;
}

function describe(seed: number, result: Tried): string {
  const { it, faults } = shrink(seed, result);
  const again = `again with: --cases 1 --seed ${seed}`;
  return [`seed ${seed} (${again})`, formatCase(it), ...faults.slice(0, FAULTS_SHOWN)].join('\n');
}

for (const batch of tryShare(workerData as Share)) parentPort?.postMessage(batch);

import { parentPort, workerData } from 'node:worker_threads';
import { formatCase } from './case-notation.ts';
import { shrink, type Tried, tryCase } from './deep-case.ts';

/** The seeds that this worker tries: `from`, and every `step`-th after it, before `end`. */
export interface Share {
  readonly from: number;
  readonly step: number;
  readonly end: number;
}

export interface Progress {
  readonly tried: number;
  /** Disagreements, as text. */
  readonly found: readonly string[];
}

const CASES_PER_MESSAGE = 250;
const FAULTS_SHOWN = 5;

function* toProgress({ from, step, end }: Share): Generator<Progress> {
  let progress = { tried: 0, found: [] as string[] };
  for (let seed = from; seed < end; seed += step) {
    const result = tryCase(seed);
    if (result.faults.length > 0) progress.found.push(describe(seed, result));
    progress.tried += 1;
    if (progress.tried < CASES_PER_MESSAGE) continue;
    yield progress;
    progress = { tried: 0, found: [] };
  }
  yield progress;
}

function describe(seed: number, result: Tried): string {
  const { it, faults } = shrink(seed, result);
  const again = `again with: --cases 1 --seed ${seed}`;
  return [`seed ${seed} (${again})`, formatCase(it), ...faults.slice(0, FAULTS_SHOWN)].join('\n');
}

for (const progress of toProgress(workerData as Share)) parentPort?.postMessage(progress);

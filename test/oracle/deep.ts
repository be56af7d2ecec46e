/**
 * Compares the engine with the oracle on many generated network ACLs: node test/oracle/deep.ts --cases N --seed S
 *
 * The cases have the seeds S, S + 1, and so on, so that each can be run again alone.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Progress, Share } from './deep-worker.ts';

const CASES = 1_000_000;
const SEEDS = 2 ** 32;
const SHOWN = 10;

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const cases = toWholeNumber('--cases', values.cases ?? `${CASES}`);
const seed = toWholeNumber('--seed', values.seed ?? `${Date.now() % SEEDS}`);
const found = await tryAll(cases, seed);
process.exitCode = found > 0 ? 1 : 0;

function toWholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${option} is "${text}", expected a whole number`);
  return Number(text);
}

/** How many disagreements there are. */
async function tryAll(count: number, first: number): Promise<number> {
  const started = performance.now();
  const total = { tried: 0, found: 0 };
  const add = (progress: Progress) => {
    total.tried += progress.tried;
    for (const text of progress.found) if (total.found++ < SHOWN) print(`${text}\n\n`);
    if (process.stderr.isTTY) process.stderr.write(`\r${total.tried} of ${count}`);
  };
  const workers = availableParallelism();
  await Promise.all(
    Array.from({ length: workers }, (_, index) =>
      work({ from: first + index, step: workers, end: first + count }, add),
    ),
  );
  const seconds = Math.round((performance.now() - started) / 1000);
  print(`${total.tried} network ACLs, seed ${first}, ${total.found} disagreements, ${seconds} s\n`);
  return total.found;
}

function print(text: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.stdout.write(text);
}

function work(share: Share, add: (progress: Progress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    new Worker(new URL('./deep-worker.ts', import.meta.url), { workerData: share })
      .on('message', add)
      .on('error', reject)
      .on('exit', code => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

/**
 * Runs guard, sweep and reporter through many schedules: node test/simulation/main.ts --schedules N --seed S
 *
 * The schedules have the seeds S, S + 1, and so on, so that each can be run again alone. What violates an invariant is
 * printed as the smallest schedule found.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Progress, Share } from './worker.ts';

const SCHEDULES = 1_000_000;
const SEEDS = 2 ** 32;

const { values } = parseArgs({ options: { schedules: { type: 'string' }, seed: { type: 'string' } } });
const schedules = toWholeNumber('--schedules', values.schedules ?? `${SCHEDULES}`);
const seed = toWholeNumber('--seed', values.seed ?? `${Date.now() % SEEDS}`);
process.exitCode = (await simulate(schedules, seed)) > 0 ? 1 : 0;

function toWholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${option} is "${text}", expected a whole number`);
  return Number(text);
}

/** @returns the number of schedules with a violation */
async function simulate(count: number, first: number): Promise<number> {
  const started = performance.now();
  const total = { tried: 0, published: 0, writes: 0, violations: 0 };
  const add = ({ tried, published, writes, found }: Progress) => {
    total.tried += tried;
    total.published += published;
    total.writes += writes;
    total.violations += found.length;
    for (const text of found) process.stdout.write(`${text}\n\n`);
  };
  const step = availableParallelism();
  const shares = Array.from({ length: step }, (_, index) => ({
    from: first + index,
    step,
    end: first + count,
  }));
  await Promise.all(shares.map(share => work(share, add)));
  const seconds = Math.round((performance.now() - started) / 1_000);
  const { tried, published, writes, violations } = total;
  process.stdout.write(
    `${tried} schedules, seed ${first}, ${writes} writes, ${published} messages, ${seconds} s\n`,
  );
  process.stdout.write(`violations ${violations}\n`);
  return violations;
}

function work(share: Share, add: (progress: Progress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    new Worker(new URL('./worker.ts', import.meta.url), { workerData: share })
      .on('message', add)
      .on('error', reject)
      .on('exit', code => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

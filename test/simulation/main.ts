/**
 * Runs guard, sweep and reporter through many schedules: node test/simulation/main.ts --schedules N --seed S
 *
 * The schedules have the seeds S, S + 1, and so on, so that each can be run again alone. What violates an invariant is
 * printed as the smallest schedule found.
 */
import { parseArgs } from 'node:util';
import { toSeed, toWholeNumber, tryShares } from '../seeds/shares.ts';
import type { TriedSchedules } from './worker.ts';

const SCHEDULES = 1_000_000;
const WORKER = new URL('./worker.ts', import.meta.url);

const { values } = parseArgs({ options: { schedules: { type: 'string' }, seed: { type: 'string' } } });
const schedules = toWholeNumber('--schedules', values.schedules ?? `${SCHEDULES}`);
process.exitCode = (await simulate(schedules, toSeed(values.seed))) > 0 ? 1 : 0;

/** @returns the number of schedules with a violation */
async function simulate(count: number, first: number): Promise<number> {
  const total = { tried: 0, published: 0, writes: 0, violations: 0 };
  const seconds = await tryShares(WORKER, count, first, (batch: TriedSchedules) => {
    total.tried += batch.tried;
    total.published += batch.published;
    total.writes += batch.writes;
    total.violations += batch.found.length;
    for (const text of batch.found) process.stdout.write(`${text}\n\n`);
  });
  const { tried, published, writes, violations } = total;
  process.stdout.write(
    `${tried} schedules, seed ${first}, ${writes} writes, ${published} messages, ${seconds} s\n`,
  );
  process.stdout.write(`violations ${violations}\n`);
  return violations;
}

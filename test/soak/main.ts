/**
 * Mutated events, and events with mixed faults, in great numbers:
 * node --expose-gc test/soak/main.ts --mutants N --events N --seed S
 */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { soak } from './soak.ts';

const SHOWN = 10;
/** Bytes that the heap may grow between the second tenth and the last: 100 for each event would be a leak. */
const MOST_GROWTH = 5_000_000;

const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { mutants: option, events: option, seed: option } });
const [mutants, events, seed] = [
  values.mutants ?? 100_000,
  values.events ?? 50_000,
  values.seed ?? 20_261_122,
].map(Number);

const fuzzed = await fuzz(mutants ?? 0, seed ?? 0);
report(`${mutants} mutated events`, fuzzed);
const soaked = await soak(events ?? 0, seed ?? 0);
report(`${events} events, ${soaked.injected} faults`, soaked);
const [, early = 0] = soaked.heap;
const growth = (soaked.heap.at(-1) ?? 0) - early;
console.log(`heap ${soaked.heap.map(bytes => (bytes / 1e6).toFixed(0)).join(' ')} MB`);
if (growth > MOST_GROWTH) console.log(`memory grew by ${(growth / 1e6).toFixed(0)} MB`);
console.log(`lost ${fuzzed.faults.length + soaked.faults.length}`);
process.exitCode = fuzzed.faults.length + soaked.faults.length > 0 || growth > MOST_GROWTH ? 1 : 0;

function report(title: string, { places, faults }: Awaited<ReturnType<typeof fuzz>>): void {
  const counts = Object.entries(places).map(([place, count]) => `${place} ${count}`);
  console.log(`${title}, seed ${seed}: ${counts.join(', ')}`);
  for (const fault of faults.slice(0, SHOWN)) console.log(`  ${fault}`);
}

/**
 * Sends changes of a whole organisation through the guard and the sweep of a hub, in memory:
 * node --expose-gc test/organisation/main.ts --events N --seed S
 *
 * `--mutant cross` or `--mutant expiry` plants a fault that has to be found.
 */
import { parseArgs } from 'node:util';
import { toSeed, toWholeNumber } from '../seeds/shares.ts';
import { MUTANTS } from './deployment-model.ts';
import { SIZE } from './organisation.ts';
import { type SimulationResult, simulate } from './simulate.ts';

const EVENTS = '100000';
/** Bytes that the heap may grow in the second half: in the first, each network ACL gets its finding. */
const MOST_GROWTH = 5_000_000;
const SHOWN = 10;

const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { events: option, seed: option, mutant: option } });
const events = toWholeNumber('--events', values.events ?? EVENTS);
const seed = toSeed(values.seed);
const mutant = MUTANTS.find(name => name === values.mutant);
if (values.mutant !== undefined && mutant === undefined)
  throw new Error(`--mutant is "${values.mutant}", expected ${MUTANTS.join(' or ')}`);

const started = performance.now();
const result = await simulate({ events, seed, size: SIZE, ...(mutant && { mutant }) });
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
const { accounts, regions, networkAcls } = SIZE;
console.log(`${accounts} accounts, ${regions} regions, ${networkAcls} network ACLs in each, seed ${seed}`);
console.log(`${events} events, ${result.messages} messages: ${list(result.outcomes)}; ${seconds} s`);
console.log(`calls: ${list(result.figures)}`);
console.log(`published: ${list(result.published)}`);
console.log(`heap ${result.heap.map(bytes => (bytes / 1e6).toFixed(0)).join(' ')} MB`);
process.exitCode = report(result) ? 0 : 1;

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

/** @returns whether all holds */
function report({ lost, twice, violations, disagree, heap }: SimulationResult): boolean {
  for (const [what, count] of Object.entries(violations).slice(0, SHOWN)) console.log(`${count} x ${what}`);
  for (const what of disagree.slice(0, SHOWN)) console.log(what);
  const growth = (heap.at(-1) ?? 0) - (heap[4] ?? 0);
  const hasGrown = growth > MOST_GROWTH;
  if (hasGrown) console.log(`memory grew by ${(growth / 1e6).toFixed(0)} MB`);
  const violated = Object.values(violations).reduce((sum, count) => sum + count, disagree.length);
  console.log(`lost ${lost}, twice ${twice}, violations ${violated}`);
  return lost + twice + violated === 0 && !hasGrown;
}

/**
 * Compares the engine with the oracle on many generated network ACLs: node test/oracle/deep.ts --cases N --seed S
 *
 * The cases have the seeds S, S + 1, and so on, so that each can be run again alone.
 */
import { parseArgs } from 'node:util';
import { toSeed, toWholeNumber, tryShares } from '../seeds/shares.ts';
import type { TriedCases } from './deep-worker.ts';

const CASES = 1_000_000;
const SHOWN = 10;
const WORKER = new URL('./deep-worker.ts', import.meta.url);

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const cases = toWholeNumber('--cases', values.cases ?? `${CASES}`);
process.exitCode = (await tryAll(cases, toSeed(values.seed))) > 0 ? 1 : 0;

/** How many disagreements there are. */
async function tryAll(count: number, first: number): Promise<number> {
  const total = { tried: 0, found: 0 };
  const seconds = await tryShares(WORKER, count, first, ({ tried, found }: TriedCases) => {
    total.tried += tried;
    for (const text of found) if (total.found++ < SHOWN) print(`${text}\n\n`);
    if (process.stderr.isTTY) process.stderr.write(`\r${total.tried} of ${count}`);
  });
  print(`${total.tried} network ACLs, seed ${first}, ${total.found} disagreements, ${seconds} s\n`);
  return total.found;
}

function print(text: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.stdout.write(text);
}

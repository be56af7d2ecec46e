/**
 * Sends changes of four accounts and two regions through the built guard and sweep, over the real SDK and HTTP:
 * node test/organisation/http/main.ts --events N --seed S
 */
import { parseArgs } from 'node:util';
import { toSeed, toWholeNumber } from '../../seeds/shares.ts';
import { runOverHttp } from './over-http.ts';

const EVENTS = '5000';
const SHOWN = 10;

const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { events: option, seed: option } });
const events = toWholeNumber('--events', values.events ?? EVENTS);
const seed = toSeed(values.seed);
const started = performance.now();
const { outcomes, calls, reports, lost, twice, violations } = await runOverHttp(events, seed);
const seconds = ((performance.now() - started) / 1_000).toFixed(0);
const list = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
console.log(`${events} events over HTTP, seed ${seed}: ${list(outcomes)}; ${seconds} s`);
console.log(`calls: ${list(calls)}; ${reports} messages published`);
for (const violation of violations.slice(0, SHOWN)) console.log(violation);
console.log(`lost ${lost}, twice ${twice}, violations ${violations.length}`);
process.exitCode = lost + twice + violations.length > 0 ? 1 : 0;

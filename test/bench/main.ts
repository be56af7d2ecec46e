// Measures speed against its targets, prints it, and writes bench.json. Build first: npm run bench does.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { measureCalls } from './calls.ts';
import { measureCold } from './cold.ts';
import { measureCoverage } from './coverage.ts';
import { measureSweep } from './sweep.ts';
import { renderTable } from './table.ts';
import { toTargets } from './targets.ts';
import { measureWarm } from './warm.ts';

const SWEPT = 10_000;
const REVIEWS = 50_000;

const print = (title: string, headings: readonly string[], rows: readonly (readonly string[])[]) =>
  process.stdout.write(`${renderTable(title, headings, rows)}\n`);
const fixed = (value: number, digits = 1) => value.toFixed(digits);

const cold = await measureCold();
print(
  'Cold start, in fresh processes in turn',
  ['bundle', 'measured', 'median ms', 'quartiles', "to the floor's"],
  cold.map(row => [
    ...[row.bundle, row.measured, fixed(row.median)],
    `${fixed(row.lowerQuartile)} - ${fixed(row.upperQuartile)}`,
    fixed(row.toFloor, 2),
  ]),
);

const coverage = measureCoverage();
print(
  'Evaluating and planning one network ACL',
  ['network ACL', 'entries', 'gaps', 'planned', 'median µs', 'p5 - p95', 'µs an entry'],
  coverage.map(row => [
    ...[row.name, `${row.entries}`, `${row.gaps}`, `${row.planned}`, fixed(row.median)],
    `${fixed(row.p5)} - ${fixed(row.p95)}`,
    fixed(row.median / row.entries, 2),
  ]),
);

const calls = await measureCalls();
print(
  'One change, in notify mode',
  ['network ACL', 'bytes sent', 'bytes received', 'calls'],
  calls.map(row => [row.networkAcl, `${row.sentBytes}`, `${row.receivedBytes}`, row.calls.join(', ')]),
);

const sweep = await measureSweep({ networkAcls: SWEPT, needingExposure: 0, interfaces: 0 });
const sweepWithExposure = await measureSweep({
  networkAcls: SWEPT,
  needingExposure: SWEPT / 10,
  interfaces: 2 * SWEPT,
});
print(
  'One sweep',
  ['network ACLs', 'interfaces', 's of CPU', "the SDK's listing alone", 's in all', 'MB at most'],
  [sweep, sweepWithExposure].map(row => [
    `${row.networkAcls}`,
    `${row.interfaces}`,
    ...[row.cpuSeconds, row.floorCpuSeconds, row.wallSeconds].map(each => fixed(each, 2)),
    fixed(row.peakMegabytes, 0),
  ]),
);

const warm = [await measureWarm(REVIEWS, 1), await measureWarm(REVIEWS, 10)];
print(
  'Warm reviews of covered network ACLs',
  [
    'changes in a batch',
    'reviews',
    'a second',
    'a CPU second',
    'p50 ms',
    'p95',
    'p99',
    'heap MB before',
    'after',
  ],
  warm.map(row => [
    ...[`${row.perBatch}`, `${row.reviews}`, fixed(row.perSecond, 0), fixed(row.perCoreSecond, 0)],
    ...[row.p50, row.p95, row.p99, row.heapBeforeMegabytes, row.heapAfterMegabytes].map(each => fixed(each)),
  ]),
);

const targets = toTargets({ cold, coverage, warm, sweep, sweepWithExposure });
print(
  'Targets',
  ['target', 'limit', 'measured', ''],
  targets.map(({ target, limit, measured, met }) => [target, limit, measured, met ? 'met' : 'MISSED']),
);

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
const report = { machine, cold, coverage, calls, sweep, sweepWithExposure, warm, targets };
await writeFile('bench.json', `${JSON.stringify(report, null, 2)}\n`);

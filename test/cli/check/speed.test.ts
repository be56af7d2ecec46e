import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFolder, entry, HALF, named, REPLIES, SEED, SSH } from './program.ts';

/** CPU milliseconds and megabytes for 10,000 network ACLs. */
const MOST_CPU = 3_000;
const MOST_MEMORY = 256;
const BUNDLE = 'dist/check/index.mjs';
const file = createFolder();

/** Prints the CPU milliseconds and the most megabytes of a process at its end. */
const MEASURE = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeSync(2, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS / 1024]));
});`;

function measure(args: readonly string[]) {
  const script = file('measure.cjs', MEASURE);
  const { stderr } = spawnSync(process.execPath, ['--require', script, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [cpu = Number.NaN, memory = Number.NaN] = JSON.parse(stderr.slice(stderr.lastIndexOf('[')));
  return { cpu, memory };
}

const RUNS = 15;
const MOST_RATIO = 2.5;

/** Of the best of some runs, interleaved: others use the machine, too. */
function toRatio(args: readonly string[], floor: readonly string[]): number {
  const runs = Array.from({ length: RUNS }, () => ({ floor: measure(floor).cpu, cpu: measure(args).cpu }));
  return Math.min(...runs.map(({ cpu }) => cpu)) / Math.min(...runs.map(one => one.floor));
}

/** The best of up to three rounds. */
function toBestRatio(args: readonly string[], floor: readonly string[]): number {
  let best = toRatio(args, floor);
  for (let round = 1; round < 3 && best >= MOST_RATIO; round++) best = Math.min(best, toRatio(args, floor));
  return best;
}

/** The best of up to three runs: where the machine is busy, memory is collected late. */
function measureLarge(args: readonly string[]) {
  let best = measure(args);
  for (let run = 1; run < 3 && (best.cpu >= MOST_CPU || best.memory >= MOST_MEMORY); run++) {
    const { cpu, memory } = measure(args);
    best = { cpu: Math.min(cpu, best.cpu), memory: Math.min(memory, best.memory) };
  }
  return best;
}

const tenThousand = () =>
  Array.from({ length: 10_000 }, (_, index) => ({
    ...named(`acl-${index.toString(16).padStart(17, '0')}`, `name-${index}`, [
      SSH,
      entry(110, false, 443, 443, { CidrBlock: '10.0.0.0/8' }),
      ...(index % 3 === 0 ? [] : [index % 7 === 0 ? HALF : REPLIES]),
    ]),
    OwnerId: '123456789012',
  }));

describe('the bundle', () => {
  let many: string;
  beforeAll(() => {
    many = file('many.json', tenThousand());
    if (!existsSync(BUNDLE)) throw new Error(`${BUNDLE} is missing: npm run build`);
  });

  it('takes at most 2.5 times as long as Node itself for one network ACL', () => {
    const ratio = toBestRatio([BUNDLE, 'check', SEED], [file('empty.mjs', '')]);
    expect(ratio).toBeLessThan(MOST_RATIO);
  });

  it.each(['table', 'json', 'sarif', 'junit', 'markdown', 'github', 'html'])(
    'takes at most 3 s and 256 MB for 10,000 network ACLs: %s',
    format => {
      const { cpu, memory } = measureLarge([BUNDLE, 'check', many, '--format', format]);
      expect(cpu).toBeLessThan(MOST_CPU);
      expect(memory).toBeLessThan(MOST_MEMORY);
    },
  );
});

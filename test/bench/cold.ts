import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { bundleFunctions } from '../../infra/bundle/bundle.ts';
import { ENVIRONMENT, FINDINGS_TABLE, SEED_EVENT, SEED_NETWORK_ACLS, TOPIC_ARN } from './seed.ts';
import { percentile } from './statistics.ts';

const PROCESS = fileURLToPath(new URL('cold-process.mjs', import.meta.url));
const DIST = new URL('../../dist/', import.meta.url);

/** What a cold start costs in fresh processes. Milliseconds. */
export interface ColdRow {
  readonly bundle: string;
  readonly measured: 'import' | 'import and first review';
  readonly median: number;
  /** Half of the runs are between the quartiles. */
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  /** The median, as a multiple of the floor's. */
  readonly toFloor: number;
}

type Measured = ColdRow['measured'];

/** One of the things to measure. */
interface Subject {
  readonly bundle: string;
  readonly measured: Measured;
  readonly url: string;
}

/** The result of a process of its own. */
interface ColdStart {
  readonly imported: number;
  readonly reviewed: number;
  readonly response?: unknown;
}

/**
 * Measures cold starts of the built functions, of an empty one and of the floor (`floor/handler.ts`), each in a fresh
 * process and in turn, so that other load on the machine affects all alike.
 *
 * @param runs - of each, after one that does not count
 */
export async function measureCold(runs = 21): Promise<readonly ColdRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cold-'));
  try {
    await bundleFunctions(
      { floor: 'test/bench/floor/handler.ts', empty: 'test/bench/floor/empty.ts' },
      folder,
    );
    await copyFile(new URL('inline/guard/index.js', DIST), join(folder, 'inline-guard.cjs'));
    const subjects = toSubjects(folder);
    const times = new Map<Subject, number[]>(subjects.map(subject => [subject, []]));
    for (let run = 0; run <= runs; run += 1) {
      for (const [subject, taken] of times) {
        const time = await measure(subject);
        if (run > 0) taken.push(time);
      }
    }
    return toRows(times);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function toSubjects(folder: string): Subject[] {
  const made = (name: string) => pathToFileURL(join(folder, `${name}.mjs`)).href;
  const built = (name: string) => new URL(`${name}/index.mjs`, DIST).href;
  const imports = [
    { bundle: 'empty', url: made('empty') },
    { bundle: 'floor', url: made('floor') },
    ...['guard', 'sweep', 'slack'].map(bundle => ({ bundle, url: built(bundle) })),
    // As it is in the self-contained template.
    { bundle: 'guard, inline', url: pathToFileURL(join(folder, 'inline-guard.cjs')).href },
  ];
  const reviews = imports.filter(({ bundle }) => bundle === 'floor' || bundle.startsWith('guard'));
  return [
    ...imports.map(each => ({ ...each, measured: 'import' as const })),
    ...reviews.map(each => ({ ...each, measured: 'import and first review' as const })),
  ];
}

async function measure({ url, measured }: Subject): Promise<number> {
  if (measured === 'import') return (await startCold([url], ENVIRONMENT)).imported;
  const standIn = await startStandIn({
    networkAcls: SEED_NETWORK_ACLS,
    topicArn: TOPIC_ARN,
    findingsTable: FINDINGS_TABLE,
  });
  try {
    const { endpoint, queueUrl } = standIn;
    const measured = { AWS_ENDPOINT_URL: endpoint, SWEEP_QUEUE_URL: queueUrl };
    // The floor makes none of the calls that read exposure.
    const environment = { ...ENVIRONMENT, READ_EXPOSURE: 'false', ...measured };
    const { reviewed } = await startCold([url, JSON.stringify(SEED_EVENT)], environment);
    if (standIn.queued.length !== 1) throw new Error(`${url} requested no report`);
    return reviewed;
  } finally {
    await standIn.close();
  }
}

async function startCold(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<ColdStart> {
  const child = spawn(process.execPath, [PROCESS, ...args], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [figures, errors] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stderr as Readable),
    once(child, 'exit'),
  ]);
  if (figures === '') throw new Error(`${args[0]} did not start: ${errors}`);
  return JSON.parse(figures);
}

function toRows(times: ReadonlyMap<Subject, readonly number[]>): ColdRow[] {
  const median = (bundle: string, measured: Measured) => {
    const found = [...times].find(([each]) => each.bundle === bundle && each.measured === measured);
    return found ? percentile(found[1], 50) : Number.NaN;
  };
  return [...times].map(([{ bundle, measured }, taken]) => ({
    bundle,
    measured,
    median: percentile(taken, 50),
    lowerQuartile: percentile(taken, 25),
    upperQuartile: percentile(taken, 75),
    toFloor: median(bundle, measured) / median('floor', measured),
  }));
}

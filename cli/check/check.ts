import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { InputError } from '../input/input-error.ts';
import { readListed, toNetworkAcl } from '../input/network-acls.ts';
import { toFixReport } from './fix-report.ts';
import { toJsonReport } from './json-report.ts';
import { fails, judge, type Verdict } from './judged.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import type { Report } from './report.ts';
import { toTableReport } from './table-report.ts';

type Output = Writable & { readonly isTTY?: boolean; hasColors?(): boolean };

/** Where the program writes. */
export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * Reads all before anything is judged: bad input is refused whole, not after half a report. What is kept is the
 * input; ten thousand network ACLs in the form in which they are judged would take twice the memory.
 *
 * @returns for each network ACL, what parses it
 */
async function readAll(options: Options, stderr: Output): Promise<(() => NetworkAcl)[]> {
  const listed = options.files.length > 0 ? options.files.flatMap(readFile) : await readLive(options, stderr);
  for (const parse of listed) parse();
  return listed;
}

function readFile(file: string): (() => NetworkAcl)[] {
  return readListed(file).map(listed => () => toNetworkAcl(listed, file));
}

async function readLive({ region, profile }: Options, stderr: Output): Promise<(() => NetworkAcl)[]> {
  // The SDK takes a third of a second to load, and files do not need it.
  const { describeAll } = await import('./live.ts');
  const onProgress = (count: number) => {
    if (stderr.isTTY) stderr.write(`\r${count} network ACLs read from EC2 `);
  };
  const described = await describeAll({ region, profile, onProgress });
  if (stderr.isTTY) stderr.write('\n');
  return described.map(networkAcl => () => toNetworkAcl({ ...networkAcl }, 'EC2'));
}

/** Writes, and waits while a slow reader catches up. */
async function write(stream: Output, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

function toReport({ output, settings, region }: Options, stdout: Output): Report {
  if (output === 'json') return toJsonReport();
  if (output !== 'table') return toFixReport(output, region);
  return toTableReport(settings, stdout.isTTY === true && stdout.hasColors?.() === true);
}

/** Judges one network ACL after the other and writes what there is to say of it, so that memory stays small. */
async function report(options: Options, { stdout, stderr }: Streams): Promise<number> {
  const listed = await readAll(options, stderr);
  const { start, render, end } = toReport(options, stdout);
  const verdicts: Verdict[] = [];
  await write(stdout, start);
  for (const parse of listed) {
    const judged = judge(parse(), options.settings);
    await write(stdout, render(judged));
    verdicts.push({ status: judged.coverage.status, severity: judged.coverage.severity });
  }
  await write(stdout, end(verdicts));
  return verdicts.some(fails) ? 1 : 0;
}

/**
 * The program: reads network ACLs, judges them and writes a report.
 *
 * @returns the exit code: 0 covered, 1 gaps of medium or high severity, 2 unusable input, with one line on stderr
 */
export async function check(args: readonly string[], streams: Streams): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options !== undefined) return await report(options, streams);
    await write(streams.stdout, `${USAGE}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await write(streams.stderr, `${error.message}\n`);
    return 2;
  }
}

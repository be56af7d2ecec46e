import { once } from 'node:events';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { needsExposure } from '../../functions/coverage/needs-exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { SEVERITIES, type Severity } from '../../functions/coverage/severity.ts';
import { toOwnSettings } from '../../functions/review/ports-tag.ts';
import { InputError } from '../input/input-error.ts';
import { hasColors, type Terminal } from '../terminal/terminal.ts';
import { evaluate } from './evaluated.ts';
import { readFiles } from './files.ts';
import { toFixReport } from './fix-report.ts';
import type { CheckInput } from './input.ts';
import { toJsonReport } from './json-report.ts';
import { type CheckOptions, parseOptions } from './options.ts';
import type { Report } from './report.ts';
import { type Summary, summarize, type Verdict } from './summary.ts';
import { toTableReport } from './table-report.ts';

/** Where the program writes. */
export interface Streams {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

/**
 * The program: reads network ACLs, evaluates them and writes a report.
 *
 * @returns the exit code: 0 nothing found from `--fail-on`, 1 something found, 2 unusable input, with one line on stderr
 * for each file
 */
export async function check(args: readonly string[], streams: Streams): Promise<number> {
  try {
    const options = parseOptions(args);
    if (typeof options !== 'string') return await checkAll(options, streams);
    await write(streams.stdout, `${options}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await write(streams.stderr, `${error.message}\n`);
    return 2;
  }
}

async function checkAll(options: CheckOptions, { stdout, stderr }: Streams): Promise<number> {
  const input = await readInput(options, stderr);
  try {
    const report = toReport(options, stdout);
    const { texts, summary } = await evaluateAll(input, report, options);
    await writeReport(report, texts, summary, stdout);
    return summary.failed > 0 ? 1 : 0;
  } finally {
    input.close();
  }
}

/** @throws InputError if there is no network ACL, which usually is the wrong region, account or filter */
async function readInput(options: CheckOptions, stderr: Terminal): Promise<CheckInput> {
  const input = options.files.length > 0 ? readFiles(options.files) : await readLive(options, stderr);
  if (input.networkAcls.length > 0 || options.allowEmpty) return input;
  input.close();
  const where = options.files.length > 0 ? options.files.join(', ') : 'EC2';
  throw new InputError(
    `${where}: no network ACL found. Wrong region, account or filter? --allow-empty accepts this`,
  );
}

async function readLive(options: CheckOptions, stderr: Terminal): Promise<CheckInput> {
  // The SDK takes a third of a second to load, and files do not need it.
  const { readRegion } = await import('./live.ts');
  return readRegion(options, stderr);
}

function toReport({ output, failOn }: CheckOptions, stdout: Terminal): Report {
  if (output === 'json') return toJsonReport();
  if (output !== 'table') return toFixReport(output);
  return toTableReport({ failOn, colored: hasColors(stdout) });
}

/** The text about one network ACL. */
interface Text {
  readonly text: string;
  readonly worst: Severity;
  readonly muted: boolean;
}

/** Keeps only the texts: ten thousand results would take more memory. */
async function evaluateAll(
  { networkAcls, surroundings }: CheckInput,
  report: Report,
  options: CheckOptions,
): Promise<{ texts: readonly Text[]; summary: Summary }> {
  const texts: Text[] = [];
  const verdicts: Verdict[] = [];
  for (const { parse, source } of networkAcls) {
    const networkAcl = parse();
    const evaluated = evaluate(
      networkAcl,
      source,
      await toSurroundings(networkAcl, surroundings, options),
      options.settings,
    );
    const { worst, muted } = evaluated;
    verdicts.push({ worst, muted });
    texts.push({ text: report.render(evaluated), worst, muted });
  }
  return { texts, summary: summarize(verdicts, options.failOn) };
}

/** Reads exposure only where it can change the result. */
async function toSurroundings(
  networkAcl: NetworkAcl,
  read: CheckInput['surroundings'],
  { settings }: CheckOptions,
) {
  return needsExposure(networkAcl, toOwnSettings(networkAcl, settings))
    ? read(networkAcl)
    : nothingKnown('not-needed');
}

async function writeReport(
  report: Report,
  texts: readonly Text[],
  summary: Summary,
  stdout: Terminal,
): Promise<void> {
  await write(stdout, report.start(summary));
  let separator = '';
  for (const { text } of report.worstFirst ? texts.toSorted(byRank) : texts) {
    if (text === '') continue;
    await write(stdout, separator + text);
    separator = report.separator;
  }
  await write(stdout, report.end(summary));
}

/** The worst first; those that are muted last. */
function byRank(one: Text, other: Text): number {
  return rank(other) - rank(one);
}

function rank({ worst, muted }: Text): number {
  return muted ? -1 : SEVERITIES.indexOf(worst);
}

/** Writes, and waits while a slow reader catches up. */
async function write(stream: Terminal, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

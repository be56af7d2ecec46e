import { once } from 'node:events';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { needsExposure } from '../../functions/coverage/needs-exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { escapeUnprintable } from '../../functions/parsing/printable.ts';
import { toOwnSettings } from '../../functions/review/ports-tag.ts';
import { InputError } from '../input/input-error.ts';
import { hasColors, type Terminal } from '../terminal/terminal.ts';
import type { Baseline } from './baseline/baseline.ts';
import { type IsAccepted, toChecked } from './checked.ts';
import { evaluate } from './evaluated.ts';
import type { CheckInput } from './input.ts';
import { type CheckOptions, parseOptions } from './options.ts';
import { type OrganisationChoice, toOrganisationOptions } from './organisation-options.ts';
import { toHubPlace, toPlaceOptions } from './places.ts';
import { asInputError, readInput } from './read.ts';
import { renderShort } from './reports/counts-text.ts';
import { openReport } from './reports/open-report.ts';
import type { CheckReport, ReportSettings } from './reports/report.ts';
import { type Summary, SummaryCount } from './summary.ts';

/** Where the program writes. */
export interface Streams {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

/**
 * The program: reads network ACLs, evaluates them and writes a report.
 *
 * @param now - in milliseconds since 1970
 * @returns the exit code: 0 nothing found from `--fail-on`, 1 something found, 2 unusable input, with one line on stderr
 * for each file
 */
export async function check(args: readonly string[], streams: Streams, now = Date.now): Promise<number> {
  try {
    const options = parseOptions(args);
    if (typeof options !== 'string') return await checkAll(options, streams, now);
    await write(streams.stdout, `${options}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await write(streams.stderr, `${error.message}\n`);
    return 2;
  }
}

async function checkAll(
  options: CheckOptions,
  { stdout, stderr }: Streams,
  now: () => number,
): Promise<number> {
  if (options.organisation?.reads === 'last-sweep')
    return printLastSweep(options, options.organisation, { stdout, stderr }, now());
  const input = await readInput(options, stderr);
  try {
    const settings = toReportSettings(options, stdout);
    const report = await openReport(options.output, settings);
    const baseline = await openBaseline(options, now());
    const summary = await evaluateAll(input, report, options, baseline?.isAccepted);
    const text = report.end({ summary, unreadable: input.unreadable });
    if (options.outputFile === undefined) for (const part of text) await write(stdout, part);
    else {
      const { writeReportFile } = await import('./report-file.ts');
      await writeReportFile(options.outputFile, text);
      await write(stdout, renderShort(summary, settings));
    }
    const notes = (await baseline?.finish()) ?? [];
    const reasons = input.unreadable.map(({ reason }) => reason);
    for (const line of [...notes, ...reasons]) await write(stderr, `${escapeUnprintable(line)}\n`);
    if (input.unreadable.length > 0) return 2;
    return summary.failed > 0 ? 1 : 0;
  } finally {
    input.close();
  }
}

async function printLastSweep(
  options: CheckOptions,
  { stage }: OrganisationChoice,
  { stdout, stderr }: Streams,
  now: number,
): Promise<number> {
  const { failOn, output, isColored } = options;
  const form = { isJson: output === 'json', isColored: hasColors(stdout, isColored) };
  const result = await asInputError(async () => {
    const { reportLastSweep } = await import('./organisation/organisation.ts');
    return reportLastSweep({ ...toHubPlace(options), stage }, failOn, form, now);
  });
  await write(stdout, result.text);
  for (const reason of result.unreadable) await write(stderr, `${escapeUnprintable(reason)}\n`);
  return result.exitCode;
}

/** Undefined: no finding is accepted. */
async function openBaseline(
  { baseline, newBaseline }: CheckOptions,
  now: number,
): Promise<Baseline | undefined> {
  if (baseline === undefined && newBaseline === undefined) return undefined;
  const { openBaseline, recordBaseline } = await import('./baseline/baseline.ts');
  return newBaseline === undefined ? openBaseline(baseline ?? '', now) : recordBaseline(newBaseline, now);
}

function toReportSettings(options: CheckOptions, stdout: Terminal): ReportSettings {
  const { failOn, all, strict, files, organisation, outputFile, isColored } = options;
  const isTerminal = outputFile === undefined;
  return {
    ...{ failOn, all, strict },
    input: files.length > 0 ? files : [...toOrganisationOptions(organisation), ...toPlaceOptions(options)],
    isColored: isTerminal ? hasColors(stdout, isColored) : isColored,
    columns: (isTerminal ? stdout.columns : undefined) ?? 80,
  };
}

async function evaluateAll(
  { networkAcls, surroundings }: CheckInput,
  report: CheckReport,
  options: CheckOptions,
  isAccepted: IsAccepted | undefined,
): Promise<Summary> {
  const count = new SummaryCount();
  for (const { parse, source } of networkAcls) {
    const read = parse();
    const around = await toSurroundings(
      read.networkAcl,
      () => surroundings(read.networkAcl, source),
      options,
    );
    const checked = toChecked(evaluate(read, source, around, options.settings), options, isAccepted);
    count.add(checked);
    report.add(checked);
  }
  return count.summary;
}

/** Reads exposure only where it can change the result. */
async function toSurroundings(
  networkAcl: NetworkAcl,
  read: () => ReturnType<CheckInput['surroundings']>,
  { settings }: CheckOptions,
) {
  return needsExposure(networkAcl, toOwnSettings(networkAcl, settings)) ? read() : nothingKnown('not-needed');
}

/** Writes, and waits while a slow reader catches up. */
async function write(stream: Terminal, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

import { findRegion } from '../deployment/find-region.ts';
import { stackName } from '../deployment/stack.ts';
import { InputError } from '../input/input-error.ts';
import { runProgram } from '../terminal/run-program.ts';
import { hasColors, type Terminal } from '../terminal/terminal.ts';
import { runAllChecks, skip, skipAfter } from './all-checks.ts';
import type { CheckResult } from './check-result.ts';
import type { DoctorClients } from './clients.ts';
import { type DoctorOptions, parseOptions } from './options.ts';
import { noRegion } from './region.ts';
import { type CheckedStack, hasProblems, renderJson, renderResults } from './report.ts';

/** What doctor needs from outside. */
export interface DoctorContext {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly createClients: (region: string, profile: string | undefined) => DoctorClients;
  readonly fetch: typeof fetch;
  readonly now: Date;
}

/**
 * The program: checks a deployment, and writes what works and what does not.
 *
 * @returns the exit code: 0 no problem found, 1 something is missing or broken, 2 unusable options, with one line on
 * stderr
 */
export async function doctor(args: readonly string[], context: DoctorContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    return await runProgram(parseOptions(args), stdout, options => reportChecks(options, context));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function reportChecks(options: DoctorOptions, context: DoctorContext): Promise<number> {
  const { stdout } = context;
  const { results, checked } = await runChecks(options, context);
  stdout.write(
    options.json ? renderJson(results, checked) : renderResults(results, checked, formatFor(stdout)),
  );
  return hasProblems(results) ? 1 : 0;
}

async function runChecks(
  options: DoctorOptions,
  { createClients, fetch, now }: DoctorContext,
): Promise<{ results: CheckResult[]; checked: CheckedStack }> {
  const { profile, stage } = options;
  const stack = stackName(stage);
  const named = await findRegion(options);
  if (named === undefined) {
    const why = 'no region is named';
    const results = [skip('credentials', why), noRegion(), ...skipAfter('region', why)];
    return { results, checked: { stack, region: undefined } };
  }
  const { region } = named;
  const clients = createClients(region, profile);
  const results = await runAllChecks({ clients, place: { region, profile, stage }, now, fetch }, named);
  return { results, checked: { stack, region } };
}

function formatFor(stdout: Terminal) {
  return {
    colored: hasColors(stdout),
    columns: stdout.isTTY === true ? (stdout.columns ?? 80) : undefined,
  };
}

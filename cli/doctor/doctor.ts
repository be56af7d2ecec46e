import { findRegion } from '../deployment/find-region.ts';
import { stackName } from '../deployment/stack.ts';
import { InputError } from '../input/input-error.ts';
import { runProgram } from '../terminal/run-program.ts';
import { hasColors, type Terminal } from '../terminal/terminal.ts';
import { runAllChecks, skip, skipAfter } from './all-checks.ts';
import { CHECKS, type CheckResult, ORGANISATION_CHECKS } from './check-result.ts';
import { type DoctorOptions, parseOptions } from './options.ts';
import type { OrganisationContext } from './organisation/context.ts';
import { type MemberRow, renderRows, toRowJson } from './organisation/member-rows.ts';
import { checkOrganisation } from './organisation/organisation.ts';
import { noRegion } from './region.ts';
import { type CheckedStack, hasProblems, renderJson, renderResults } from './report.ts';

/** What doctor needs from outside. */
export interface DoctorContext {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly createClients: OrganisationContext['createClients'];
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
  const { stdout, now } = context;
  const { results, checked, rows } = await runChecks(options, context);
  if (options.json) stdout.write(renderJson(results, checked, rows?.map(toRowJson)));
  else {
    stdout.write(renderResults(results, checked, formatFor(stdout)));
    if (rows !== undefined && rows.length > 0) stdout.write(`\n${renderRows(rows, now)}`);
  }
  return hasProblems(results) ? 1 : 0;
}

/** What was found. `rows` only with `--organisation`. */
interface Checked {
  readonly results: readonly CheckResult[];
  readonly checked: CheckedStack;
  readonly rows?: readonly MemberRow[];
}

async function runChecks(
  options: DoctorOptions,
  { createClients, fetch, now }: DoctorContext,
): Promise<Checked> {
  const { profile, stage, organisation } = options;
  const stack = stackName(stage);
  const named = await findRegion(options);
  if (named === undefined) {
    const why = 'no region is named';
    const checks = organisation ? ORGANISATION_CHECKS : CHECKS;
    const results = [skip('credentials', why), noRegion(), ...skipAfter('region', why, checks)];
    return { results, checked: { stack, region: undefined } };
  }
  const { region } = named;
  const checked = { stack, region };
  const clients = createClients(region, profile);
  const context = { clients, place: { region, profile, stage }, now, fetch };
  if (organisation === undefined) return { results: await runAllChecks(context, named), checked };
  return {
    checked,
    ...(await checkOrganisation({ ...context, options: organisation, createClients }, named)),
  };
}

function formatFor(stdout: Terminal) {
  return {
    colored: hasColors(stdout),
    columns: stdout.isTTY === true ? (stdout.columns ?? 80) : undefined,
  };
}

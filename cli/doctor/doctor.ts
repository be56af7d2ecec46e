import type { Writable } from 'node:stream';
import { findRegion } from '../deployment/find-region.ts';
import { stackName } from '../deployment/stack.ts';
import { InputError } from '../input/json-file.ts';
import type { Clients } from './clients.ts';
import { examineAll, skip, skipAfter } from './examination.ts';
import type { Finding } from './finding.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { noRegion } from './region.ts';
import { isIll, renderFindings, renderJson, type Subject } from './report.ts';

type Output = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
};

/** What doctor needs from outside. */
export interface DoctorContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly createClients: (region: string, profile: string | undefined) => Clients;
  readonly fetch: typeof fetch;
  readonly now: Date;
}

/**
 * The program: looks at a deployment and writes what is right and what is missing.
 *
 * @returns the exit code: 0 all right but for warnings, 1 something is missing or broken, 2 unusable arguments, with
 * one line on stderr
 */
export async function doctor(args: readonly string[], context: DoctorContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    const options = parseOptions(args);
    if (options === undefined) {
      stdout.write(`${USAGE}\n`);
      return 0;
    }
    const { findings, subject } = await look(options, context);
    stdout.write(
      options.json ? renderJson(findings, subject) : renderFindings(findings, subject, lookOf(stdout)),
    );
    return isIll(findings) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function look(
  options: Options,
  { createClients, fetch, now }: DoctorContext,
): Promise<{ findings: Finding[]; subject: Subject }> {
  const { profile, stage } = options;
  const stack = stackName(stage);
  const named = await findRegion(options);
  if (named === undefined) {
    const why = 'there is no region to ask';
    const findings = [skip('credentials', why), noRegion(), ...skipAfter('region', why)];
    return { findings, subject: { stack, region: undefined } };
  }
  const { region } = named;
  const clients = createClients(region, profile);
  const findings = await examineAll({ clients, place: { region, profile, stage }, now, fetch }, named);
  return { findings, subject: { stack, region } };
}

function lookOf(stdout: Output) {
  const isTerminal = stdout.isTTY === true;
  return {
    colored: isTerminal && stdout.hasColors?.() === true,
    columns: isTerminal ? (stdout.columns ?? 80) : undefined,
  };
}

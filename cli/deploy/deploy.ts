import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { type GivenParameters, parameterErrors, regionErrors } from '../../infra/parameter-errors.ts';
import { CredentialsError, NoAnswerError, NotPermittedError } from '../deployment/ask.ts';
import { findRegion } from '../deployment/find-region.ts';
import { isThere, readStack, stackName } from '../deployment/stack.ts';
import { InputError } from '../input/input-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { changesOf, concerns, type ParameterChange, renderChanges, renderValues } from './changes.ts';
import { type DeployOptions, parseOptions } from './options.ts';
import { type DeployedValues, readValues } from './values.ts';

/** What deploy needs from outside. */
export interface DeployContext {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly createClient: (region: string, profile: string | undefined) => CloudFormationClient;
  /** Builds, and runs osls with these arguments; the exit code. */
  readonly runOsls: (args: readonly string[]) => Promise<number>;
  /** Undefined where no one can answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * The program: deploys with the values that the stack has, except those that are given.
 *
 * @returns the exit code: 0 deployed, 1 it failed or was not wanted, 2 the options cannot be used
 */
export async function deploy(args: readonly string[], context: DeployContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    const options = parseOptions(args);
    if (typeof options === 'string') {
      stdout.write(`${options}\n`);
      return 0;
    }
    return await deployWith(options, context);
  } catch (error) {
    const isInput = error instanceof InputError;
    if (!isInput && !isExpected(error)) throw error;
    stderr.write(`${error.message}\n`);
    return isInput ? 2 : 1;
  }
}

/** Errors of AWS whose message is for operators. */
function isExpected(error: unknown): error is Error {
  return [CredentialsError, NoAnswerError, NotPermittedError].some(type => error instanceof type);
}

async function deployWith(options: DeployOptions, context: DeployContext): Promise<number> {
  refuse(parameterErrors(withoutIncomplete(options.given)));
  const named = await findRegion(options);
  if (named === undefined)
    throw new InputError('no region is named, expected one such as --region eu-central-1');
  const { region } = named;
  const before = await readDeployed(options, region, context);
  const values = { ...before, ...options.given } as DeployedValues;
  refuse([...parameterErrors(values), ...regionErrors(values, region)]);
  const changes = before === undefined ? [] : changesOf(before, values);
  context.stdout.write(`${stackName(options.stage)} in ${region}${before ? '' : ', new'}\n`);
  context.stdout.write(before ? renderChanges(before, changes) : renderValues(values));
  if (!(await isWanted(changes, options, context))) return 1;
  return context.runOsls(toArguments(options, region, values));
}

/** Those that belong together may be partly on record: they are checked with the rest. */
function withoutIncomplete(given: GivenParameters): GivenParameters {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !/^(slack|teams)\w+Id$/.test(name)));
}

function refuse(errors: readonly string[]): void {
  if (errors.length > 0) throw new InputError(errors.join(' '));
}

/** The values of the stack; undefined where there is none. */
async function readDeployed(
  { stage, profile }: DeployOptions,
  region: string,
  { createClient }: DeployContext,
): Promise<DeployedValues | undefined> {
  const client = createClient(region, profile);
  try {
    const stack = await readStack(client, stackName(stage));
    return stack && isThere(stack) ? await readValues(client, stack) : undefined;
  } finally {
    client.destroy();
  }
}

async function isWanted(
  changes: readonly ParameterChange[],
  { yes }: DeployOptions,
  { stdout, confirm }: DeployContext,
): Promise<boolean> {
  const reasons = concerns(changes);
  if (reasons.length === 0 || yes) return true;
  for (const reason of reasons) stdout.write(`${reason}\n`);
  if (confirm === undefined)
    throw new InputError('No terminal to ask on, expected --yes to deploy this change');
  return confirm('Deploy? [y/N] ');
}

/** Every value is given, so that a default that changes in a later version changes nothing here. */
function toArguments({ stage, profile }: DeployOptions, region: string, values: DeployedValues): string[] {
  return [
    'deploy',
    // Else osls deploys nothing where only the values of parameters differ.
    '--force',
    ...['--region', region, '--stage', stage],
    ...(profile ? ['--aws-profile', profile] : []),
    ...Object.entries(values).map(([name, value]) => `--param=${name}=${value}`),
  ];
}

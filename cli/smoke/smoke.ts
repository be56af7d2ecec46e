import { FindingsTable } from '../../functions/aws/findings-table.ts';
import { ask } from '../deployment/ask.ts';
import type { DeploymentPlace } from '../deployment/commands.ts';
import { findRegion } from '../deployment/find-region.ts';
import { InputError } from '../input/input-error.ts';
import { runProgram } from '../terminal/run-program.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { cleanUp } from './clean-up.ts';
import type { SmokeClients } from './clients.ts';
import type { WaitingClock } from './clock.ts';
import { type Deployed, readDeployed } from './deployed.ts';
import { parseOptions, type SmokeOptions } from './options.ts';
import { type GuardPromise, toPromise } from './promise.ts';
import { breakNetworkAcl, createScratch, type Scratch, type ScratchContext } from './scratch.ts';
import { AFTER_CLEAN_UP, renderCleanUp, renderIntent, renderKept, renderNextSteps } from './texts.ts';
import { waitForAlert } from './wait-for-alert.ts';

/** What smoke needs from outside. */
export interface SmokeContext {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly createClients: (region: string, profile: string | undefined) => SmokeClients;
  readonly clock: WaitingClock;
  /** Aborted when the operator wants to stop. */
  readonly signal: AbortSignal;
  /** Asks the operator; undefined where there is no terminal. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * The program: tests a deployment with real resources, and deletes them again.
 *
 * @returns the exit code: 0 the guard did what its mode promises, 1 it did not, or not in time, or a resource is left
 * behind, 2 unusable options, with one line on stderr
 */
export async function smoke(args: readonly string[], context: SmokeContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    return await runProgram(parseOptions(args), stdout, options => cleanOrTest(options, context));
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return error instanceof InputError ? 2 : 1;
  }
}

async function cleanOrTest(options: SmokeOptions, context: SmokeContext): Promise<number> {
  const place = await findPlace(options);
  const clients = context.createClients(place.region, place.profile);
  return options.clean ? cleanAll(clients, place, context) : testDeployment(options, clients, place, context);
}

/** @throws InputError if nothing names a region */
async function findPlace(options: SmokeOptions): Promise<DeploymentPlace> {
  const { profile, stage } = options;
  const named = await findRegion(options);
  if (named === undefined) {
    throw new InputError('no region is named, expected one, such as --region eu-central-1');
  }
  return { region: named.region, profile, stage };
}

async function cleanAll(
  { ec2 }: SmokeClients,
  place: DeploymentPlace,
  { stdout, clock }: SmokeContext,
): Promise<number> {
  const cleaned = await cleanUp({ ec2, clock }, undefined);
  const nothing = cleaned.deleted.length + cleaned.left.length === 0;
  stdout.write(nothing ? 'Nothing was left behind.\n' : renderCleanUp(cleaned, place));
  return cleaned.left.length > 0 ? 1 : 0;
}

/** Seconds for CloudTrail, EventBridge and a cold start, after the settling time. */
const DELIVERY_TIME = 300;
/** Seconds: the longest settling time that can be deployed, where the deployed one is not known. */
const LONGEST_SETTLING = 900;

/** One test, as the operator agreed to it. */
interface TestRun {
  readonly deployed: Deployed;
  readonly promise: GuardPromise;
  /** Seconds. */
  readonly timeout: number;
  readonly clients: SmokeClients;
  readonly place: DeploymentPlace;
}

async function testDeployment(
  options: SmokeOptions,
  clients: SmokeClients,
  place: DeploymentPlace,
  context: SmokeContext,
): Promise<number> {
  if (!options.yes && context.confirm === undefined) {
    throw new InputError('no terminal to ask on: agree to real resources and one alert with --yes');
  }
  const deployed = await readDeployed(clients, place);
  const promise = toPromise(deployed);
  // Before anything is created: without this permission the wait would never end well.
  await ask('dynamodb:GetItem', () =>
    findingsOf(deployed, clients).read({ ...deployed, networkAclId: 'none' }),
  );
  const timeout = options.timeout ?? (deployed.settleSeconds ?? LONGEST_SETTLING) + DELIVERY_TIME;
  context.stdout.write(renderIntent(deployed, place, promise, timeout));
  if (!options.yes && !(await context.confirm?.('Start the test? [y/N] '))) {
    context.stdout.write('Nothing was created.\n');
    return 1;
  }
  return runAndCleanUp({ deployed, promise, timeout, clients, place }, context);
}

/** Whatever the result of the test, everything that can be deleted is deleted. */
async function runAndCleanUp(testRun: TestRun, context: SmokeContext): Promise<number> {
  const { clients, place } = testRun;
  const { clock, signal, stdout, stderr } = context;
  const run = clock.now().toISOString();
  const scratchContext = { ec2: clients.ec2, clock, signal, run };
  const created: Scratch = {};
  let code = 1;
  try {
    code = await runTest(testRun, scratchContext, created, context);
  } catch (error) {
    stderr.write(`${signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error}\n`);
  }
  const cleaned = await cleanUp(scratchContext, run, created);
  stdout.write(renderCleanUp(cleaned, place));
  if (created.networkAclId !== undefined) stdout.write(AFTER_CLEAN_UP);
  return cleaned.left.length > 0 ? 1 : code;
}

async function runTest(
  { deployed, promise, timeout, clients, place }: TestRun,
  scratchContext: ScratchContext,
  created: Scratch,
  { clock, signal, stdout }: SmokeContext,
): Promise<number> {
  const { settings, readExposure, settleSeconds } = deployed;
  const { networkAclId } = await createScratch(scratchContext, settings.mode, created);
  stdout.write(`created: ${created.vpcId}, ${created.subnetId}, ${networkAclId}\n`);
  const start = clock.now().getTime();
  const changedAt = await breakNetworkAcl(scratchContext, networkAclId);
  stdout.write('SSH is allowed in, and nothing out. Waiting for the guard.\n');
  const findings = findingsOf(deployed, clients);
  const waitContext = { findings, ec2: clients.ec2, clock, signal, settings, readExposure, timeout };
  const result = await waitForAlert(waitContext, { ...deployed, networkAclId }, promise);
  if (result.kind === 'kept') {
    stdout.write(
      renderKept(promise, result, { changedAt, total: clock.now().getTime() - start, settleSeconds }),
    );
    return 0;
  }
  const why = result.kind === 'broken' ? result.why : `the guard reported nothing within ${timeout} seconds`;
  stdout.write(`NOT OK: ${why}\n${renderNextSteps(place)}`);
  return 1;
}

/** The table of 0.1.0 has nothing about a network ACL that was created just now. */
function findingsOf({ findingsTable }: Deployed, { dynamodb }: SmokeClients): FindingsTable {
  return new FindingsTable(() => dynamodb, { current: findingsTable });
}

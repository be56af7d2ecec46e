import type { Writable } from 'node:stream';
import { FindingsTable } from '../../functions/aws/findings-table.ts';
import { ask } from '../deployment/ask.ts';
import type { Place } from '../deployment/commands.ts';
import { findRegion } from '../deployment/find-region.ts';
import { InputError } from '../input/json-file.ts';
import { type CleanUp, cleanUp } from './clean-up.ts';
import type { Clients } from './clients.ts';
import type { Clock } from './clock.ts';
import { type Deployed, readDeployed } from './deployed.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { waitForOutcome } from './outcome.ts';
import { type GuardPromise, toPromise } from './promise.ts';
import { breakNetworkAcl, makeScratch, type Scratch, type Workshop } from './scratch.ts';
import { AFTERMATH, renderCleanUp, renderIntent, renderKept, renderWhereToLook } from './texts.ts';

/** What smoke needs from outside. */
export interface SmokeContext {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly createClients: (region: string, profile: string | undefined) => Clients;
  readonly clock: Clock;
  /** Says that the operator wants an end. */
  readonly signal: AbortSignal;
  /** Asks the operator; undefined where there is no terminal to ask on. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * The program: tries a deployment with real resources, and takes them away again.
 *
 * @returns the exit code: 0 the outcome is what the mode promises, 1 it is not, or did not come in time, or something
 * is left behind, 2 unusable arguments, with one line on stderr
 */
export async function smoke(args: readonly string[], context: SmokeContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    const options = parseOptions(args);
    if (options === undefined) {
      stdout.write(`${USAGE}\n`);
      return 0;
    }
    const place = await findPlace(options);
    const clients = context.createClients(place.region, place.profile);
    return options.clean
      ? await clean(clients, place, context)
      : await tryOut(options, clients, place, context);
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return error instanceof InputError ? 2 : 1;
  }
}

/** @throws InputError where nobody names a region */
async function findPlace(options: Options): Promise<Place> {
  const { profile, stage } = options;
  const named = await findRegion(options);
  if (named === undefined)
    throw new InputError('no region: name it with --region, such as --region eu-central-1');
  return { region: named.region, profile, stage };
}

async function clean({ ec2 }: Clients, place: Place, { stdout, clock }: SmokeContext): Promise<number> {
  const cleaned = await cleanUp({ ec2, clock }, undefined);
  const nothing = cleaned.deleted.length + cleaned.left.length === 0;
  stdout.write(nothing ? 'nothing was left behind\n' : renderCleanUp(cleaned, place));
  return cleaned.left.length > 0 ? 1 : 0;
}

/** Seconds that CloudTrail, EventBridge and a cold start may take on top of the settling time. */
const ON_THE_WAY = 300;
/** The longest settling time that can be deployed, where it is not known. */
const LONGEST_SETTLING = 900;

/** One run, as the operator agreed to it. */
interface Trial {
  readonly deployed: Deployed;
  readonly promise: GuardPromise;
  /** Seconds. */
  readonly timeout: number;
}

async function tryOut(
  options: Options,
  clients: Clients,
  place: Place,
  context: SmokeContext,
): Promise<number> {
  if (!options.yes && context.confirm === undefined) {
    throw new InputError(
      'there is no terminal to ask on: --yes says that you agree to real resources and one alert',
    );
  }
  const deployed = await readDeployed(clients, place);
  const promise = toPromise(deployed.settings);
  // Before anything is made: an operator who may not read the table would wait for nothing.
  await ask('dynamodb:GetItem', () =>
    findingsOf(deployed, clients).read({ ...deployed, networkAclId: 'none' }),
  );
  const timeout = options.timeout ?? (deployed.settleSeconds ?? LONGEST_SETTLING) + ON_THE_WAY;
  context.stdout.write(renderIntent(deployed, place, promise, timeout));
  if (!options.yes && !(await context.confirm?.('Go on? [y/N] '))) {
    context.stdout.write('nothing was made\n');
    return 1;
  }
  return runAndCleanUp({ deployed, promise, timeout }, clients, place, context);
}

/** Whatever becomes of the trial, nothing is left behind that can be taken away. */
async function runAndCleanUp(
  trial: Trial,
  clients: Clients,
  place: Place,
  context: SmokeContext,
): Promise<number> {
  const { clock, signal, stdout, stderr } = context;
  const run = clock.now().toISOString();
  const workshop = { ec2: clients.ec2, clock, signal, run };
  const made: Scratch = {};
  let code = 1;
  try {
    code = await runTrial(trial, workshop, made, clients, place, context);
  } catch (error) {
    stderr.write(`${signal.aborted ? 'stopped' : error instanceof Error ? error.message : error}\n`);
  }
  const cleaned: CleanUp = await cleanUp(workshop, run, made);
  stdout.write(renderCleanUp(cleaned, place));
  if (made.networkAclId !== undefined) stdout.write(AFTERMATH);
  return cleaned.left.length > 0 ? 1 : code;
}

async function runTrial(
  { deployed, promise, timeout }: Trial,
  workshop: Workshop,
  made: Scratch,
  clients: Clients,
  place: Place,
  { clock, signal, stdout }: SmokeContext,
): Promise<number> {
  const { settings, settleSeconds } = deployed;
  const { networkAclId } = await makeScratch(workshop, settings.mode, made);
  stdout.write(`made ${made.vpcId}, ${made.subnetId}, ${networkAclId}\n`);
  const start = clock.now().getTime();
  const changedAt = await breakNetworkAcl(workshop, networkAclId);
  stdout.write(`let SSH in, and nothing out; waiting for the guard\n`);
  const { ec2 } = clients;
  const watch = { findings: findingsOf(deployed, clients), ec2, clock, signal, settings, timeout };
  const outcome = await waitForOutcome(watch, { ...deployed, networkAclId }, promise);
  if (outcome.kind === 'kept') {
    stdout.write(
      renderKept(promise, outcome, { changedAt, total: clock.now().getTime() - start, settleSeconds }),
    );
    return 0;
  }
  const why = outcome.kind === 'broken' ? outcome.why : `nothing came within ${timeout} seconds`;
  stdout.write(`NOT OK: ${why}\n${renderWhereToLook(place)}`);
  return 1;
}

/** The table of 0.1.0 has nothing about a network ACL that was made just now. */
function findingsOf({ findingsTable }: Deployed, { dynamodb }: Clients): FindingsTable {
  return new FindingsTable(() => dynamodb, { current: findingsTable });
}

import { isAdmitted } from '../../functions/aws/change-origin.ts';
import { findRegion } from '../deployment/find-region.ts';
import { isThere, readStack, stackName } from '../deployment/stack.ts';
import { InputError } from '../input/input-error.ts';
import { admissionOf, type Hub, placeOfStack, readHub } from '../members/hub.ts';
import type { HandOverClients } from './clients.ts';
import type { HandOverContext, OwnStack } from './context.ts';
import type { StackPlace } from './options.ts';

/** A hub that findings are copied to. */
export interface TargetHub {
  readonly hub: Hub;
  readonly clients: HandOverClients;
}

/**
 * Reads a stack that is to be handed over.
 *
 * @throws InputError if it is not deployed, or is a hub itself; what `ask` throws
 */
export async function readOwnStack(
  { stage, ...source }: StackPlace,
  { createClients }: Pick<HandOverContext, 'createClients'>,
): Promise<OwnStack> {
  const region = await requireRegion(source, '--region');
  const clients = createClients(region, source.profile);
  const name = stackName(stage);
  const stack = await readStack(clients.cloudFormation, name);
  if (stack === undefined || !isThere(stack)) throw new InputError(`${name} is not deployed in ${region}`);
  if (stack.resources.has('HubBus'))
    throw new InputError(`${name} in ${region} is a hub: only a stack without members can be handed over`);
  const { account } = placeOfStack(stack);
  return { account, region, stack, clients, place: { region, profile: source.profile, stage } };
}

/**
 * Reads the hub.
 *
 * @throws InputError if it is not deployed, or is none; what `ask` throws
 */
export async function readTargetHub(
  { stage, ...source }: StackPlace,
  { createClients }: Pick<HandOverContext, 'createClients'>,
): Promise<TargetHub> {
  const region = await requireRegion(source, '--hub-region');
  const clients = createClients(region, source.profile);
  return { clients, hub: await readHub(clients.cloudFormation, stage, region) };
}

/** @throws InputError where the hub would refuse what happens in the account of the stack */
export function checkAccepted({ account, region }: OwnStack, { hub }: TargetHub): void {
  const admission = admissionOf(hub);
  if (account === hub.account && region === hub.region)
    throw new InputError(`the hub is in ${account}/${region} itself: remove the other stack there`);
  if (admission.ignoredAccounts.includes(account))
    throw new InputError(`the hub ignores account ${account}: take it out of ignoredAccounts first`);
  if (!isAdmitted({ account, region }, hub, admission))
    throw new InputError(`the hub does not accept account ${account}: add it to memberAccountIds first`);
}

async function requireRegion(source: Omit<StackPlace, 'stage'>, option: string): Promise<string> {
  const named = await findRegion(source);
  if (named === undefined)
    throw new InputError(`no region is named, expected one such as ${option} eu-central-1`);
  return named.region;
}

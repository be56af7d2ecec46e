import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { isThere, readStack, stackName } from '../../deployment/stack.ts';
import type { NamedRegion } from '../../input/aws-source.ts';
import { type Hub, listMembers, toHub } from '../../members/hub.ts';
import { checkGround, skipAfter } from '../all-checks.ts';
import {
  type CheckName,
  type CheckResult,
  mergeUnchecked,
  ORGANISATION_CHECKS,
  resultsOf,
  runCheck,
} from '../check-result.ts';
import { checkStackStatus, notDeployed } from '../stack.ts';
import { checkAccounts } from './accounts.ts';
import type { HubContext, OrganisationContext } from './context.ts';
import { checkBus } from './hub-checks.ts';
import { checkMembers } from './member-results.ts';
import { type MemberRow, toRows } from './member-rows.ts';
import { checkProven } from './proven.ts';
import { checkStackSet, type StackSetState } from './stack-instances.ts';
import { checkTrails } from './trails.ts';

/** What the checks of an organisation found. */
export interface OrganisationReport {
  readonly results: readonly CheckResult[];
  /** None where the hub or its members cannot be read. */
  readonly rows: readonly MemberRow[];
}

/** Checks a hub and its members. The results have the order of {@link ORGANISATION_CHECKS}. */
export async function checkOrganisation(
  context: OrganisationContext,
  region: NamedRegion,
): Promise<OrganisationReport> {
  const ground = await checkGround(context, region);
  if (ground.why !== undefined) return endAfter('region', ground.results, ground.why);
  const { results, hub } = await checkHubStack(context);
  const first = [...ground.results, ...results];
  if (hub === undefined) return endAfter('stack', first, 'there is no hub');
  return checkAll({ ...context, hub }, first);
}

function endAfter(check: CheckName, results: readonly CheckResult[], why: string): OrganisationReport {
  return { results: [...results, ...skipAfter(check, why, ORGANISATION_CHECKS)], rows: [] };
}

async function checkHubStack(
  context: OrganisationContext,
): Promise<{ results: readonly CheckResult[]; hub: Hub | undefined }> {
  const name = stackName(context.place.stage);
  let hub: Hub | undefined;
  const results = await runCheck('stack', `whether ${name} is deployed`, async () => {
    const stack = await readStack(context.clients.cloudFormation, name);
    if (stack === undefined || !isThere(stack)) return [notDeployed(name, context)];
    hub = toHub(stack);
    return hub === undefined ? [notHub(name)] : checkStackStatus(stack, context);
  });
  return { results, hub };
}

function notHub(name: string): CheckResult {
  const step = 'deploy it with organizationId or memberAccountIds (docs/organisation.md)';
  return resultsOf('stack').problem(
    `${name} is not a hub: it reviews its own account and region alone`,
    step,
  );
}

async function checkAll(context: HubContext, first: readonly CheckResult[]): Promise<OrganisationReport> {
  let members: readonly RegisteredMember[] | undefined;
  const registry = await runCheck('members', 'which members are registered', async () => {
    members = await listMembers(context.clients.dynamodb, context.hub);
    return [];
  });
  if (members === undefined)
    return endAfter('members', [...first, ...(await checkBus(context)), ...registry], 'no members are known');
  const known: readonly RegisteredMember[] = members;
  let stackSet: StackSetState = { results: [], instances: [] };
  const [bus, trails, accounts, instances] = await Promise.all([
    checkBus(context),
    checkTrails(known, context),
    runCheck('accounts', 'which accounts have no member', () => checkAccounts(known, context)),
    runCheck('stack set', 'the stacks of the members', async () => {
      stackSet = await checkStackSet(known, context);
      return stackSet.results;
    }),
  ]);
  const others = [...checkMembers(known, context), ...checkProven(known, context)];
  return {
    results: mergeUnchecked([...first, ...bus, ...trails.results, ...accounts, ...instances, ...others]),
    rows: toRows(known, stackSet.instances, trails.states, context.hub),
  };
}

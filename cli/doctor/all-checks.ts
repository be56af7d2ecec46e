import { createReadFunction } from '../deployment/functions.ts';
import { isThere, readStack, type Stack, stackName } from '../deployment/stack.ts';
import type { NamedRegion } from '../input/aws-source.ts';
import { checkAlarms } from './alarms.ts';
import { checkAlertKey } from './alert-key.ts';
import { checkAmazonQ } from './amazon-q.ts';
import {
  CHECKS,
  type CheckName,
  type CheckResult,
  mergeUnchecked,
  resultsOf,
  runCheck,
} from './check-result.ts';
import { checkCredentials } from './credentials.ts';
import type { CheckContext, Deployment } from './deployment.ts';
import { checkFunctions } from './functions.ts';
import { checkLastSweep } from './last-sweep.ts';
import { checkQueues } from './queues.ts';
import { checkRegion } from './region.ts';
import { checkRoles } from './roles.ts';
import { checkRules } from './rules.ts';
import { checkSlack } from './slack.ts';
import { checkStackStatus, notDeployed } from './stack.ts';
import { checkSubscriptions } from './subscriptions.ts';
import { checkTrail } from './trail.ts';

/** The checks that need a deployment. */
const DEPLOYED: Readonly<
  Partial<Record<CheckName, (deployment: Deployment) => Promise<readonly CheckResult[]>>>
> = {
  functions: checkFunctions,
  roles: checkRoles,
  rules: checkRules,
  queues: checkQueues,
  'alert key': checkAlertKey,
  subscriptions: checkSubscriptions,
  slack: checkSlack,
  'amazon q': checkAmazonQ,
  'last sweep': checkLastSweep,
  alarms: checkAlarms,
};

/** Runs every check that is possible. The results have the order of {@link CHECKS}. */
export async function runAllChecks(context: CheckContext, region: NamedRegion): Promise<CheckResult[]> {
  const { results, why } = await checkGround(context, region);
  if (why !== undefined) return [...results, ...skipAfter('region', why)];
  const [trail, stack] = await Promise.all([checkTrail(context), checkStack(context)]);
  return mergeUnchecked([...results, ...trail, ...stack]);
}

/** Checks credentials and region. @returns why no other check is possible; undefined: they are */
export async function checkGround(
  context: CheckContext,
  region: NamedRegion,
): Promise<{ results: CheckResult[]; why: string | undefined }> {
  const [credentials, regional] = await Promise.all([
    checkCredentials(context),
    checkRegion(context, region),
  ]);
  const results = mergeUnchecked([...credentials.results, ...regional.results]);
  if (!credentials.usable) return { results, why: 'there are no valid credentials' };
  return { results, why: regional.usable ? undefined : 'the region cannot be used' };
}

/** A result with the reason for each check after the given one. */
export function skipAfter(
  check: CheckName,
  why: string,
  checks: readonly CheckName[] = CHECKS,
): CheckResult[] {
  return checks.slice(checks.indexOf(check) + 1).map(each => skip(each, why));
}

export function skip(check: CheckName, why: string): CheckResult {
  return resultsOf(check).skipped(`not checked: ${why}`);
}

/** Checks the stack and, where it is deployed, its resources. */
async function checkStack(context: CheckContext): Promise<readonly CheckResult[]> {
  const name = stackName(context.place.stage);
  let stack: Stack | undefined;
  let why = 'the stack could not be read';
  const results = await runCheck('stack', `whether ${name} is deployed`, async () => {
    const read = await readStack(context.clients.cloudFormation, name);
    if (read === undefined || !isThere(read)) why = 'nothing is deployed';
    else stack = read;
    if (read === undefined) return [notDeployed(name, context)];
    return checkStackStatus(read, context);
  });
  if (stack === undefined) return [...results, ...skipAfter('stack', why)];
  return [...results, ...(await checkResources(context, stack))];
}

async function checkResources(context: CheckContext, stack: Stack): Promise<readonly CheckResult[]> {
  const readFunction = createReadFunction(context.clients.lambda, stack);
  const deployment: Deployment = { ...context, stack, readFunction };
  const checks = CHECKS.flatMap(name => {
    const check = DEPLOYED[name];
    // An unexpected error in one check does not hide the results of the others.
    return check ? [runCheck(name, 'more', () => check(deployment))] : [];
  });
  return (await Promise.all(checks)).flat();
}

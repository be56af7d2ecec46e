import { createReadFunction } from '../deployment/functions.ts';
import { isThere, readStack, type Stack, stackName } from '../deployment/stack.ts';
import type { NamedRegion } from '../input/aws-source.ts';
import { checkAlarms } from './alarms.ts';
import { checkAmazonQ } from './amazon-q.ts';
import { checkCredentials } from './credentials.ts';
import { CHECKS, type CheckName, examine, type Finding, findingsOf, mergeUnknown } from './finding.ts';
import { checkFunctions } from './functions.ts';
import { checkLastSweep } from './last-sweep.ts';
import type { Ground, Patient } from './patient.ts';
import { checkQueues } from './queues.ts';
import { checkRegion } from './region.ts';
import { checkRoles } from './roles.ts';
import { checkRules } from './rules.ts';
import { checkSlack } from './slack.ts';
import { judgeStack, notDeployed } from './stack.ts';
import { checkSubscriptions } from './subscriptions.ts';
import { checkTrail } from './trail.ts';

/** What can be looked at only where something is deployed. */
const DEPLOYED: Readonly<Partial<Record<CheckName, (patient: Patient) => Promise<readonly Finding[]>>>> = {
  functions: checkFunctions,
  roles: checkRoles,
  rules: checkRules,
  queues: checkQueues,
  subscriptions: checkSubscriptions,
  slack: checkSlack,
  'amazon q': checkAmazonQ,
  'last sweep': checkLastSweep,
  alarms: checkAlarms,
};

/** Where doctor asks, and how it asks what is no service of AWS. */
export interface Surroundings extends Ground {
  readonly fetch: typeof fetch;
}

/** Makes every check that can be made, and answers in the order of {@link CHECKS}. */
export async function examineAll(surroundings: Surroundings, region: NamedRegion): Promise<Finding[]> {
  const [credentials, regional] = await Promise.all([
    checkCredentials(surroundings),
    checkRegion(surroundings, region),
  ]);
  const first = mergeUnknown([...credentials.findings, ...regional.findings]);
  if (!credentials.usable) return [...first, ...skipAfter('region', 'there are no credentials')];
  if (!regional.usable) return [...first, ...skipAfter('region', 'the region cannot be asked')];
  const [trail, deployment] = await Promise.all([checkTrail(surroundings), examineStack(surroundings)]);
  return mergeUnknown([...first, ...trail, ...deployment]);
}

/** A finding for each check after the given one that says why it was not made. */
export function skipAfter(check: CheckName, why: string): Finding[] {
  return CHECKS.slice(CHECKS.indexOf(check) + 1).map(each => skip(each, why));
}

export function skip(check: CheckName, why: string): Finding {
  return findingsOf(check).skipped(`not looked at: ${why}`);
}

async function examineStack(surroundings: Surroundings): Promise<readonly Finding[]> {
  const name = stackName(surroundings.place.stage);
  let stack: Stack | undefined;
  let why = 'the stack is not known';
  const findings = await examine('stack', `whether ${name} is deployed`, async () => {
    const read = await readStack(surroundings.clients.cloudFormation, name);
    if (read === undefined || !isThere(read)) why = 'nothing is deployed';
    else stack = read;
    if (read === undefined) return [notDeployed(name, surroundings)];
    return judgeStack(read, surroundings);
  });
  if (stack === undefined) return [...findings, ...skipAfter('stack', why)];
  return [...findings, ...(await examineDeployed({ ...surroundings, stack }))];
}

async function examineDeployed(surroundings: Surroundings & { stack: Stack }): Promise<readonly Finding[]> {
  const readFunction = createReadFunction(surroundings.clients.lambda, surroundings.stack);
  const patient: Patient = { ...surroundings, readFunction };
  const checks = CHECKS.flatMap(name => {
    const check = DEPLOYED[name];
    // What fails in a way that nobody has thought of is no reason to keep back the rest.
    return check ? [examine(name, 'more', () => check(patient))] : [];
  });
  return (await Promise.all(checks)).flat();
}

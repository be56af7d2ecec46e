import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { parseEnvironment, VARIABLES } from '../../functions/aws/environment.ts';
import type { HubSettings } from '../../functions/aws/hub-variables.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { ask, NotThereError } from '../deployment/ask.ts';
import { npmCommand } from '../deployment/commands.ts';
import { FUNCTIONS } from '../deployment/functions.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { Deployment } from './deployment.ts';
import {
  memberContext,
  REQUIRED_PERMISSIONS,
  type StackLocation,
  toArn,
  WRITES,
  type WritePromise,
} from './required-permissions.ts';

const { ok, problem } = resultsOf('roles');

type RoleOf = keyof typeof REQUIRED_PERMISSIONS;

/** The role of a function, and where its resources are. */
interface Role {
  readonly of: RoleOf;
  readonly arn: string;
  readonly home: StackLocation;
  readonly readsExposure: boolean;
}

/** Whether the roles have the permissions that their functions need, and no write that the mode excludes. */
export async function checkRoles(deployment: Deployment): Promise<readonly CheckResult[]> {
  const names = (Object.keys(REQUIRED_PERMISSIONS) as RoleOf[]).filter(
    name => name !== 'slack' || deployment.stack.resources.has(FUNCTIONS.slack),
  );
  return (await Promise.all(names.map(name => checkRole(name, deployment)))).flat();
}

function checkRole(of: RoleOf, deployment: Deployment): Promise<readonly CheckResult[]> {
  return runCheck('roles', `the permissions of ${of}'s role`, async () => {
    const { Role = '', FunctionArn = '', Environment } = await deployment.readFunction(of);
    const [, partition = 'aws', , region = deployment.place.region, account = ''] = FunctionArn.split(':');
    const webhookParameter = Environment?.Variables?.SLACK_WEBHOOK_PARAMETER;
    const readsExposure = Environment?.Variables?.READ_EXPOSURE !== 'false';
    const hub = of === 'slack' ? undefined : readHubSettings(Environment?.Variables ?? {});
    const home = { partition, region, account, webhookParameter, hub };
    const role = { of, arn: Role, home, readsExposure };
    const mode = VARIABLES.MODE.read(Environment?.Variables?.MODE ?? VARIABLES.MODE.fallback);
    const missing = await findMissingActions(role, deployment);
    const writes = of === 'slack' || mode === undefined ? [] : await checkWrites(role, mode, deployment);
    const problems = [...toProblems(role, missing, deployment), ...writes];
    if (problems.length > 0) return problems;
    return [
      ok(
        of === 'slack'
          ? `${of}'s role has the permissions that it needs`
          : `${of}'s role has the permissions that mode ${mode} needs, and no other writes`,
      ),
    ];
  });
}

/** Undefined also where the function could not read them: its own check says so. */
function readHubSettings(variables: Readonly<Record<string, string>>): HubSettings | undefined {
  try {
    return parseEnvironment(variables).hub;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return undefined;
  }
}

/** The required actions that the role may not do. */
async function findMissingActions(role: Role, deployment: Deployment): Promise<string[]> {
  const missing: string[] = [];
  // One after the other: IAM throttles these calls early.
  for (const { actions, on, forExposure, forMembers } of REQUIRED_PERMISSIONS[role.of]) {
    if (forExposure && !role.readsExposure) continue;
    const keys = forMembers === undefined ? {} : memberContext(forMembers, role.home.hub);
    if (keys === undefined) continue;
    const resource = on === undefined ? undefined : toArn(deployment.stack, on, role.home);
    if (on !== undefined && resource === undefined) throw new NotThereError(`the stack has no ${on}`);
    const results = await simulate(role, actions, resource, keys, deployment);
    const denied = actions.filter(action => !isAllowed(results, action));
    missing.push(...denied.map(action => (on === undefined ? action : `${action} on ${on}`)));
  }
  return missing;
}

function toProblems({ of }: Role, missing: readonly string[], { place }: Deployment): CheckResult[] {
  if (missing.length === 0) return [];
  const then = `a policy of the role was changed, or a policy of the account or a boundary denies it: ${redeploy(place)}`;
  return [problem(`${of}'s role may not do ${joinWords(missing)}`, then)];
}

async function checkWrites(role: Role, mode: Mode, deployment: Deployment): Promise<CheckResult[]> {
  const { partition, region, account } = role.home;
  const networkAcl = `arn:${partition}:ec2:${region}:${account}:network-acl/acl-00000000000000000`;
  const problems: CheckResult[] = [];
  for (const write of WRITES[mode]) {
    const keys: Record<string, string> =
      write.tag === undefined ? {} : { [`aws:ResourceTag/${TAG}`]: write.tag };
    const results = await simulate(role, [WRITE], networkAcl, keys, deployment);
    if (isAllowed(results, WRITE) !== write.allowed) problems.push(wrongWrite(role, mode, write, deployment));
  }
  return problems;
}

const WRITE = 'ec2:CreateNetworkAclEntry';

function wrongWrite(
  { of }: Role,
  mode: Mode,
  { tag, allowed }: WritePromise,
  { place }: Deployment,
): CheckResult {
  const where =
    tag === undefined ? `network ACLs without the tag ${TAG}` : `network ACLs tagged ${TAG}=${tag}`;
  const says = allowed
    ? `may not add rules to ${where}, which mode ${mode} needs`
    : `may add rules to ${where}, which mode ${mode} does not allow`;
  return problem(`${of}'s role ${says}`, redeploy(place));
}

async function simulate(
  { arn }: Role,
  actions: readonly string[],
  resource: string | undefined,
  keys: Readonly<Record<string, string>>,
  { clients }: Deployment,
): Promise<readonly EvaluationResult[]> {
  const { EvaluationResults } = await ask('iam:SimulatePrincipalPolicy', () =>
    clients.iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: arn,
        ActionNames: [...actions],
        ...(resource && { ResourceArns: [resource] }),
        ContextEntries: Object.entries(keys).map(([key, value]) => ({
          ContextKeyName: key,
          ContextKeyType: 'string' as const,
          ContextKeyValues: [value],
        })),
      }),
    ),
  );
  if (EvaluationResults === undefined) throw new Error('IAM answered without results');
  return EvaluationResults;
}

function isAllowed(results: readonly EvaluationResult[], action: string): boolean {
  return results.some(
    ({ EvalActionName, EvalDecision }) => EvalActionName === action && EvalDecision === 'allowed',
  );
}

function redeploy(place: Deployment['place']): string {
  return `deploy again: ${npmCommand(place, 'deploy')}`;
}

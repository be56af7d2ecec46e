import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { VARIABLES } from '../../functions/aws/environment.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { ask, NotThereError } from '../deployment/ask.ts';
import { npmCommand } from '../deployment/commands.ts';
import { FUNCTIONS } from '../deployment/functions.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import { type Home, NEEDS, toArn, WRITES, type Write } from './needs.ts';
import type { Patient } from './patient.ts';

const { ok, problem } = findingsOf('roles');

type RoleOf = keyof typeof NEEDS;

/** A role as IAM is asked about it, and where it works. */
interface Role {
  readonly of: RoleOf;
  readonly arn: string;
  readonly home: Home;
}

/** Whether the roles may do what their functions do, and no more writes than the mode promises. */
export async function checkRoles(patient: Patient): Promise<readonly Finding[]> {
  const names = (Object.keys(NEEDS) as RoleOf[]).filter(
    name => name !== 'slack' || patient.stack.resources.has(FUNCTIONS.slack),
  );
  return (await Promise.all(names.map(name => checkRole(name, patient)))).flat();
}

function checkRole(of: RoleOf, patient: Patient): Promise<readonly Finding[]> {
  return examine('roles', `what ${of}'s role may do`, async () => {
    const { Role = '', FunctionArn = '', Environment } = await patient.readFunction(of);
    const [, partition = 'aws', , region = patient.place.region, account = ''] = FunctionArn.split(':');
    const webhookParameter = Environment?.Variables?.SLACK_WEBHOOK_PARAMETER;
    const role = { of, arn: Role, home: { partition, region, account, webhookParameter } };
    const mode = VARIABLES.MODE.read(Environment?.Variables?.MODE ?? VARIABLES.MODE.fallback);
    const lacks = await findLacks(role, patient);
    const writes = of === 'slack' || mode === undefined ? [] : await checkWrites(role, mode, patient);
    const faults = [...toFaults(role, lacks, patient), ...writes];
    if (faults.length > 0) return faults;
    return [
      ok(
        of === 'slack'
          ? `${of}'s role may do what it needs`
          : `${of}'s role may do what mode ${mode} needs, and no more writes`,
      ),
    ];
  });
}

/** The actions that the role lacks. */
async function findLacks(role: Role, patient: Patient): Promise<string[]> {
  const lacks: string[] = [];
  // One after the other: IAM takes few of these calls at a time.
  for (const { actions, on } of NEEDS[role.of]) {
    const resource = on === undefined ? undefined : toArn(patient.stack, on, role.home);
    if (on !== undefined && resource === undefined) throw new NotThereError(`the stack has no ${on}`);
    const results = await simulate(role, actions, resource, {}, patient);
    const denied = actions.filter(action => !isAllowed(results, action));
    lacks.push(...denied.map(action => (on === undefined ? action : `${action} on ${on}`)));
  }
  return lacks;
}

function toFaults({ of }: Role, lacks: readonly string[], { place }: Patient): Finding[] {
  if (lacks.length === 0) return [];
  const then = `a policy of the role was changed, or one of the account or its boundary denies it: ${redeploy(place)}`;
  return [problem(`${of}'s role may not do ${joinWords(lacks)}`, then)];
}

async function checkWrites(role: Role, mode: Mode, patient: Patient): Promise<Finding[]> {
  const { partition, region, account } = role.home;
  const networkAcl = `arn:${partition}:ec2:${region}:${account}:network-acl/acl-00000000000000000`;
  const faults: Finding[] = [];
  for (const write of WRITES[mode]) {
    const tags: Record<string, string> = write.tag === undefined ? {} : { [TAG]: write.tag };
    const results = await simulate(role, [WRITE], networkAcl, tags, patient);
    if (isAllowed(results, WRITE) !== write.allowed) faults.push(wrongWrite(role, mode, write, patient));
  }
  return faults;
}

const WRITE = 'ec2:CreateNetworkAclEntry';

function wrongWrite({ of }: Role, mode: Mode, { tag, allowed }: Write, { place }: Patient): Finding {
  const where =
    tag === undefined ? `network ACLs without the tag ${TAG}` : `network ACLs tagged ${TAG}=${tag}`;
  const may = allowed ? 'may not add rules to' : 'may add rules to';
  return problem(`${of}'s role ${may} ${where}, against what mode ${mode} promises`, redeploy(place));
}

async function simulate(
  { arn }: Role,
  actions: readonly string[],
  resource: string | undefined,
  tags: Readonly<Record<string, string>>,
  { clients }: Patient,
): Promise<readonly EvaluationResult[]> {
  const { EvaluationResults } = await ask('iam:SimulatePrincipalPolicy', () =>
    clients.iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: arn,
        ActionNames: [...actions],
        ...(resource && { ResourceArns: [resource] }),
        ContextEntries: Object.entries(tags).map(([key, value]) => ({
          ContextKeyName: `aws:ResourceTag/${key}`,
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

function redeploy(place: Patient['place']): string {
  return `deploy again: ${npmCommand(place, 'deploy')}, with your parameters`;
}

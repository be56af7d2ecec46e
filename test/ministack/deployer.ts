import { readFile } from 'node:fs/promises';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { aws, type Caller, userOf } from './region.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** What a deployer may do, as operators give it. */
export const readDeployerPolicy = async (): Promise<Policy> =>
  JSON.parse(await readFile(new URL('../../infra/deployer-policy.json', import.meta.url), 'utf8'));

/** A user with this policy, and nothing else. */
export interface Deployer extends Caller {
  readonly arn: string;
}

export async function createDeployer(UserName: string, policy: Policy): Promise<Deployer> {
  const { User } = await aws.iam.send(new CreateUserCommand({ UserName }));
  const named = { PolicyName: UserName, PolicyDocument: JSON.stringify(policy) };
  const { Policy: { Arn: PolicyArn } = {} } = await aws.iam.send(new CreatePolicyCommand(named));
  await aws.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  const { AccessKey: { AccessKeyId = '', SecretAccessKey = '' } = {} } = await aws.iam.send(
    new CreateAccessKeyCommand({ UserName }),
  );
  return { arn: User?.Arn ?? '', ...userOf(AccessKeyId, SecretAccessKey) };
}

/**
 * Statements whose condition MiniStack cannot evaluate where it simulates a policy: it ignores the context of a call. A test
 * shows for each that AWS allows calls which the simulation refuses.
 */
export const CONDITIONS_LEFT_OUT = ['NewAlertKey', 'OwnAlertKey', 'QueuesFeedTheFunctions'] as const;

/** The policy without these conditions. */
export function withoutConditions(policy: Policy, sids: readonly string[]): Policy {
  const statements = policy.Statement.map(({ Condition, ...statement }) =>
    Condition && !sids.includes(statement.Sid) ? { ...statement, Condition } : statement,
  );
  return { ...policy, Statement: statements };
}

/** @throws Error where the policy has no such statement */
export function onlyStatements(policy: Policy, isKept: (sid: string) => boolean): Policy {
  const Statement = policy.Statement.filter(({ Sid }) => isKept(Sid));
  if (Statement.length === 0 || Statement.length === policy.Statement.length)
    throw new Error('the policy has every statement, or none');
  return { ...policy, Statement };
}

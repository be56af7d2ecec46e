import {
  type CloudFormationClient,
  type Stack as CloudFormationStack,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { FunctionName } from '../../functions/aws/function-names.ts';
import { endingPages } from '../input/pages.ts';
import { ask, NotThereError } from './ask.ts';

/** One resource of the stack. */
export interface StackResource {
  readonly logicalId: string;
  /** CloudFormation's, such as `AWS::SQS::Queue`. */
  readonly type: string;
  /** Its name, URL or ARN in its service. */
  readonly physicalId: string;
}

/** A stack, as CloudFormation describes it. */
export interface Stack {
  readonly name: string;
  /** Such as `UPDATE_COMPLETE`. */
  readonly status: string;
  /** The time of the last deployment; the epoch if CloudFormation does not report it. */
  readonly deployedAt: Date;
  readonly drift: string;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: ReadonlyMap<string, string>;
  /** By their names in the template; none where the stack is of 0.1.0. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The name that osls gives the stack of a stage. */
export function stackName(stage: string): string {
  return `nacl-ephemeral-guard-${stage}`;
}

/**
 * Reads the stack and its resources.
 *
 * @returns undefined if it is not deployed
 * @throws what {@link ask} throws
 */
export async function readStack(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  const described = await describeStack(client, name);
  if (described === undefined) return undefined;
  return {
    name,
    status: described.StackStatus ?? 'unknown',
    deployedAt: described.LastUpdatedTime ?? described.CreationTime ?? new Date(0),
    drift: described.DriftInformation?.StackDriftStatus ?? 'NOT_CHECKED',
    resources: await readResources(client, name),
    outputs: new Map(
      described.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
    parameters: new Map(
      described.Parameters?.map(({ ParameterKey = '', ParameterValue = '' }) => [
        ParameterKey,
        ParameterValue,
      ]),
    ),
  };
}

async function describeStack(
  client: CloudFormationClient,
  name: string,
): Promise<CloudFormationStack | undefined> {
  return ask('cloudformation:DescribeStacks', async () => {
    try {
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks[0];
    } catch (error) {
      // CloudFormation has no code of its own for a missing stack, and the name is well-formed.
      if (error instanceof Error && error.name === 'ValidationError') return undefined;
      throw error;
    }
  });
}

async function readResources(
  client: CloudFormationClient,
  StackName: string,
): Promise<ReadonlyMap<string, StackResource>> {
  const found = new Map<string, StackResource>();
  await ask('cloudformation:ListStackResources', async () => {
    for await (const page of endingPages(paginateListStackResources({ client }, { StackName }))) {
      for (const {
        LogicalResourceId,
        PhysicalResourceId,
        ResourceType,
        ResourceStatus,
      } of page.StackResourceSummaries ?? []) {
        if (!LogicalResourceId || !PhysicalResourceId || ResourceStatus === 'DELETE_COMPLETE') continue;
        const resource = { type: ResourceType ?? '', physicalId: PhysicalResourceId };
        found.set(LogicalResourceId, { logicalId: LogicalResourceId, ...resource });
      }
    }
  });
  return found;
}

/** Whether the stack has the guard: a failed creation leaves no resources, and one by osls only its bucket. */
export function isThere({ status, resources }: Stack): boolean {
  const isRolledBack = status === 'UPDATE_ROLLBACK_COMPLETE' && !resources.has('GuardLambdaFunction');
  return (
    !isRolledBack &&
    !/^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_COMPLETE|REVIEW_IN_PROGRESS)$/.test(status)
  );
}

/** The logical ids of the resources that doctor and smoke read, from infra/*.yml and osls. */
export type LogicalId =
  | `${Capitalize<FunctionName>}${'LambdaFunction' | 'LogGroup' | 'Role'}`
  | 'GuardEventSourceMappingSQSChangeQueue'
  | 'SweepEventSourceMappingSQSSweepQueue'
  | `${'Change' | 'Sweep' | 'Slack'}Queue`
  | `${'Change' | 'Rule' | 'Sweep' | 'Slack'}DeadLetterQueue`
  | 'ChangeRule'
  | 'TagRule'
  | 'SweepRule'
  | 'SweepAfterDeployRule'
  | 'ReportRule'
  | 'TamperRule'
  | 'TamperQueue'
  | 'AlertTopic'
  | 'AmazonQChannel'
  | 'AmazonQTeamsChannel'
  | 'AlertEmail'
  | 'AlertKey'
  | 'FindingsTable'
  | 'MemberFindingsTable'
  | 'HeartbeatAlarm'
  | 'HubBus'
  | `Member${'Change' | 'Sign' | 'Tamper'}Rule`;

/** @throws NotThereError if the stack has none, because it is from another version */
export function requireResource({ name, resources }: Stack, logicalId: LogicalId): string {
  const resource = resources.get(logicalId);
  if (resource) return resource.physicalId;
  throw new NotThereError(`the stack ${name} has no ${logicalId}`);
}

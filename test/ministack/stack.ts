import { setTimeout as wait } from 'node:timers/promises';
import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import { templateName } from '../../infra/parameter.ts';
import { aws } from './region.ts';

/** A stack that was deployed, and how it is removed. */
export interface Deployed {
  readonly name: string;
  readonly idOf: (logicalId: string) => string;
  readonly remove: () => Promise<void>;
}

/** By the names that `npm run deploy` has for them. */
export type Parameters = Readonly<Record<string, string>>;

export const toParameters = (values: Parameters): Parameter[] =>
  Object.entries(values).map(([name, ParameterValue]) => ({
    ParameterKey: templateName(name),
    ParameterValue,
  }));

/**
 * Waits until an operation has ended.
 *
 * @throws Error where the operation failed
 */
export async function settle(StackName: string, { cloudFormation } = aws): Promise<void> {
  for (;;) {
    const { Stacks: [stack] = [] } = await cloudFormation
      .send(new DescribeStacksCommand({ StackName }))
      .catch(noneWhereGone);
    if (stack === undefined || /^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(stack.StackStatus ?? '')) return;
    if (/FAILED|ROLLBACK/.test(stack.StackStatus ?? ''))
      throw new Error(`${StackName} is ${stack.StackStatus}: ${stack.StackStatusReason}`);
    await wait(300);
  }
}

function noneWhereGone(error: Error): { Stacks: [] } {
  if (!error.message.endsWith('does not exist')) throw error;
  return { Stacks: [] };
}

/** A resource as CloudFormation made it. */
export interface Resource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

export async function resourcesOf(StackName: string, { cloudFormation } = aws): Promise<Resource[]> {
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' }) => ({
    logicalId: LogicalResourceId,
    physicalId: PhysicalResourceId,
    type: ResourceType,
  }));
}

export async function describe(name: string): Promise<Omit<Deployed, 'remove'>> {
  const ids = new Map((await resourcesOf(name)).map(({ logicalId, physicalId }) => [logicalId, physicalId]));
  return {
    name,
    idOf: logicalId => {
      const id = ids.get(logicalId);
      if (id === undefined) throw new Error(`${name} has no ${logicalId}`);
      return id;
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { aws } from './region.ts';
import { type Resource, resourcesOf } from './stack.ts';

/** What an operator has in a stack. */
export async function snapshot(name: string) {
  const resources = await resourcesOf(name);
  return {
    parameters: await parametersOf(name),
    physicalIds: Object.fromEntries(resources.map(({ logicalId, physicalId }) => [logicalId, physicalId])),
    items: await eachOf(resources, 'AWS::DynamoDB::Table', itemsOf),
    subscriptions: await eachOf(resources, 'AWS::SNS::Topic', subscriptionsOf),
    environments: await eachOf(resources, 'AWS::Lambda::Function', environmentOf),
    code: await eachOf(resources, 'AWS::Lambda::Function', codeOf),
  };
}

/** What a function answers for each resource of a type, by logical id. */
async function eachOf<T>(
  resources: readonly Resource[],
  type: string,
  read: (physicalId: string) => Promise<T>,
): Promise<Record<string, T>> {
  const answers: [string, T][] = [];
  for (const { logicalId, physicalId, ...resource } of resources)
    if (resource.type === type) answers.push([logicalId, await read(physicalId)]);
  return Object.fromEntries(answers);
}

async function parametersOf(StackName: string): Promise<Record<string, string>> {
  const { Stacks: [stack] = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const parameters = stack?.Parameters ?? [];
  return Object.fromEntries(
    parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
}

/** Waits until every alert is sent and on record: an update in between would end the function that sends it. */
export async function recorded(table: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(300)) {
    const items = await itemsOf(table);
    if (items.every(({ busyUntil, pending }) => !busyUntil && !pending?.L?.length)) return;
  }
  throw new Error(`${table} has alerts that are not sent after a minute`);
}

export async function itemsOf(TableName: string) {
  const { Items = [] } = await aws.dynamoDb.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items;
}

async function subscriptionsOf(TopicArn: string) {
  const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.map(({ SubscriptionArn, Protocol, Endpoint }) => [
    SubscriptionArn,
    Protocol,
    Endpoint,
  ]).toSorted();
}

const configurationOf = (FunctionName: string) =>
  aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
const environmentOf = async (name: string) => (await configurationOf(name)).Environment?.Variables;
const codeOf = async (name: string) => (await configurationOf(name)).CodeSha256;

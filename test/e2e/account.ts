import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { aws, ENDPOINT, signInOperator } from './region.ts';

/** What a deployment creates, by kind, as the account lists it. */
export async function inventory(): Promise<Record<string, string[]>> {
  const [stacks, buckets, functions, mappings, queues, rules, topics, tables, roles] = await Promise.all([
    aws.cloudFormation.send(new DescribeStacksCommand()),
    aws.s3.send(new ListBucketsCommand()),
    aws.lambda.send(new ListFunctionsCommand()),
    aws.lambda.send(new ListEventSourceMappingsCommand()),
    aws.sqs.send(new ListQueuesCommand()),
    aws.events.send(new ListRulesCommand()),
    aws.sns.send(new ListTopicsCommand()),
    aws.dynamoDb.send(new ListTablesCommand()),
    aws.iam.send(new ListRolesCommand()),
  ]);
  return {
    stacks: present(stacks.Stacks?.map(({ StackName }) => StackName)),
    buckets: present(buckets.Buckets?.map(({ Name }) => Name)),
    functions: present(functions.Functions?.map(({ FunctionName }) => FunctionName)),
    mappings: present(mappings.EventSourceMappings?.map(({ EventSourceArn }) => EventSourceArn)),
    queues: present(queues.QueueUrls),
    rules: present(rules.Rules?.map(({ Name }) => Name)),
    topics: present(topics.Topics?.map(({ TopicArn }) => TopicArn)),
    tables: present(tables.TableNames),
    roles: present(roles.Roles?.map(({ RoleName }) => RoleName)),
  };
}

const present = (names: readonly (string | undefined)[] = []): string[] =>
  names.filter(name => name !== undefined);

/** Empties all accounts, and signs the operator in: the next test finds nothing of the last. */
export async function resetAccount(): Promise<void> {
  const { ok, status } = await fetch(`${ENDPOINT}/moto-api/reset`, { method: 'POST' });
  if (!ok) throw new Error(`moto answers ${status} to a reset`);
  await signInOperator();
}

import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { ContractRegion } from '../aws-contract.ts';
import { makeSurroundings } from './make-surroundings.ts';
import { makeVpc } from './make-vpc.ts';
import { type Making, makeOne } from './making.ts';
import { patiently } from './patience.ts';
import { namesOf, tagsOf } from './run.ts';

/** Seconds that a table may take to become active. */
const TABLE_TIMEOUT = 120;

/**
 * Creates what the contract needs, each with the tags of the run, and waits until it can be seen.
 *
 * @throws what a call throws; what was created until then is recorded
 */
export async function makeRegion(making: Making): Promise<ContractRegion> {
  const { run } = making;
  const vpc = await makeVpc(making);
  const surroundings = await makeSurroundings(making, vpc);
  const named = await makeNamed(making);
  return { ...vpc, surroundings, ...named, entryQuota: run.entryQuota };
}

async function makeNamed(
  making: Making,
): Promise<Pick<ContractRegion, 'topicArn' | 'findingsTable' | 'parameter' | 'queueUrl'>> {
  const { run } = making;
  const { resource: name, parameter: Name } = namesOf(run);
  const Tags = tagsOf(run);
  const topicArn = await makeOne(making, 'topic', async ({ sns }) => {
    return (await sns.send(new CreateTopicCommand({ Name: name, Tags }))).TopicArn;
  });
  const queueUrl = await makeOne(making, 'queue', async ({ sqs }) => {
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    return (await sqs.send(new CreateQueueCommand({ QueueName: name, tags }))).QueueUrl;
  });
  const parameter = { name: Name, value: 'not for everybody' };
  await makeOne(making, 'parameter', async ({ ssm }) => {
    const input = { Name, Type: 'SecureString', Value: parameter.value, Tags } as const;
    await ssm.send(new PutParameterCommand(input));
    return Name;
  });
  await patiently('the parameter', async () => {
    const { Parameters = [] } = await making.clients.ssm.send(new GetParametersCommand({ Names: [Name] }));
    return Parameters[0]?.Name;
  });
  return { topicArn, queueUrl, parameter, findingsTable: await makeTable(making) };
}

async function makeTable(making: Making): Promise<string> {
  const { resource: TableName } = namesOf(making.run);
  await makeOne(making, 'table', async ({ dynamodb }) => {
    const table = {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'member', AttributeType: 'S' },
        { AttributeName: 'networkAclId', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'member', KeyType: 'HASH' },
        { AttributeName: 'networkAclId', KeyType: 'RANGE' },
      ],
      Tags: tagsOf(making.run),
    } as const satisfies ConstructorParameters<typeof CreateTableCommand>[0];
    await dynamodb.send(new CreateTableCommand(table));
    return TableName;
  });
  const waiting = { client: making.clients.dynamodb, maxWaitTime: TABLE_TIMEOUT, minDelay: 1, maxDelay: 5 };
  await waitUntilTableExists(waiting, { TableName });
  return TableName;
}

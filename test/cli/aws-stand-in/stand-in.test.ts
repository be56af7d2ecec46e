import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { egressRules, FINDINGS_TABLE, NETWORK_ACL_ID, startRegion, TOPIC_ARN } from './region.ts';

test('AWS_ENDPOINT_URL alone brings the clients of all services to it', async () => {
  const { standIn } = await startRegion();
  vi.stubEnv('AWS_ENDPOINT_URL', standIn.endpoint);
  onTestFinished(() => void vi.unstubAllEnvs());
  const config = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  await new EC2Client(config).send(new DescribeNetworkAclsCommand());
  await new SNSClient(config).send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: 'text' }));
  await new DynamoDBClient(config).send(new ListTablesCommand());
  await new SSMClient(config).send(new GetParametersCommand({ Names: ['/any'] }));
  const message = { QueueUrl: standIn.queueUrl, MessageBody: 'text' };
  await new SQSClient(config).send(new SendMessageCommand(message));
  expect(standIn.calls.map(({ service }) => service)).toEqual(['ec2', 'sns', 'dynamodb', 'ssm', 'sqs']);
});

describe('a hook', () => {
  test('runs once, before the call that it waits for is applied', async () => {
    const region = await startRegion();
    region.standIn.before('CreateNetworkAclEntry', async () => {
      await region.createEntry({ RuleAction: 'deny' });
    });
    await region.describe();
    await expect(region.createEntry()).rejects.toMatchObject({ name: 'NetworkAclEntryAlreadyExists' });
    await region.createEntry({ RuleNumber: 110 });
    expect(egressRules(region)).toEqual([100, 110]);
    const outcomes = region.standIn.calls.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['ok', 'ok', 'NetworkAclEntryAlreadyExists', 'ok']);
  });

  test('waits for a call that is applied, when a fault keeps the first one out', async () => {
    const { describe, standIn } = await startRegion();
    standIn.inject({ action: 'DescribeNetworkAcls', fault: 'throttle' });
    standIn.before('DescribeNetworkAcls', () => standIn.removeNetworkAcl(NETWORK_ACL_ID));
    await expect(describe()).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    expect(standIn.networkAcl(NETWORK_ACL_ID)).toBeDefined();
    expect(await describe()).toEqual([]);
  });

  test('that fails, fails the call with its words', async () => {
    const { describe, standIn } = await startRegion();
    standIn.before('DescribeNetworkAcls', () => {
      throw new Error('no such edit');
    });
    await expect(describe()).rejects.toThrow('no such edit');
  });
});

const openTcpHandles = () => process.getActiveResourcesInfo().filter(name => name.startsWith('TCP'));

test('close drops a hanging request and leaves no handle open', async () => {
  const standIn = await startStandIn({ networkAcls: [], topicArn: TOPIC_ARN, findingsTable: FINDINGS_TABLE });
  standIn.inject({ action: 'Publish', fault: 'hang' });
  const body = 'Action=Publish&Version=2010-03-31';
  const hanging = fetch(standIn.endpoint, { method: 'POST', body }).catch((error: Error) => error);
  await expect.poll(() => standIn.calls).toHaveLength(1);
  await standIn.close();
  expect(await hanging).toBeInstanceOf(TypeError);
  await expect.poll(openTcpHandles).toEqual([]);
});

test('close can be called again, and nobody answers any more', async () => {
  const { describe, standIn } = await startRegion();
  await describe();
  await standIn.close();
  await standIn.close();
  await expect(fetch(standIn.endpoint)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});

test('two stand-ins have nothing in common', async () => {
  const [one, other] = await Promise.all([startRegion(), startRegion()]);
  await one.createEntry();
  expect(one.standIn.endpoint).not.toBe(other.standIn.endpoint);
  expect(other.standIn.calls).toEqual([]);
  expect(other.standIn.networkAcl('acl-1')).not.toEqual(one.standIn.networkAcl('acl-1'));
});

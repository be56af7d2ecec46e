import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeNetworkAclsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { FINDINGS_TABLE, NETWORK_ACL_ID, startRegion, TOPIC_ARN } from './region.ts';

describe('the call record', () => {
  test('has every call in order, with its parameters and its outcome', async () => {
    const { ec2, createEntry, publish, dynamodb, standIn } = await startRegion();
    await ec2.send(new DescribeNetworkAclsCommand({ Filters: [{ Name: 'vpc-id', Values: ['a', 'b'] }] }));
    await Promise.allSettled([createEntry({ RuleNumber: 0 })]);
    await publish();
    const Item = { member: { S: '123456789012/us-east-1' }, networkAclId: { S: NETWORK_ACL_ID } };
    const refusedPut = {
      TableName: FINDINGS_TABLE,
      Item,
      ConditionExpression: 'attribute_exists(networkAclId)',
    };
    await Promise.allSettled([dynamodb.send(new PutItemCommand(refusedPut))]);
    expect(standIn.calls).toEqual([
      {
        service: 'ec2',
        action: 'DescribeNetworkAcls',
        parameters: { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': 'a', 'Filter.1.Value.2': 'b' },
        outcome: 'ok',
      },
      {
        service: 'ec2',
        action: 'CreateNetworkAclEntry',
        parameters: {
          NetworkAclId: NETWORK_ACL_ID,
          RuleNumber: '0',
          Protocol: '6',
          RuleAction: 'allow',
          Egress: 'true',
          CidrBlock: '10.0.0.0/8',
          'PortRange.From': '443',
          'PortRange.To': '443',
        },
        outcome: 'InvalidParameterValue',
      },
      {
        service: 'sns',
        action: 'Publish',
        parameters: { TopicArn: TOPIC_ARN, Message: 'text' },
        outcome: 'ok',
      },
      {
        service: 'dynamodb',
        action: 'PutItem',
        parameters: refusedPut,
        outcome: 'ConditionalCheckFailedException',
      },
    ]);
  });

  test('shows a call to a service that is not here, which is refused', async () => {
    const { standIn } = await startRegion();
    const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' };
    const { status } = await fetch(standIn.endpoint, { method: 'POST', headers, body: '{}' });
    expect(status).toBe(501);
    expect(standIn.calls).toEqual([
      { service: 'unknown', action: 'Kinesis_20131202.PutRecord', parameters: {}, outcome: 'NotImplemented' },
    ]);
  });

  test('can be cleared, with the published messages', async () => {
    const { publish, standIn } = await startRegion();
    await publish();
    standIn.clearCalls();
    expect([...standIn.calls, ...standIn.published]).toEqual([]);
    await publish();
    expect([standIn.calls.length, standIn.published.length]).toEqual([1, 1]);
  });
});

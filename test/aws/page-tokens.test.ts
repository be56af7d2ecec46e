import { DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { Ec2NetworkAcls } from '../../functions/aws/ec2-network-acls.ts';
import { listPending, listRecorded } from '../../functions/aws/listed-findings.ts';
import { PageTokens } from '../../functions/aws/page-tokens.ts';

const HOME = { account: '123456789012', region: 'us-east-1', partition: 'aws' };

describe('page tokens', () => {
  it.each<[readonly (string | undefined)[], readonly (string | undefined)[]]>([
    [[undefined], [undefined]],
    [[''], [undefined]],
    [
      ['a', 'b', undefined],
      ['a', 'b', undefined],
    ],
  ])('%j lead to %j', (answered, expected) => {
    const tokens = new PageTokens('network ACLs');
    expect(answered.map(token => tokens.next(token))).toEqual(expected);
  });

  it.each([
    [['a'], 'a'],
    [['a', 'b'], 'a'],
    [['a', 'b', 'c'], 'b'],
  ])('after %j, %j is an error', (before, repeated) => {
    const tokens = new PageTokens('network ACLs');
    for (const token of before) tokens.next(token);
    expect(() => tokens.next(repeated)).toThrow(
      'the list of network ACLs does not end: a page token is repeated',
    );
  });
});

describe('a service that repeats its page tokens', () => {
  it.each([[['a', 'a']], [['a', 'b', 'a']]])('ends the reading of network ACLs: %j', async answered => {
    const ec2 = mockClient(EC2Client);
    const left = [...answered];
    ec2.on(DescribeNetworkAclsCommand).callsFake(() => ({ NetworkAcls: [], NextToken: left.shift() }));
    const client = new EC2Client({});
    const networkAcls = new Ec2NetworkAcls(client, () => client, HOME);
    await expect(networkAcls.read(['acl-1'])).rejects.toThrow('a page token is repeated');
    expect(ec2.calls()).toHaveLength(answered.length);
  });

  it.each([
    ['of what is on record', (client: DynamoDBClient) => listRecorded(client, { current: 'findings' }, HOME)],
    ['of what is pending', (client: DynamoDBClient) => listPending(client, { current: 'findings' })],
  ])('ends the list %s', async (_, list) => {
    const dynamodb = mockClient(DynamoDBClient);
    const page = { Items: [], LastEvaluatedKey: { networkAclId: { S: 'acl-1' } } };
    dynamodb.on(ScanCommand).resolves(page).on(QueryCommand).resolves(page);
    await expect(list(new DynamoDBClient({}))).rejects.toThrow('a page token is repeated');
    expect(dynamodb.calls()).toHaveLength(2);
  });
});

import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeNetworkAclsCommand, DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { SQSRecord } from 'aws-lambda';
import { CLIENT_SETTINGS } from '../../../functions/aws/clients.ts';

/**
 * The floor: the least that a guard over the SDK can cost. The clients that guard needs, with guard's settings, and the
 * calls of the first review of a broken network ACL in notify mode; nothing is evaluated, rendered or logged.
 */
const settings = { ...CLIENT_SETTINGS, region: process.env.AWS_REGION ?? '' };
const ec2 = new EC2Client(settings);
const dynamodb = new DynamoDBClient(settings);
const sqs = new SQSClient(settings);
const table = { TableName: process.env.FINDINGS_TABLE ?? '' };

/** The account of the event that is measured: another's would be reached by a role, as in a hub. */
const HOME = '123456789012';

/** As guard's: takes a batch of the change queue, and answers what failed. */
export async function handler({ Records }: { readonly Records: readonly SQSRecord[] }) {
  for (const { body, attributes } of Records) {
    const { account, detail } = JSON.parse(body);
    if (account !== HOME) await assumeRole(account);
    const { networkAclId } = detail.requestParameters;
    await review(networkAclId);
    if (Number(attributes?.ApproximateReceiveCount ?? 1) > 2) await publish(networkAclId);
  }
  await sqs.send(
    new SendMessageCommand({ QueueUrl: process.env.SWEEP_QUEUE_URL, MessageBody: '{"report":{}}' }),
  );
  return { batchItemFailures: [] };
}

async function review(networkAclId: string): Promise<void> {
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: 'network-acl-id', Values: [networkAclId] }] }),
  );
  const key = { member: { S: '123456789012/us-east-1' }, networkAclId: { S: networkAclId } };
  await dynamodb.send(new GetItemCommand({ ...table, Key: key, ConsistentRead: true }));
  const resources = NetworkAcls.flatMap(({ VpcId = '', Associations = [] }) => [
    VpcId,
    ...Associations.map(({ SubnetId = '' }) => SubnetId),
  ]);
  const tagged = { Name: 'resource-id', Values: resources };
  await ec2.send(new DescribeTagsCommand({ Filters: [tagged, { Name: 'key', Values: ['Name'] }] }), {
    abortSignal: AbortSignal.timeout(2_000),
  });
  await dynamodb.send(
    new PutItemCommand({ ...table, Item: key, ConditionExpression: 'attribute_not_exists(networkAclId)' }),
  );
}

async function assumeRole(account: string): Promise<void> {
  const RoleArn = `arn:aws:iam::${account}:role/reader`;
  await new STSClient(settings).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'floor' }));
}

/** As guard's, of the third delivery and the fourth alone. */
async function publish(networkAclId: string): Promise<void> {
  await new SNSClient(settings).send(
    new PublishCommand({ TopicArn: process.env.ALERT_TOPIC_ARN, Subject: 'floor', Message: networkAclId }),
  );
}

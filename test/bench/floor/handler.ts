import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeNetworkAclsCommand, DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const REQUEST_HANDLER = { connectionTimeout: 1_000, requestTimeout: 3_000, socketTimeout: 3_000, throwOnRequestTimeout: true };
const s = { region: process.env.AWS_REGION, maxAttempts: 3, requestHandler: REQUEST_HANDLER };
const ec2 = new EC2Client(s); const db = new DynamoDBClient(s); const sns = new SNSClient(s);
export async function handler() {
  await ec2.send(new DescribeNetworkAclsCommand({})); await db.send(new GetItemCommand({ TableName: 'f', Key: {} }));
  await ec2.send(new DescribeTagsCommand({}));
  await sns.send(new PublishCommand({ Message: 'x' })); await db.send(new PutItemCommand({ TableName: 'f', Item: {} }));
}

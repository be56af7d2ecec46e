import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** What main.ts gives to the tests. */
export function handed(name: 'E2E_ENDPOINT' | 'E2E_RUNTIME' | 'E2E_DIRECTORY'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: start these tests with npm run test:e2e`);
  return value;
}

/** Where moto plays AWS. */
export const ENDPOINT = handed('E2E_ENDPOINT');
export const REGION = 'eu-central-1';
/** moto's own, with any credentials. */
export const ACCOUNT = '123456789012';

/** For osls and for the functions: credentials of no one, and moto in place of AWS. */
export const AWS_VARIABLES = {
  AWS_ENDPOINT_URL: ENDPOINT,
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_SESSION_TOKEN: 'nowhere',
};

const SETTINGS = {
  endpoint: ENDPOINT,
  region: REGION,
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
};

/** The account as its operator sees it. */
export const aws = {
  cloudFormation: new CloudFormationClient(SETTINGS),
  dynamoDb: new DynamoDBClient(SETTINGS),
  ec2: new EC2Client(SETTINGS),
  events: new EventBridgeClient(SETTINGS),
  iam: new IAMClient(SETTINGS),
  lambda: new LambdaClient(SETTINGS),
  // A bucket in the path: its name in the host's would be looked up in DNS.
  s3: new S3Client({ ...SETTINGS, forcePathStyle: true }),
  sns: new SNSClient(SETTINGS),
  sqs: new SQSClient(SETTINGS),
  ssm: new SSMClient(SETTINGS),
};

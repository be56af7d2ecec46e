import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

export const REGION = 'eu-central-1';
/** MiniStack's own. */
export const ACCOUNT = '000000000000';

const SETTINGS = { region: REGION };

/** The account as its administrator sees it; main.ts sets the endpoint and the credentials. */
export const aws = {
  cloudFormation: new CloudFormationClient(SETTINGS),
  ec2: new EC2Client(SETTINGS),
  lambda: new LambdaClient(SETTINGS),
  s3: new S3Client({ ...SETTINGS, forcePathStyle: true }),
  sns: new SNSClient(SETTINGS),
  sqs: new SQSClient(SETTINGS),
};

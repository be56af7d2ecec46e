import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Credentials, STSClient } from '@aws-sdk/client-sts';

export const REGION = 'eu-central-1';
/** MiniStack's own. */
export const ACCOUNT = '000000000000';

interface Settings {
  readonly region: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

const clientsOf = (settings: Settings) => ({
  cloudFormation: new CloudFormationClient(settings),
  dynamoDb: new DynamoDBClient(settings),
  ec2: new EC2Client(settings),
  iam: new IAMClient(settings),
  lambda: new LambdaClient(settings),
  s3: new S3Client({ ...settings, forcePathStyle: true }),
  sns: new SNSClient(settings),
  sqs: new SQSClient(settings),
  sts: new STSClient(settings),
});

export type Clients = ReturnType<typeof clientsOf>;

/** The account as its administrator sees it; main.ts sets the endpoint and the credentials. */
export const aws: Clients = clientsOf({ region: REGION });

/** Who deploys: by clients, and by programs with these variables. */
export interface Caller {
  readonly clients: Clients;
  readonly variables: Readonly<Record<string, string>>;
}

export const ADMINISTRATOR: Caller = { clients: aws, variables: {} };

/** A user with an access key. */
export const userOf = (accessKeyId: string, secretAccessKey: string): Caller => ({
  clients: clientsOf({ region: REGION, credentials: { accessKeyId, secretAccessKey } }),
  variables: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
});

/** Another account and region as its administrator sees it: MiniStack knows an account by such a key. */
export const administratorOf = (account: string, region: string): Clients =>
  clientsOf({ region, credentials: { accessKeyId: account, secretAccessKey: 'administrator' } });

/** What a session may do. */
export const sessionOf = (
  { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Credentials,
  region: string,
): Clients =>
  clientsOf({
    region,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
  });

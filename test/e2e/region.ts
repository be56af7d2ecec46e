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
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** What main.ts gives to the tests. */
const HANDED = ['E2E_ENDPOINT', 'E2E_STACKS', 'E2E_RUNTIME', 'E2E_DIRECTORY'] as const;

/** @throws Error where the tests were started in another way */
export function handed(name: (typeof HANDED)[number]): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: start these tests with npm run test:e2e`);
  return value;
}

/** Where moto plays AWS. */
export const ENDPOINT = handed('E2E_ENDPOINT');
/** The same for CloudFormation: it refuses parameters that a template lacks. */
const STACKS_ENDPOINT = handed('E2E_STACKS');
/** A test of a hub sets another one. */
export const REGION = process.env.E2E_REGION ?? 'eu-central-1';
/** moto's own, with any credentials that are not of an assumed role. */
export const ACCOUNT = '123456789012';

/** For osls and for the functions: credentials of no one, and moto in place of AWS. */
export const AWS_VARIABLES = {
  AWS_ENDPOINT_URL: ENDPOINT,
  AWS_ENDPOINT_URL_CLOUDFORMATION: STACKS_ENDPOINT,
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_SESSION_TOKEN: 'nowhere',
};

interface Settings {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

const clientsOf = (settings: Settings) => {
  const all = { endpoint: ENDPOINT, ...settings };
  return {
    cloudFormation: new CloudFormationClient({ ...settings, endpoint: STACKS_ENDPOINT }),
    dynamoDb: new DynamoDBClient(all),
    ec2: new EC2Client(all),
    events: new EventBridgeClient(all),
    iam: new IAMClient(all),
    lambda: new LambdaClient(all),
    // A bucket in the path: its name in the host's would be looked up in DNS.
    s3: new S3Client({ ...all, forcePathStyle: true }),
    sns: new SNSClient(all),
    sqs: new SQSClient(all),
    ssm: new SSMClient(all),
    sts: new STSClient(all),
  };
};

/** The clients of an operator, for one account and region. */
export type Clients = ReturnType<typeof clientsOf>;

/** The account as its operator sees it. */
export const aws: Clients = clientsOf({
  region: REGION,
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
});

/** Another account and region as its operator sees it: moto lets in whoever assumes a role there. */
export async function signIn(account: string, region: string): Promise<Clients> {
  const RoleArn = `arn:aws:iam::${account}:role/operator`;
  const { Credentials } = await aws.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'operator' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return clientsOf({ region, credentials });
}

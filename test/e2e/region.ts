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
/** moto's own, with any credentials that are not of an account. */
const ANY_ACCOUNT = '123456789012';
/** A test of a hub sets another one. */
export const ACCOUNT = process.env.E2E_ACCOUNT ?? ANY_ACCOUNT;

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Of no one: moto takes them for credentials of its own account. */
const NO_ONE: Credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing', sessionToken: 'nowhere' };
let operator = NO_ONE;

/** For osls and for the functions: credentials of the account, and moto in place of AWS. */
export const toAwsVariables = () => ({
  AWS_ENDPOINT_URL: ENDPOINT,
  AWS_ENDPOINT_URL_CLOUDFORMATION: STACKS_ENDPOINT,
  AWS_ACCESS_KEY_ID: operator.accessKeyId,
  AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
  AWS_SESSION_TOKEN: operator.sessionToken,
});

/** Asked with each call: moto forgets the session of an operator when it is emptied. */
type Provide = () => Promise<Credentials>;

const clientsOf = (region: string, provide: Provide) => {
  // Else the SDK would keep the first answer for itself.
  const credentials = Object.assign(provide, { memoized: true });
  const all = { region, credentials, endpoint: ENDPOINT };
  return {
    cloudFormation: new CloudFormationClient({ ...all, endpoint: STACKS_ENDPOINT }),
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
export const aws: Clients = clientsOf(REGION, async () => operator);

/** Signs the operator in to an account that was emptied. */
export async function signInOperator(): Promise<void> {
  operator = NO_ONE;
  if (ACCOUNT !== ANY_ACCOUNT) operator = await assumeOperator(ACCOUNT);
}

/** Another account and region as its operator sees it. */
export async function signIn(account: string, region: string): Promise<Clients> {
  const session = await assumeOperator(account);
  return clientsOf(region, async () => session);
}

/**
 * moto lets in whoever assumes a role, and knows an account by its access keys. The variable MOTO_ACCOUNT_ID would set one
 * account for all of them (get_current_account of moto/core/responses.py).
 */
async function assumeOperator(account: string): Promise<Credentials> {
  const RoleArn = `arn:aws:iam::${account}:role/operator`;
  const { Credentials } = await aws.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'operator' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** A client for each service that the functions call. */
export interface AwsClients {
  readonly ec2: EC2Client;
  readonly sns: SNSClient;
  readonly dynamodb: DynamoDBClient;
  readonly ssm: SSMClient;
  readonly sqs: SQSClient;
}

/** Which account and region; what is not given is found as the AWS CLI finds it. */
export interface AccountOptions {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Attempts at a call: a busy account throttles, and one throttled call must not end the run. */
const ATTEMPTS = 8;

/**
 * Clients of a peer on this machine. Endpoint, region and credentials are given, so that nothing in the environment or
 * in the AWS CLI's files can lead to an account.
 */
export function createPeerClients(endpoint: string): AwsClients {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return createClients({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** Clients of a real account, or of what `AWS_ENDPOINT_URL` names. */
export function createAccountClients({ region, profile }: AccountOptions): AwsClients {
  return createClients({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    maxAttempts: ATTEMPTS,
  });
}

export function destroyClients(clients: AwsClients): void {
  for (const client of Object.values(clients)) client.destroy();
}

interface Config {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

function createClients(config: Config): AwsClients {
  return {
    ec2: new EC2Client(config),
    sns: new SNSClient(config),
    dynamodb: new DynamoDBClient(config),
    ssm: new SSMClient(config),
    sqs: new SQSClient(config),
  };
}

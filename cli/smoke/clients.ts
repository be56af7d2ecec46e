import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_BOUNDS } from '../deployment/client-bounds.ts';

/** The services that smoke calls. */
export interface SmokeClients {
  readonly cloudFormation: CloudFormationClient;
  readonly dynamodb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
}

/** Creates the clients of one region. */
export function createClients(region: string, profile: string | undefined): SmokeClients {
  const settings = { ...CLIENT_BOUNDS, ...(profile && { profile }), region };
  return {
    cloudFormation: new CloudFormationClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ec2: new EC2Client(settings),
    lambda: new LambdaClient(settings),
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
  };
}

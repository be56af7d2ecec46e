import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { CLIENT_BOUNDS } from '../deployment/client-bounds.ts';
import { toClientSettings } from '../input/aws-source.ts';

/** The services that doctor calls. */
export interface DoctorClients {
  readonly cloudFormation: CloudFormationClient;
  /** By region: the event selectors of a trail can be read only in its home region. */
  readonly cloudTrail: (region: string) => CloudTrailClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly eventBridge: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly organizations: OrganizationsClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** Creates the clients of one region. @param credentials - of a role in another account; absent: those of the profile */
export function createClients(
  region: string,
  profile: string | undefined,
  credentials?: AwsCredentialIdentityProvider,
): DoctorClients {
  const settings = {
    ...CLIENT_BOUNDS,
    ...toClientSettings({ region, profile }),
    ...(credentials && { credentials }),
  };
  return {
    cloudFormation: new CloudFormationClient(settings),
    cloudTrail: home => new CloudTrailClient({ ...settings, region: home }),
    cloudWatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ec2: new EC2Client(settings),
    eventBridge: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    lambda: new LambdaClient(settings),
    organizations: new OrganizationsClient(settings),
    sns: new SNSClient(settings),
    // Otherwise the SDK calls the host of the queue's URL and ignores AWS_ENDPOINT_URL.
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(settings),
    sts: new STSClient(settings),
  };
}

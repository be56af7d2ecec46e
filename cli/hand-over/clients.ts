import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_BOUNDS } from '../deployment/client-bounds.ts';
import { toClientSettings } from '../input/aws-source.ts';

/** The services of a stack, or of the hub, that hand-over calls. */
export interface HandOverClients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly eventBridge: EventBridgeClient;
  readonly sqs: SQSClient;
}

/** Creates the clients of one region and profile. */
export function createClients(region: string, profile: string | undefined): HandOverClients {
  const settings = { ...CLIENT_BOUNDS, ...toClientSettings({ region, profile }) };
  return {
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    eventBridge: new EventBridgeClient(settings),
    // Otherwise the SDK calls the host of the queue's URL and ignores AWS_ENDPOINT_URL.
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
  };
}

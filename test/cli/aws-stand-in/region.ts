import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DescribeNetworkAclsCommand,
  EC2Client,
  type NetworkAcl,
} from '@aws-sdk/client-ec2';
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';

export const NETWORK_ACL_ID = 'acl-1';
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
export const FINDINGS_TABLE = 'findings';

export const HTTPS_OUT = {
  CidrBlock: '10.0.0.0/8',
  Egress: true,
  PortRange: { From: 443, To: 443 },
  Protocol: '6',
  RuleAction: 'allow',
  RuleNumber: 100,
} as const;

/** A stand-in of the test's own, and the real clients that talk to it. */
export interface Region {
  readonly standIn: StandIn;
  readonly ec2: EC2Client;
  readonly sns: SNSClient;
  readonly dynamodb: DynamoDBClient;
  readonly ssm: SSMClient;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
  describe(...ids: string[]): Promise<NetworkAcl[] | undefined>;
  createEntry(entry?: Partial<CreateNetworkAclEntryCommandInput>): Promise<unknown>;
  publish(input?: Partial<PublishCommandInput>): Promise<unknown>;
  putItem(): Promise<unknown>;
  getParameters(): Promise<unknown>;
  sendMessage(): Promise<unknown>;
  identify(): Promise<unknown>;
}

/** Starts a region that ends with the test. Its clients try once, unless told otherwise. */
export async function startRegion(
  options: Partial<StandInOptions> = {},
  { maxAttempts = 1, requestTimeout = 10_000 } = {},
): Promise<Region> {
  const networkAcls = [{ NetworkAclId: NETWORK_ACL_ID, VpcId: 'vpc-1' }];
  const defaults = { networkAcls, topicArn: TOPIC_ARN, findingsTable: FINDINGS_TABLE };
  const standIn = await startStandIn({ ...defaults, ...options });
  onTestFinished(() => standIn.close());
  const config = {
    endpoint: standIn.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
    requestHandler: { requestTimeout, throwOnRequestTimeout: true },
  };
  const clients = {
    ec2: new EC2Client(config),
    sns: new SNSClient(config),
    dynamodb: new DynamoDBClient(config),
    ssm: new SSMClient(config),
    sqs: new SQSClient(config),
    sts: new STSClient(config),
  };
  return { standIn, ...clients, ...callsOf(clients, standIn.queueUrl) };
}

function callsOf(
  { ec2, sns, dynamodb, ssm, sqs, sts }: Pick<Region, 'ec2' | 'sns' | 'dynamodb' | 'ssm' | 'sqs' | 'sts'>,
  QueueUrl: string,
) {
  const item = { member: { S: '123456789012/us-east-1' }, networkAclId: { S: NETWORK_ACL_ID } };
  return {
    describe: async (...ids: string[]) => {
      const input = ids.length === 0 ? {} : { NetworkAclIds: ids };
      return (await ec2.send(new DescribeNetworkAclsCommand(input))).NetworkAcls;
    },
    createEntry: (entry: Partial<CreateNetworkAclEntryCommandInput> = {}) =>
      ec2.send(new CreateNetworkAclEntryCommand({ NetworkAclId: NETWORK_ACL_ID, ...HTTPS_OUT, ...entry })),
    publish: (input: Partial<PublishCommandInput> = {}) =>
      sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: 'text', ...input })),
    putItem: () => dynamodb.send(new PutItemCommand({ TableName: FINDINGS_TABLE, Item: item })),
    getParameters: () => ssm.send(new GetParametersCommand({ Names: ['/parameter'] })),
    sendMessage: () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'text' })),
    identify: () => sts.send(new GetCallerIdentityCommand({})),
  };
}

/** The rule numbers of the network ACL's custom egress entries. */
export function egressRules({ standIn }: Region): (number | undefined)[] {
  const { Entries = [] } = standIn.networkAcl(NETWORK_ACL_ID) ?? {};
  const custom = Entries.filter(({ Egress, RuleNumber = 0 }) => Egress && RuleNumber < 32_767);
  return custom.map(({ RuleNumber }) => RuleNumber);
}

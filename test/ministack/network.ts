import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateNetworkAclCommand, CreateNetworkAclEntryCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { ACCOUNT, aws, REGION } from './region.ts';

const SEED = JSON.parse(readFileSync('cli/replay/seed/change-event.json', 'utf8'));

/**
 * A network ACL that lets in and lets nothing out. MiniStack loses port ranges and has no subnets for it, so the guard
 * reports a gap of low severity and proposes no rule: moto shows what it writes.
 */
export async function makeGap(): Promise<string> {
  const { Vpc } = await aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { NetworkAcl } = await aws.ec2.send(new CreateNetworkAclCommand({ VpcId: Vpc?.VpcId }));
  const NetworkAclId = NetworkAcl?.NetworkAclId ?? '';
  const ssh = { Protocol: '6', CidrBlock: '0.0.0.0/0', PortRange: { From: 22, To: 22 } };
  const rule = { NetworkAclId, RuleNumber: 100, Egress: false, RuleAction: 'allow', ...ssh } as const;
  await aws.ec2.send(new CreateNetworkAclEntryCommand(rule));
  return NetworkAclId;
}

/** Lets everything out. */
export async function fixGap(NetworkAclId: string): Promise<void> {
  const all = { Protocol: '-1', CidrBlock: '0.0.0.0/0', RuleAction: 'allow' } as const;
  const rule = { NetworkAclId, RuleNumber: 100, Egress: true, ...all };
  await aws.ec2.send(new CreateNetworkAclEntryCommand(rule));
}

/** What EventBridge would put into the change queue: no one can put events of aws.ec2 on a bus. */
export async function reportChange(queueUrl: string, networkAclId: string): Promise<void> {
  const requestParameters = { ...SEED.detail.requestParameters, networkAclId };
  const detail = { ...SEED.detail, awsRegion: REGION, recipientAccountId: ACCOUNT, requestParameters };
  const MessageBody = JSON.stringify({ ...SEED, account: ACCOUNT, region: REGION, detail });
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
}

/** A queue that subscribes to the topic. */
export async function subscribe(topicArn: string, name: string): Promise<string> {
  const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes: { QueueArn } = {} } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Resource: QueueArn }] });
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await aws.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: QueueArn }));
  return QueueUrl;
}

/** The subject of the next alert; undefined where none comes in time. @param patience - milliseconds */
export async function nextAlert(queueUrl: string, patience = 60_000): Promise<string | undefined> {
  for (const end = Date.now() + patience; Date.now() < end; await wait(300)) {
    const { Messages: [message] = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 1 }),
    );
    if (message === undefined) continue;
    const { ReceiptHandle } = message;
    await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    return JSON.parse(message.Body ?? '{}').Subject;
  }
  return undefined;
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stackSetTemplate, wholeMemberTemplate } from './member-stack.ts';
import permissions from './resource-permissions.json' with { type: 'json' };
import { packageMode } from './service-package.ts';
import type { Statement } from './template.ts';

const text = readFileSync('infra/deployer-policy.json', 'utf8');
const { Statement: statements } = JSON.parse(text) as { Statement: Statement[] };

/** For each type of resource: a call that creates it, one that deletes it, and the ARN that CloudFormation gives it. */
const calls: Record<string, [create: string, remove: string, arn: string]> = {
  'AWS::Chatbot::SlackChannelConfiguration': [
    'chatbot:CreateSlackChannelConfiguration',
    'chatbot:DeleteSlackChannelConfiguration',
    'arn:aws:chatbot::123456789012:chat-configuration/slack-channel/nacl-ephemeral-guard-prod-us-east-1',
  ],
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': [
    'chatbot:CreateMicrosoftTeamsChannelConfiguration',
    'chatbot:DeleteMicrosoftTeamsChannelConfiguration',
    'arn:aws:chatbot::123456789012:chat-configuration/microsoft-teams-channel/nacl-ephemeral-guard-prod-us-east-1',
  ],
  'AWS::CloudFormation::StackSet': [
    'cloudformation:CreateStackSet',
    'cloudformation:DeleteStackSet',
    'arn:aws:cloudformation:us-east-1:123456789012:stackset/nacl-ephemeral-guard-prod-members:1-2',
  ],
  // CloudFormation's own: the stack is all that it needs.
  'AWS::CloudFormation::WaitConditionHandle': [
    'cloudformation:CreateStack',
    'cloudformation:DeleteStack',
    'arn:aws:cloudformation:us-east-1:123456789012:stack/nacl-ephemeral-guard-member/1-2',
  ],
  'AWS::CloudWatch::Alarm': [
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DeleteAlarms',
    'arn:aws:cloudwatch:us-east-1:123456789012:alarm:nacl-ephemeral-guard-prod-HeartbeatAlarm-1ABC',
  ],
  'AWS::CloudWatch::Dashboard': [
    'cloudwatch:PutDashboard',
    'cloudwatch:DeleteDashboards',
    'arn:aws:cloudwatch::123456789012:dashboard/nacl-ephemeral-guard-prod-us-east-1',
  ],
  'AWS::DynamoDB::Table': [
    'dynamodb:CreateTable',
    'dynamodb:DeleteTable',
    'arn:aws:dynamodb:us-east-1:123456789012:table/nacl-ephemeral-guard-prod-FindingsTable-1ABC',
  ],
  'AWS::Events::EventBus': [
    'events:CreateEventBus',
    'events:DeleteEventBus',
    'arn:aws:events:us-east-1:123456789012:event-bus/nacl-ephemeral-guard-prod',
  ],
  'AWS::Events::EventBusPolicy': [
    'events:PutPermission',
    'events:RemovePermission',
    'arn:aws:events:us-east-1:123456789012:event-bus/nacl-ephemeral-guard-prod',
  ],
  'AWS::Events::Rule': [
    'events:PutTargets',
    'events:DeleteRule',
    'arn:aws:events:us-east-1:123456789012:rule/nacl-ephemeral-guard-prod-ChangeRule-1ABC',
  ],
  'AWS::IAM::Policy': [
    'iam:PutRolePolicy',
    'iam:DeleteRolePolicy',
    'arn:aws:iam::123456789012:role/nacl-ephemeral-guard-prod-GuardRole-1ABC',
  ],
  'AWS::IAM::Role': [
    'iam:PassRole',
    'iam:DeleteRole',
    'arn:aws:iam::123456789012:role/nacl-ephemeral-guard-prod-GuardRole-1ABC',
  ],
  'AWS::KMS::Key': ['kms:CreateKey', 'kms:ScheduleKeyDeletion', 'arn:aws:kms:us-east-1:123456789012:key/1-2'],
  'AWS::Lambda::EventSourceMapping': [
    'lambda:CreateEventSourceMapping',
    'lambda:DeleteEventSourceMapping',
    'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:1-2',
  ],
  'AWS::Lambda::Function': [
    'lambda:CreateFunction',
    'lambda:DeleteFunction',
    'arn:aws:lambda:us-east-1:123456789012:function:nacl-ephemeral-guard-prod-guard',
  ],
  'AWS::Logs::LogGroup': [
    'logs:CreateLogGroup',
    'logs:DeleteLogGroup',
    'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/nacl-ephemeral-guard-prod-guard',
  ],
  'AWS::S3::Bucket': [
    's3:CreateBucket',
    's3:DeleteBucket',
    'arn:aws:s3:::nacl-ephemeral-guard-prod-serverlessdeploymentbucket-1abc',
  ],
  'AWS::S3::BucketPolicy': [
    's3:PutBucketPolicy',
    's3:DeleteBucketPolicy',
    'arn:aws:s3:::nacl-ephemeral-guard-prod-serverlessdeploymentbucket-1abc',
  ],
  'AWS::SNS::Subscription': [
    'sns:Subscribe',
    'sns:Unsubscribe',
    'arn:aws:sns:us-east-1:123456789012:nacl-ephemeral-guard-prod-AlertTopic-1ABC',
  ],
  'AWS::SNS::Topic': [
    'sns:CreateTopic',
    'sns:DeleteTopic',
    'arn:aws:sns:us-east-1:123456789012:nacl-ephemeral-guard-prod-AlertTopic-1ABC',
  ],
  'AWS::SNS::TopicPolicy': [
    'sns:SetTopicAttributes',
    'sns:SetTopicAttributes',
    'arn:aws:sns:us-east-1:123456789012:nacl-ephemeral-guard-prod-AlertTopic-1ABC',
  ],
  'AWS::SQS::Queue': [
    'sqs:CreateQueue',
    'sqs:DeleteQueue',
    'arn:aws:sqs:us-east-1:123456789012:nacl-ephemeral-guard-prod-ChangeQueue-1ABC',
  ],
  'AWS::SQS::QueuePolicy': [
    'sqs:SetQueueAttributes',
    'sqs:SetQueueAttributes',
    'arn:aws:sqs:us-east-1:123456789012:nacl-ephemeral-guard-prod-ChangeQueue-1ABC',
  ],
};

const glob = (pattern: string) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*')}$`);

const allows = (action: string, arn: string) =>
  statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      [Action].flat().some(each => glob(each).test(action)) &&
      [Resource as string | string[]].flat().some(each => glob(each).test(arn)),
  );

/** What the schemas name for properties that no resource of ours has: VPCs, file systems, streams, table buckets. */
const UNUSED = /^(ec2|elasticfilesystem|firehose|kinesis|s3files|s3tables):/;

/** Calls of one service while a resource of another is made, and what they are about. */
const ELSEWHERE: Record<string, string> = {
  iam: 'arn:aws:iam::123456789012:role/nacl-ephemeral-guard-prod-GuardRole-1ABC',
  kms: 'arn:aws:kms:us-east-1:123456789012:key/1-2',
  lambda: 'arn:aws:lambda:us-east-1:123456789012:function:nacl-ephemeral-guard-prod-guard',
  logs: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/nacl-ephemeral-guard-prod-guard',
  s3: 'arn:aws:s3:::nacl-ephemeral-guard-prod-serverlessdeploymentbucket-1abc',
  sqs: 'arn:aws:sqs:us-east-1:123456789012:nacl-ephemeral-guard-prod-ChangeQueue-1ABC',
};

/** Calls that IAM knows without a resource, or whose resource has another name. */
const OTHER_ARNS: Record<string, string> = {
  'cloudformation:GetTemplateSummary': '*',
  'cloudwatch:DescribeAlarms': '*',
  'iam:CreateServiceLinkedRole':
    'arn:aws:iam::123456789012:role/aws-service-role/management.chatbot.amazonaws.com/AWSServiceRoleForAWSChatbot',
  'logs:DescribeIndexPolicies': '*',
  'logs:DescribeLogGroups': '*',
  'logs:DescribeResourcePolicies': '*',
};

function arnFor(action: string, own: string): string {
  const [service = ''] = action.split(':');
  return OTHER_ARNS[action] ?? (own.split(':')[2] === service ? own : (ELSEWHERE[service] ?? own));
}

describe("the deployer's policy", async () => {
  const templates = [await packageMode('remediate'), wholeMemberTemplate(), stackSetTemplate()];
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));

  // lint:template compares the file with the schemas of CloudFormation that cfn-lint has.
  test.each(Object.entries(permissions))(
    'allows what CloudFormation needs to create, read, update and delete %s',
    (type, needed) => {
      const [, , own = ''] = calls[type] ?? [];
      const missing = needed.filter(action => !UNUSED.test(action) && !allows(action, arnFor(action, own)));
      expect(missing).toEqual([]);
    },
  );

  test('has the permissions of every type of resource that the templates can have', () => {
    expect(Object.keys(permissions).toSorted()).toEqual(Object.keys(calls).toSorted());
  });

  test('is checked against every type of resource that the templates can have', () => {
    expect(new Set(Object.keys(calls))).toEqual(new Set(resources.map(({ Type }) => Type)));
  });

  test.each(Object.entries(calls))('creates and deletes %s', (_, [create, remove, arn]) => {
    expect([allows(create, arn), allows(remove, arn)]).toEqual([true, true]);
  });

  test.each([
    ['iam:CreateRole', 'arn:aws:iam::123456789012:role/admin'],
    ['iam:CreateUser', 'arn:aws:iam::123456789012:user/nacl-ephemeral-guard-x'],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:us-east-1:123456789012:function:other'],
    ['s3:GetObject', 'arn:aws:s3:::other/key'],
    ['ec2:CreateNetworkAclEntry', 'arn:aws:ec2:us-east-1:123456789012:network-acl/acl-1'],
  ])('does not allow %s on %s', (action, arn) => {
    expect(allows(action, arn)).toBe(false);
  });

  test('uses keys only by the tag that the stack gives them', () => {
    const onKeys = statements.filter(({ Action }) => String(Action).includes('kms:'));
    expect(onKeys.map(({ Condition }) => JSON.stringify(Condition))).toEqual([
      // By CloudFormation alone: a caller who could tag other keys could then do anything with them.
      '{"StringEquals":{"aws:RequestTag/application":"nacl-ephemeral-guard"},"ForAnyValue:StringEquals":{"aws:CalledVia":"cloudformation.amazonaws.com"}}',
      // Only reads and rotation: the tag of a new key may take minutes to count.
      '{"ForAnyValue:StringEquals":{"aws:CalledVia":"cloudformation.amazonaws.com"}}',
      '{"StringEquals":{"aws:ResourceTag/application":"nacl-ephemeral-guard"}}',
    ]);
  });

  test('covers roles with a path', () => {
    expect(
      allows('iam:CreateRole', 'arn:aws:iam::123456789012:role/a/b/nacl-ephemeral-guard-prod-GuardRole-1'),
    ).toBe(true);
    expect(allows('iam:CreateRole', 'arn:aws:iam::123456789012:role/a/b/admin')).toBe(false);
  });

  test('fits into a managed policy', () => {
    // IAM counts without white space (IAM User Guide, "IAM and AWS STS quotas").
    expect(text.replace(/\s/g, '').length).toBeLessThanOrEqual(6144);
  });
});

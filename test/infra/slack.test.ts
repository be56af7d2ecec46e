import { describe, expect, test } from 'vitest';
import { packageService } from './service-package.ts';
import {
  actionsOf,
  arnOf,
  propertiesOf,
  refTo,
  resourcesOf,
  statementsOfRole,
  statementsOn,
} from './template.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const CHANNEL = '19%3Aabc%40thread.tacv2';

const [{ template: without }, { template, slackFiles }, { template: amazonQ }, { template: teams }] =
  await Promise.all([
    packageService(),
    packageService('slackWebhookParameter=/nacl-ephemeral-guard/slack.webhook', 'logRetentionDays=30'),
    packageService('slackWorkspaceId=T0123ABCD', 'slackChannelId=C0123ABCD'),
    packageService(`teamsTenantId=${ID}`, `teamsTeamId=${ID}`, `teamsChannelId=${CHANNEL}`),
  ]);

test('without parameters there is nothing of Slack', () => {
  expect(JSON.stringify(without)).not.toMatch(/slack|chatbot|AmazonQ/i);
});

describe('slack', () => {
  const slack = propertiesOf(template, 'SlackLambdaFunction');

  test('runs the bundle on arm64 and Node 24, in no VPC', () => {
    expect(slack).toMatchObject({
      Handler: 'dist/slack/index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 30,
    });
    expect(slack).not.toHaveProperty('VpcConfig');
  });

  test('is packaged with its bundle and the third-party notices, and nothing else', () => {
    expect(slackFiles).toEqual(['dist/THIRD-PARTY-NOTICES.txt', 'dist/slack/index.mjs']);
  });

  test('knows the name of the parameter, never the URL', () => {
    expect(slack.Environment).toEqual({
      Variables: { SLACK_WEBHOOK_PARAMETER: '/nacl-ephemeral-guard/slack.webhook', SLACK_MENTION: 'none' },
    });
  });

  test('leaves guard as it is', () => {
    expect(propertiesOf(template, 'GuardLambdaFunction').Environment).toEqual(
      propertiesOf(without, 'GuardLambdaFunction').Environment,
    );
    expect(statementsOfRole(template, 'GuardRole')).toEqual(statementsOfRole(without, 'GuardRole'));
  });

  test('gets alerts of the topic, not alarms, by a queue, two at a time', () => {
    expect(resourcesOf(template, 'AWS::SNS::Subscription')).toEqual([
      [
        'SlackSubscription',
        {
          TopicArn: refTo('AlertTopic'),
          Protocol: 'sqs',
          Endpoint: arnOf('SlackQueue'),
          RawMessageDelivery: true,
          FilterPolicy: { kind: [{ exists: true }] },
          RedrivePolicy: { deadLetterTargetArn: arnOf('SlackDeadLetterQueue') },
        },
      ],
    ]);
    expect(resourcesOf(template, 'AWS::Lambda::Permission')).toEqual([]);
    const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(([, mapping]) => mapping);
    expect(
      mappings.filter(({ FunctionName }) => JSON.stringify(FunctionName).includes('Slack')),
    ).toMatchObject([
      { EventSourceArn: arnOf('SlackQueue'), BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    ]);
  });

  test('tries an alert ten times, three minutes apart, before its dead-letter queue has it', () => {
    expect(propertiesOf(template, 'SlackQueue')).toEqual({
      VisibilityTimeout: 6 * 30,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf('SlackDeadLetterQueue'), maxReceiveCount: 10 },
    });
    expect(slack.DeadLetterConfig).toEqual({ TargetArn: arnOf('SlackDeadLetterQueue') });
  });

  test('logs to a group of its own with a retention', () => {
    expect(propertiesOf(template, 'SlackLogGroup')).toEqual({
      LogGroupName: `/aws/lambda/${slack.FunctionName}`,
      RetentionInDays: '30',
    });
  });

  test('has a role that only Lambda assumes', () => {
    expect(slack.Role).toEqual({ 'Fn::Sub': `\${SlackRole.Arn}` });
    expect(propertiesOf(template, 'SlackRole').AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
  });

  test('may read the one parameter, write its log, read its queue and set aside what failed, nothing else', () => {
    const parameter = {
      'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/nacl-ephemeral-guard/slack.webhook`,
    };
    const actions = statementsOfRole(template, 'SlackRole').map(statement => [
      statement.Effect,
      statement.Resource,
      actionsOf([statement]),
    ]);
    expect(actions).toEqual([
      ['Allow', arnOf('SlackLogGroup'), ['logs:CreateLogStream', 'logs:PutLogEvents']],
      ['Allow', parameter, ['ssm:GetParameters']],
      ['Allow', arnOf('SlackDeadLetterQueue'), ['sqs:SendMessage']],
      ['Allow', arnOf('SlackQueue'), ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']],
    ]);
  });
});

describe("slack's queues", () => {
  test('is encrypted and keeps messages for 14 days', () => {
    expect(propertiesOf(template, 'SlackDeadLetterQueue')).toEqual({
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
    });
  });

  test('admits only the alert topic and refuses plain HTTP', () => {
    for (const queue of ['SlackQueue', 'SlackDeadLetterQueue'])
      expect(statementsOn(template, 'AWS::SQS::QueuePolicy', queue)).toEqual([
        {
          Sid: 'OnlyTheAlertTopicSends',
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf(queue),
          Condition: { ArnEquals: { 'aws:SourceArn': refTo('AlertTopic') } },
        },
        {
          Sid: 'RefusePlainHttp',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: arnOf(queue),
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]);
  });

  test('is among the outputs', () => {
    expect(template.Outputs).toMatchObject({
      SlackDeadLetterQueueUrl: { Value: refTo('SlackDeadLetterQueue') },
    });
  });
});

describe('Amazon Q', () => {
  test('brings alerts to the channel, and lets members of the channel do nothing', () => {
    expect(resourcesOf(amazonQ, 'AWS::Chatbot::SlackChannelConfiguration')).toEqual([
      [
        'AmazonQChannel',
        {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
          ConfigurationName: { 'Fn::Sub': 'nacl-ephemeral-guard-prod-${AWS::Region}' },
          SlackWorkspaceId: 'T0123ABCD',
          SlackChannelId: 'C0123ABCD',
          SnsTopicArns: [refTo('AlertTopic')],
          IamRoleArn: arnOf('AmazonQRole'),
          GuardrailPolicies: [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/AWSDenyAll` }],
          LoggingLevel: 'ERROR',
        },
      ],
    ]);
  });

  test('brings alerts to a channel of Microsoft Teams in the same way', () => {
    expect(resourcesOf(teams, 'AWS::Chatbot::SlackChannelConfiguration')).toEqual([]);
    expect(resourcesOf(teams, 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration')).toEqual([
      [
        'AmazonQTeamsChannel',
        {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
          ConfigurationName: { 'Fn::Sub': 'nacl-ephemeral-guard-prod-${AWS::Region}-teams' },
          TeamsTenantId: ID,
          TeamId: ID,
          TeamsChannelId: CHANNEL,
          SnsTopicArns: [refTo('AlertTopic')],
          IamRoleArn: arnOf('AmazonQRole'),
          GuardrailPolicies: [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/AWSDenyAll` }],
          LoggingLevel: 'ERROR',
        },
      ],
    ]);
  });

  test.each([
    ['Slack', amazonQ],
    ['Microsoft Teams', teams],
  ])('has a role without any permission for %s', (_, template) => {
    expect(statementsOfRole(template, 'AmazonQRole')).toEqual([]);
    expect(propertiesOf(template, 'AmazonQRole').AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'chatbot.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
  });

  test('comes without slack', () => {
    expect(amazonQ.Resources).not.toHaveProperty('SlackLambdaFunction');
  });
});

import { describe, expect, test } from 'vitest';
import { changeEvent, changes, entry } from './change-events.ts';
import { matchesPattern, type Pattern } from './event-pattern.ts';
import { packageService } from './service-package.ts';
import { arnOf, propertiesOf, refTo, resourcesOf, statementsOfRole, statementsOn } from './template.ts';

const [{ template }, { template: customized }] = await Promise.all([
  packageService(),
  packageService('settleSeconds=0', 'sweepSchedule=cron(30 5 * * ? *)', 'email=network+alerts@example.org'),
]);

describe('the change rule', () => {
  const rule = propertiesOf(template, 'ChangeRule');
  const matches = (sample: object) => matchesPattern(rule.EventPattern as Pattern, sample);

  test.each(changes)('matches %s', (eventName, requestParameters) => {
    expect(matches(changeEvent(eventName, requestParameters))).toBe(true);
  });

  test('matches a change made through CloudFormation', () => {
    const userIdentity = { type: 'AssumedRole', invokedBy: 'cloudformation.amazonaws.com' };
    expect(matches(changeEvent('CreateNetworkAclEntry', entry, { userIdentity }))).toBe(true);
  });

  const created = changeEvent('CreateNetworkAclEntry', entry);
  test.each<[string, object]>([
    [
      'a failed call',
      changeEvent('CreateNetworkAclEntry', entry, { errorCode: 'Client.NetworkAclEntryAlreadyExists' }),
    ],
    [
      'a denied call',
      changeEvent('CreateNetworkAclEntry', entry, { errorCode: 'Client.UnauthorizedOperation' }),
    ],
    ['a dry run', changeEvent('CreateNetworkAclEntry', entry, { errorCode: 'Client.DryRunOperation' })],
    ['CreateNetworkAcl', changeEvent('CreateNetworkAcl', { vpcId: 'vpc-0a1b2c3d4e5f60718' })],
    ['DescribeNetworkAcls', changeEvent('DescribeNetworkAcls', {})],
    ['AuthorizeSecurityGroupIngress', changeEvent('AuthorizeSecurityGroupIngress', { groupId: 'sg-0123' })],
    ['another source', { ...created, source: 'aws.s3' }],
    ['a forged source', { ...created, source: 'my.ec2' }],
    [
      'another event source',
      changeEvent('CreateNetworkAclEntry', entry, { eventSource: 's3.amazonaws.com' }),
    ],
    ['another detail type', { ...created, 'detail-type': 'EC2 Instance State-change Notification' }],
    ['an event without a record', { ...created, detail: {} }],
  ])('does not match %s', (_, sample) => {
    expect(matches(sample)).toBe(false);
  });

  test('is on, on the default bus', () => {
    expect(rule.State).toBe('ENABLED');
    expect(rule).not.toHaveProperty('EventBusName');
  });

  test('sends to the change queue alone, retries for a day, then to its dead-letter queue', () => {
    expect(rule.Targets).toEqual([
      {
        Id: 'change-queue',
        Arn: arnOf('ChangeQueue'),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: arnOf('RuleDeadLetterQueue') },
      },
    ]);
  });
});

describe('the rule for tags', () => {
  const rule = propertiesOf(template, 'TagRule');
  const tagging = (eventName: string, resources: string[], keys: string[], record: object = {}) =>
    changeEvent(
      eventName,
      {
        resourcesSet: { items: resources.map(resourceId => ({ resourceId })) },
        tagSet: { items: keys.map(key => ({ key, value: 'x' })) },
      },
      record,
    );
  const ACL = 'acl-0c94f48f2b1e6a7d3';
  const KEY = 'nacl-ephemeral-guard';

  test.each<[string, object]>([
    ['CreateTags', tagging('CreateTags', [ACL], [KEY])],
    ['CreateTags of ports', tagging('CreateTags', [ACL], [`${KEY}-ports`])],
    ['DeleteTags', tagging('DeleteTags', [ACL], [KEY])],
    ['several', tagging('CreateTags', ['vpc-0c94f48f2b1e6a7d3', ACL], ['Name', KEY])],
  ])('matches %s', (_, event) => {
    expect(matchesPattern(rule.EventPattern as Pattern, event)).toBe(true);
  });

  test.each<[string, object]>([
    ['another tag', tagging('CreateTags', [ACL], ['Name'])],
    ['another resource', tagging('CreateTags', ['vpc-0c94f48f2b1e6a7d3'], [KEY])],
    ['a failed call', tagging('CreateTags', [ACL], [KEY], { errorCode: 'Client.UnauthorizedOperation' })],
    ['no tags', tagging('DeleteTags', [ACL], [])],
    ['a change of entries', changeEvent('CreateNetworkAclEntry', entry)],
  ])('does not match %s', (_, event) => {
    expect(matchesPattern(rule.EventPattern as Pattern, event)).toBe(false);
  });

  test('sends to the change queue like the change rule', () => {
    const { State, Targets } = propertiesOf(template, 'ChangeRule');
    expect(rule).toMatchObject({ State, Targets });
  });
});

describe('the sweep rule', () => {
  test('starts a sweep every day, or as the parameter says', () => {
    expect(propertiesOf(template, 'SweepRule')).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: 'rate(1 day)',
    });
    expect(propertiesOf(customized, 'SweepRule').ScheduleExpression).toBe('cron(30 5 * * ? *)');
    expect(propertiesOf(template, 'SweepRule')).not.toHaveProperty('EventPattern');
  });

  test('also starts one after each deployment of this stack', () => {
    const pattern = propertiesOf(template, 'SweepAfterDeployRule').EventPattern as Pattern;
    const event = (stackId: unknown, status: string) => ({
      source: 'aws.cloudformation',
      'detail-type': 'CloudFormation Stack Status Change',
      detail: { 'stack-id': stackId, 'status-details': { status } },
    });
    expect(pattern).toMatchObject({ detail: { 'stack-id': [refTo('AWS::StackId')] } });
    const resolved = JSON.parse(JSON.stringify(pattern).replace('{"Ref":"AWS::StackId"}', '"stack-1"'));
    expect(matchesPattern(resolved, event('stack-1', 'CREATE_COMPLETE'))).toBe(true);
    expect(matchesPattern(resolved, event('stack-1', 'UPDATE_COMPLETE'))).toBe(true);
    expect(matchesPattern(resolved, event('stack-1', 'UPDATE_IN_PROGRESS'))).toBe(false);
    expect(matchesPattern(resolved, event('stack-2', 'CREATE_COMPLETE'))).toBe(false);
  });

  test.each<[string, object]>([
    ['SweepRule', {}],
    ['SweepAfterDeployRule', { Input: '{"firstSweep":{}}' }],
    ['ReportRule', { Input: '{"report":{}}' }],
  ])('%s sends to the sweep queue alone, retries for a day, then to its dead-letter queue', (rule, input) => {
    expect(propertiesOf(template, rule).Targets).toEqual([
      {
        Id: 'sweep-queue',
        Arn: arnOf('SweepQueue'),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: arnOf('SweepDeadLetterQueue') },
        ...input,
      },
    ]);
  });
});

test('the rule of reports has what is pending published every hour', () => {
  expect(propertiesOf(template, 'ReportRule')).toMatchObject({
    State: 'ENABLED',
    ScheduleExpression: 'rate(1 hour)',
  });
  expect(propertiesOf(template, 'ReportRule')).not.toHaveProperty('EventPattern');
});

describe('the queues', () => {
  const days = (count: number) => count * 24 * 60 * 60;
  const queues = resourcesOf(template, 'AWS::SQS::Queue').map(([logicalId]) => logicalId);

  test('are the change queue with a dead-letter queue on either side, the sweep queue with one, and the tamper queue', () => {
    expect(queues.toSorted()).toEqual([
      'ChangeDeadLetterQueue',
      'ChangeQueue',
      'RuleDeadLetterQueue',
      'SweepDeadLetterQueue',
      'SweepQueue',
      'TamperQueue',
    ]);
  });

  test('settleSeconds delays every change, and 0 is a value', () => {
    expect(propertiesOf(template, 'ChangeQueue').DelaySeconds).toBe('60');
    expect(Number(propertiesOf(customized, 'ChangeQueue').DelaySeconds)).toBe(0);
  });

  test('a change goes to the dead-letter queue after five failed reviews', () => {
    expect(propertiesOf(template, 'ChangeQueue').RedrivePolicy).toEqual({
      deadLetterTargetArn: arnOf('ChangeDeadLetterQueue'),
      maxReceiveCount: 5,
    });
  });

  test('a sweep goes to the dead-letter queue after three attempts', () => {
    expect(propertiesOf(template, 'SweepQueue').RedrivePolicy).toEqual({
      deadLetterTargetArn: arnOf('SweepDeadLetterQueue'),
      maxReceiveCount: 3,
    });
  });

  test.each(queues)('%s is encrypted and keeps messages for 14 days', queue => {
    expect(propertiesOf(template, queue)).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: days(14),
    });
  });

  test.each(queues)('%s refuses plain HTTP', queue => {
    expect(statementsOn(template, 'AWS::SQS::QueuePolicy', queue)).toContainEqual({
      Sid: 'RefusePlainHttp',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: arnOf(queue),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test.each([
    ['ChangeQueue', ['ChangeRule', 'TagRule']],
    ['RuleDeadLetterQueue', ['ChangeRule', 'TagRule', 'TamperRule']],
    ['TamperQueue', ['TamperRule']],
    ['ChangeDeadLetterQueue', []],
    ['SweepQueue', ['SweepRule', 'SweepAfterDeployRule', 'ReportRule']],
    ['SweepDeadLetterQueue', ['SweepRule', 'SweepAfterDeployRule', 'ReportRule']],
  ])('%s lets in exactly %j', (queue, rules) => {
    const allowing = statementsOn(template, 'AWS::SQS::QueuePolicy', queue).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    const allowed = allowing.flatMap(({ Sid: _, Condition, ...statement }) => {
      const { ArnEquals } = Condition as { ArnEquals: Record<string, unknown> };
      return [ArnEquals['aws:SourceArn']].flat().map(source => ({ ...statement, source }));
    });
    expect(allowed).toEqual(
      rules.map(rule => ({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf(queue),
        source: arnOf(rule),
      })),
    );
    expect(allowing.flatMap(({ Condition }) => Object.keys(Condition ?? {}))).toEqual(
      allowing.map(() => 'ArnEquals'),
    );
  });
});

describe('the alert topic', () => {
  test('is encrypted under a key of its own', () => {
    expect(propertiesOf(template, 'AlertTopic').KmsMasterKeyId).toEqual(arnOf('AlertKey'));
  });

  test('admits only alarms of this account by its own policy and refuses plain HTTP', () => {
    const alarms = `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:*`;
    expect(statementsOn(template, 'AWS::SNS::TopicPolicy', 'AlertTopic')).toEqual([
      {
        Sid: 'AlarmsOfThisAccountPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: refTo('AlertTopic'),
        Condition: {
          ArnLike: { 'aws:SourceArn': { 'Fn::Sub': alarms } },
          StringEquals: { 'aws:SourceAccount': refTo('AWS::AccountId') },
        },
      },
      {
        Sid: 'RefusePlainHttp',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: refTo('AlertTopic'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('has no subscription unless an email address is given', () => {
    expect(resourcesOf(template, 'AWS::SNS::Subscription')).toEqual([]);
  });

  test('sends to the email address that is given', () => {
    expect(resourcesOf(customized, 'AWS::SNS::Subscription')).toEqual([
      [
        'AlertEmail',
        { TopicArn: refTo('AlertTopic'), Protocol: 'email', Endpoint: 'network+alerts@example.org' },
      ],
    ]);
  });
});

describe('the alert key', () => {
  const key = propertiesOf(template, 'AlertKey');

  test('is rotated, and goes with the stack', () => {
    expect(key).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 7 });
    expect(template.Resources.AlertKey).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });

  test('admits the account and its alarms, and no one else', () => {
    expect(key.KeyPolicy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TheAccountAdministers',
          Effect: 'Allow',
          Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root` } },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'AlarmsOfThisAccountPublish',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceAccount': refTo('AWS::AccountId') } },
        },
      ],
    });
  });
});

describe('a key of the operator', async () => {
  const arn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const { template: brought } = await packageService(`alertKeyArn=${arn}`);

  test('encrypts the alert topic, and the stack makes none', () => {
    expect(propertiesOf(brought, 'AlertTopic').KmsMasterKeyId).toBe(arn);
    expect(resourcesOf(brought, 'AWS::KMS::Key')).toEqual([]);
    expect(brought.Outputs.AlertKeyArn?.Value).toBe(arn);
  });

  test.each(['GuardRole', 'SweepRole'])('%s may use it, and only it', role => {
    const keys = statementsOfRole(brought, role).filter(({ Action }) => String(Action).includes('kms:'));
    expect(keys).toEqual([
      {
        Sid: 'EncryptAlerts',
        Effect: 'Allow',
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: arn,
      },
    ]);
  });
});

describe('the findings tables', () => {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });

  test('are one by member and network ACL, and that of 0.1.0, which keeps its name and key', () => {
    const keys = resourcesOf(template, 'AWS::DynamoDB::Table').map(
      ([logicalId, { AttributeDefinitions, KeySchema }]) => ({ logicalId, AttributeDefinitions, KeySchema }),
    );
    expect(keys).toEqual([
      {
        logicalId: 'MemberFindingsTable',
        AttributeDefinitions: [attribute('member'), attribute('networkAclId')],
        KeySchema: [
          { AttributeName: 'member', KeyType: 'HASH' },
          { AttributeName: 'networkAclId', KeyType: 'RANGE' },
        ],
      },
      {
        logicalId: 'FindingsTable',
        AttributeDefinitions: [attribute('networkAclId')],
        KeySchema: [{ AttributeName: 'networkAclId', KeyType: 'HASH' }],
      },
    ]);
  });

  test.each(['MemberFindingsTable', 'FindingsTable'])('%s is encrypted, recoverable, expiring', table => {
    const { AttributeDefinitions: _, KeySchema: __, ...others } = propertiesOf(template, table);
    expect(others).toEqual({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });
});

test('the deployment bucket is encrypted and closed to the public', () => {
  expect(propertiesOf(template, 'ServerlessDeploymentBucket')).toMatchObject({
    BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
});

test('the deployment bucket refuses plain HTTP, for itself and what is in it', () => {
  const bucket = ['arn:', refTo('AWS::Partition'), ':s3:::', refTo('ServerlessDeploymentBucket')];
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [{ 'Fn::Join': ['', [...bucket, '/*']] }, { 'Fn::Join': ['', bucket] }],
    Condition: { Bool: { 'aws:SecureTransport': false } },
  };
  expect(resourcesOf(template, 'AWS::S3::BucketPolicy').map(([, policy]) => policy)).toEqual([
    { Bucket: refTo('ServerlessDeploymentBucket'), PolicyDocument: { Statement: [statement] } },
  ]);
});

test('the outputs name what an operator needs', () => {
  expect(template.Outputs).toMatchObject({
    ChangeRuleName: { Value: refTo('ChangeRule') },
    ChangeQueueUrl: { Value: refTo('ChangeQueue') },
    ChangeDeadLetterQueueUrl: { Value: refTo('ChangeDeadLetterQueue') },
    RuleDeadLetterQueueUrl: { Value: refTo('RuleDeadLetterQueue') },
    SweepRuleName: { Value: refTo('SweepRule') },
    ReportRuleName: { Value: refTo('ReportRule') },
    SweepQueueUrl: { Value: refTo('SweepQueue') },
    TamperQueueUrl: { Value: refTo('TamperQueue') },
    SweepDeadLetterQueueUrl: { Value: refTo('SweepDeadLetterQueue') },
    DashboardName: { Value: refTo('Dashboard') },
    AlertKeyArn: { Value: arnOf('AlertKey') },
    AlertTopicArn: { Value: refTo('AlertTopic') },
    FindingsTableName: { Value: refTo('MemberFindingsTable') },
    LegacyFindingsTableName: { Value: refTo('FindingsTable') },
  });
});

import { describe, expect, test } from 'vitest';
import { packageService } from './service-package.ts';
import {
  actionsOf,
  arnOf,
  mappingsOf,
  propertiesOf,
  refTo,
  resourcesOf,
  statementsOfRole,
  type Template,
} from './template.ts';

const [
  { template, guardFiles, sweepFiles },
  { template: optIn },
  { template: remediate },
  { template: withoutExposure },
] = await Promise.all([
  packageService(),
  packageService('mode=opt-in', 'ephemeralPorts=1024-5000,32768-65535', 'ruleQuota=40'),
  packageService('mode=remediate'),
  packageService('readExposure=false'),
]);
const templates = { notify: template, 'opt-in': optIn, remediate };

const NAMES_AND_LISTS = ['ec2:DescribeNetworkAcls', 'ec2:DescribeTags'];
const EXPOSURE = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:GetManagedPrefixListEntries',
];

const variables = {
  MODE: 'notify',
  EPHEMERAL_PORTS: '1024-65535',
  READ_EXPOSURE: 'true',
  REPORT_INGRESS: 'true',
  MIN_SEVERITY: 'medium',
  RULE_QUOTA: '20',
  REMIND_AFTER_HOURS: '168',
  ALERT_TOPIC_ARN: refTo('AlertTopic'),
  FINDINGS_TABLE: refTo('MemberFindingsTable'),
  LEGACY_FINDINGS_TABLE: refTo('FindingsTable'),
  SWEEP_QUEUE_URL: refTo('SweepQueue'),
};

describe('guard', () => {
  const guard = propertiesOf(template, 'GuardLambdaFunction');

  test('runs the bundle on arm64 and Node 24, in no VPC', () => {
    expect(guard).toMatchObject({
      Handler: 'dist/guard/index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 120,
    });
    expect(guard).not.toHaveProperty('VpcConfig');
  });

  test('is packaged with its bundle and the third-party notices, and nothing else', () => {
    expect(guardFiles).toEqual(['dist/THIRD-PARTY-NOTICES.txt', 'dist/guard/index.mjs']);
  });

  test('is fed by the change queue alone, in batches in which each record fails alone', () => {
    expect(mappingsOf(template, 'GuardLambdaFunction')).toEqual([
      {
        FunctionName: arnOf('GuardLambdaFunction'),
        EventSourceArn: arnOf('ChangeQueue'),
        Enabled: true,
        BatchSize: 10,
        MaximumBatchingWindowInSeconds: 5,
        ScalingConfig: { MaximumConcurrency: 2 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    ]);
  });

  test('has a change hidden for six time-outs and the batching window', () => {
    const { VisibilityTimeout } = propertiesOf(template, 'ChangeQueue');
    const { MaximumBatchingWindowInSeconds } = propertiesOf(
      template,
      'GuardEventSourceMappingSQSChangeQueue',
    );
    expect(VisibilityTimeout).toBe(6 * Number(guard.Timeout) + Number(MaximumBatchingWindowInSeconds));
  });

  test('sends a failed asynchronous invocation to its dead-letter queue', () => {
    expect(guard.DeadLetterConfig).toEqual({ TargetArn: arnOf('ChangeDeadLetterQueue') });
  });

  test('logs to a group of its own with a retention', () => {
    expect(propertiesOf(template, 'GuardLogGroup')).toEqual({
      LogGroupName: `/aws/lambda/${guard.FunctionName}`,
      RetentionInDays: '90',
    });
  });

  test('has exactly the environment that it reads, with the defaults', () => {
    expect(guard.Environment).toEqual({ Variables: variables });
  });

  test('has the parameters in its environment', () => {
    expect(propertiesOf(optIn, 'GuardLambdaFunction').Environment).toMatchObject({
      Variables: { MODE: 'opt-in', EPHEMERAL_PORTS: '1024-5000,32768-65535', RULE_QUOTA: '40' },
    });
  });
});

describe('sweep', () => {
  const sweep = propertiesOf(template, 'SweepLambdaFunction');

  test('runs the bundle on arm64 and Node 24, in no VPC', () => {
    expect(sweep).toMatchObject({
      Handler: 'dist/sweep/index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 300,
    });
    expect(sweep).not.toHaveProperty('VpcConfig');
  });

  test('is packaged with its bundle and the third-party notices, and nothing else', () => {
    expect(sweepFiles).toEqual(['dist/THIRD-PARTY-NOTICES.txt', 'dist/sweep/index.mjs']);
  });

  test('is fed by the sweep queue alone, message by message', () => {
    expect(mappingsOf(template, 'SweepLambdaFunction')).toEqual([
      {
        FunctionName: arnOf('SweepLambdaFunction'),
        EventSourceArn: arnOf('SweepQueue'),
        Enabled: true,
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 2 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    ]);
  });

  test('has a message hidden for six time-outs', () => {
    expect(propertiesOf(template, 'SweepQueue').VisibilityTimeout).toBe(6 * Number(sweep.Timeout));
  });

  test('sends a failed asynchronous invocation to its dead-letter queue', () => {
    expect(sweep.DeadLetterConfig).toEqual({ TargetArn: arnOf('SweepDeadLetterQueue') });
  });

  test('logs to a group of its own with a retention', () => {
    expect(propertiesOf(template, 'SweepLogGroup')).toEqual({
      LogGroupName: `/aws/lambda/${sweep.FunctionName}`,
      RetentionInDays: '90',
    });
  });

  test.each(Object.entries(templates))('has the environment of guard in %s mode', (_, each) => {
    const { Environment } = propertiesOf(each, 'GuardLambdaFunction');
    expect(propertiesOf(each, 'SweepLambdaFunction').Environment).toEqual(Environment);
  });
});

test.each(['GuardLambdaFunction', 'SweepLambdaFunction'])(
  '%s is created and changed after the policies of its role',
  logicalId => {
    const after = Object.values(templates).map(({ Resources }) => Resources[logicalId]?.Metadata);
    expect(after).toEqual(
      ['none', 'OptInPolicy', 'RemediationPolicy'].map(policy => ({
        After: expect.arrayContaining([policy === 'none' ? policy : refTo(policy), refTo('ExposurePolicy')]),
      })),
    );
  },
);

const rolesByMode = Object.entries(templates).flatMap(([mode, packaged]) =>
  ['GuardRole', 'SweepRole'].map(role => ({ mode, role, packaged })),
);

describe.each(rolesByMode)('$role in $mode mode', ({ mode, role, packaged }) => {
  const statements = statementsOfRole(packaged, role);

  test('every function has a role of its own, and there is no other', () => {
    const used = resourcesOf(packaged, 'AWS::Lambda::Function').map(([, { Role }]) => Role);
    const roles = resourcesOf(packaged, 'AWS::IAM::Role').map(([logicalId]) => ({
      'Fn::Sub': `\${${logicalId}.Arn}`,
    }));
    expect(used).toEqual(roles);
  });

  test('only Lambda assumes it', () => {
    expect(propertiesOf(packaged, role).AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
  });

  test('no statement has a wildcard among its actions, or NotAction', () => {
    expect(actionsOf(statements).filter(action => action.includes('*'))).toEqual([]);
    expect(statements.filter(statement => 'NotAction' in statement || 'NotResource' in statement)).toEqual(
      [],
    );
  });

  test('every resource is one of the stack, except for the describe calls', () => {
    const elsewhere = statements.filter(
      ({ Resource }) => !/^\{"(Fn::GetAtt|Ref)":/.test(JSON.stringify(Resource)),
    );
    const reads = [...NAMES_AND_LISTS, ...EXPOSURE];
    const expected = mode === 'notify' ? reads : [...reads, 'ec2:CreateNetworkAclEntry'];
    expect(actionsOf(elsewhere)).toEqual(expected);
  });

  test('its actions on each resource', () => {
    const actions = statements
      .filter(({ Action }) => !String(Action).startsWith('ec2:'))
      .map(({ Effect, Action, Resource }) => [Effect, Resource, [Action].flat()]);
    const scan = role === 'SweepRole' ? ['dynamodb:Scan'] : [];
    const query = role === 'SweepRole' ? ['dynamodb:Query'] : [];
    const items = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', ...query, ...scan];
    const legacy = ['dynamodb:GetItem', 'dynamodb:DeleteItem', ...scan];
    const take = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    const own = {
      GuardRole: [
        ['Allow', arnOf('GuardLogGroup'), ['logs:CreateLogStream', 'logs:PutLogEvents']],
        ['Allow', arnOf('ChangeQueue'), take],
        ['Allow', arnOf('ChangeDeadLetterQueue'), ['sqs:SendMessage']],
        ['Allow', arnOf('SweepQueue'), ['sqs:SendMessage']],
      ],
      SweepRole: [
        ['Allow', arnOf('SweepLogGroup'), ['logs:CreateLogStream', 'logs:PutLogEvents']],
        ['Allow', arnOf('SweepQueue'), [...take, 'sqs:SendMessage']],
        ['Allow', arnOf('SweepDeadLetterQueue'), ['sqs:SendMessage']],
      ],
    };
    expect(actions).toEqual([
      ...own[role as keyof typeof own],
      ['Allow', arnOf('MemberFindingsTable'), items],
      ['Allow', arnOf('FindingsTable'), legacy],
      ['Allow', refTo('AlertTopic'), ['sns:Publish']],
      ...(role === 'SweepRole' ? [['Allow', refTo('AlertTopic'), ['sns:ListSubscriptionsByTopic']]] : []),
      ['Allow', arnOf('AlertKey'), ['kms:GenerateDataKey', 'kms:Decrypt']],
    ]);
  });
});

describe.each(['GuardRole', 'SweepRole'])('what %s may do in EC2', role => {
  const ec2StatementsOf = (packaged: Template) =>
    statementsOfRole(packaged, role).filter(statement => actionsOf([statement]).some(isEc2));
  const ec2Statements = (mode: keyof typeof templates) => ec2StatementsOf(templates[mode]);
  const isEc2 = (action: string) => /^(ec2:|\*$)/i.test(action);
  const describeNetworkAcls = {
    Sid: 'ReadNetworkAcls',
    Effect: 'Allow',
    Action: NAMES_AND_LISTS,
    Resource: '*',
  };
  const readExposure = {
    Sid: 'ReadWhatInterfacesAccept',
    Effect: 'Allow',
    Action: EXPOSURE,
    Resource: '*',
  };
  const createEntries = {
    Effect: 'Allow',
    Action: 'ec2:CreateNetworkAclEntry',
    Resource: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
      'Fn::Sub': 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:network-acl/*',
    },
  };

  test('notify: read', () => {
    expect(ec2Statements('notify')).toEqual([describeNetworkAcls, readExposure]);
  });

  test('notify: the template names no action of EC2 that writes', () => {
    const named = JSON.stringify(template).match(/ec2:[a-z*]+/gi);
    expect(new Set(named)).toEqual(new Set([...NAMES_AND_LISTS, ...EXPOSURE]));
  });

  test('without exposure: read network ACLs and names only', () => {
    expect(ec2StatementsOf(withoutExposure)).toEqual([describeNetworkAcls]);
  });

  test('opt-in: create entries of network ACLs with the tag', () => {
    expect(ec2Statements('opt-in')).toEqual([
      describeNetworkAcls,
      readExposure,
      {
        ...createEntries,
        Sid: 'CreateEntriesWhereTagged',
        Condition: { StringEquals: { 'aws:ResourceTag/nacl-ephemeral-guard': 'remediate' } },
      },
    ]);
  });

  test('remediate: create entries of all network ACLs except those tagged notify or ignore', () => {
    expect(ec2Statements('remediate')).toEqual([
      describeNetworkAcls,
      readExposure,
      {
        ...createEntries,
        Sid: 'CreateEntriesUnlessTaggedOtherwise',
        Condition: { StringEqualsIfExists: { 'aws:ResourceTag/nacl-ephemeral-guard': 'remediate' } },
      },
    ]);
  });
});

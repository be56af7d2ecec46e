import { describe, expect, test } from 'vitest';
import { MEMBER_BUDGET } from '../../infra/member/member-template.ts';
import { parseYamlPart } from '../../infra/member/yaml-part.ts';
import {
  HUB,
  MEMBER,
  memberStack,
  ORGANIZATION,
  stackSetTemplate,
  wholeMemberTemplate,
} from './member-stack.ts';
import { conditionsOf } from './resolve.ts';
import { arnOf, propertiesOf, resourcesOf, statementsOn } from './template.ts';

const whole = wholeMemberTemplate();
const text = JSON.stringify(whole, null, 1);

describe('the template for members', () => {
  test('fits into a request to CloudFormation', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MEMBER_BUDGET);
  });

  test('has nothing that a service-managed StackSet refuses, and no code', () => {
    const types = new Set(Object.values(whole.Resources).map(({ Type }) => Type));
    expect(text).not.toMatch(/Transform|Fn::ImportValue|"<<"/);
    expect([...types].toSorted()).toEqual([
      'AWS::CloudFormation::WaitConditionHandle',
      'AWS::Events::Rule',
      'AWS::IAM::Role',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ]);
  });

  test('says its version', () => {
    expect(whole).toMatchObject({ Metadata: { Version: '1.2.3' } });
  });

  const tag = [{ Key: 'application', Value: 'nacl-ephemeral-guard' }];
  test('has the tag of the product on everything that takes tags', () => {
    const untagged = Object.values(whole.Resources).filter(
      ({ Properties }) => JSON.stringify(Properties?.Tags) !== JSON.stringify(tag),
    );
    expect(untagged.map(({ Type }) => Type)).toEqual([
      'AWS::CloudFormation::WaitConditionHandle',
      'AWS::SQS::QueuePolicy',
    ]);
  });
});

describe('the template of the stack set', () => {
  const stackSet = stackSetTemplate();
  const { TemplateBody, Parameters, Tags, ...settings } = stackSet.Resources.Members?.Properties ?? {};

  test('has the template for members in it, and fits into a request', () => {
    expect(JSON.parse(String(TemplateBody))).toEqual(whole);
    expect(Tags).toEqual([{ Key: 'application', Value: 'nacl-ephemeral-guard' }]);
    expect(Buffer.byteLength(JSON.stringify(stackSet, null, 1))).toBeLessThanOrEqual(MEMBER_BUDGET);
  });

  test('asks for every parameter of members, and gives it on', () => {
    const names = Object.keys(whole.Parameters);
    expect(Parameters).toEqual(
      names.map(ParameterKey => ({ ParameterKey, ParameterValue: { Ref: ParameterKey } })),
    );
    expect(stackSet.Parameters).toMatchObject(whole.Parameters);
    expect(Object.keys(stackSet.Parameters)).toEqual([
      'OrganizationalUnitIds',
      'Regions',
      'CallAs',
      ...names,
    ]);
  });

  test('deploys to accounts that join later, and one account does not end the roll-out', () => {
    expect(settings).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      OperationPreferences: { FailureTolerancePercentage: 20, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
    });
  });
});

describe('what a stack has', () => {
  const FORWARDS = ['ChangeRule', 'RegistrationRule', 'HeartbeatRule', 'TamperRule', 'ForwarderRole'];
  const QUEUE = ['UndeliveredQueue', 'UndeliveredQueuePolicy'];
  const elsewhere = { ...MEMBER, region: HUB.region };
  const ofHub = { ...HUB, region: 'eu-west-1' };

  test.each<[string, typeof HUB, Record<string, string>, string[]]>([
    ['in the region of the hub', elsewhere, {}, [...FORWARDS, 'ReaderRole']],
    ['in another region', MEMBER, {}, FORWARDS],
    ['in a home region of its own', MEMBER, { HomeRegion: MEMBER.region }, [...FORWARDS, 'ReaderRole']],
    [
      'in the region of the hub, with another home region',
      elsewhere,
      { HomeRegion: MEMBER.region },
      FORWARDS,
    ],
    ['in opt-in mode', elsewhere, { Mode: 'opt-in' }, [...FORWARDS, 'ReaderRole', 'RemediatorRole']],
    ['in opt-in mode, in another region', MEMBER, { Mode: 'opt-in' }, FORWARDS],
    ['with a dead-letter queue', MEMBER, { DeadLetterQueue: 'true' }, [...FORWARDS, ...QUEUE]],
    [
      'without heartbeats',
      MEMBER,
      { HeartbeatSchedule: '' },
      FORWARDS.filter(each => each !== 'HeartbeatRule'),
    ],
    [
      "in another region of the hub's account",
      ofHub,
      { Mode: 'remediate', HomeRegion: ofHub.region },
      FORWARDS,
    ],
    ["in the hub's own account and region", HUB, { Mode: 'opt-in', DeadLetterQueue: 'true' }, []],
  ])('%s', (_, place, given, resources) => {
    const ids = Object.keys(memberStack(place, given).Resources);
    expect(ids.toSorted()).toEqual([...resources, 'Placeholder'].toSorted());
  });

  test('remediate needs an organisation', () => {
    const { Rules } = whole as unknown as {
      Rules: Record<string, { RuleCondition: unknown; Assertions: { Assert: unknown }[] }>;
    };
    const [rule] = Object.values(Rules);
    const Conditions = { applies: rule?.RuleCondition, holds: rule?.Assertions[0]?.Assert };
    const refused = (given: Record<string, string>) => {
      const { applies, holds } = conditionsOf({ ...whole, Conditions }, given);
      return applies && !holds;
    };
    expect(Object.keys(Rules)).toHaveLength(1);
    expect(refused({ Mode: 'remediate' })).toBe(true);
    expect(refused({ Mode: 'remediate', OrganizationId: ORGANIZATION })).toBe(false);
    expect(refused({ Mode: 'opt-in' })).toBe(false);
  });
});

describe('the rules', () => {
  const stack = memberStack();
  const busArn = `arn:aws:events:us-east-1:111111111111:event-bus/nacl-ephemeral-guard-prod`;
  const rules = resourcesOf(stack, 'AWS::Events::Rule');

  test.each(rules)('%s is on, on the default bus, and forwards events as they are for a day', (_, rule) => {
    expect(rule.State).toBe('ENABLED');
    expect(rule).not.toHaveProperty('EventBusName');
    expect(rule.Targets).toEqual([
      {
        Id: 'hub',
        Arn: busArn,
        RoleArn: arnOf('ForwarderRole'),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ]);
  });

  test('a dead-letter queue takes what all of them could not forward', () => {
    const kept = memberStack(MEMBER, { DeadLetterQueue: 'true' });
    for (const [, { Targets }] of resourcesOf(kept, 'AWS::Events::Rule'))
      expect(Targets).toMatchObject([{ DeadLetterConfig: { Arn: arnOf('UndeliveredQueue') } }]);
    expect(statementsOn(kept, 'AWS::SQS::QueuePolicy', 'UndeliveredQueue')).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnLike: {
            'aws:SourceArn': 'arn:aws:events:eu-west-1:222222222222:rule/nacl-ephemeral-guard-prod-*',
          },
        },
      },
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  test('their names fit EventBridge and IAM with the longest namespace and region', () => {
    const place = { ...MEMBER, region: 'ap-northeast-3' };
    const long = memberStack(place, { Namespace: 'n'.repeat(40), HomeRegion: place.region, Mode: 'opt-in' });
    const names = Object.values(long.Resources).flatMap(({ Properties: { Name, RoleName } = {} }) => [
      Name,
      RoleName,
    ]);
    const given = names.filter(name => name !== undefined);
    expect(given).toHaveLength(7);
    expect(Math.max(...given.map(name => String(name).length))).toBeLessThanOrEqual(64);
  });

  test('the heartbeat follows its parameter', () => {
    const { HeartbeatRule } = memberStack(MEMBER, { HeartbeatSchedule: 'rate(6 hours)' }).Resources;
    expect(HeartbeatRule?.Properties).toMatchObject({ ScheduleExpression: 'rate(6 hours)' });
    expect(propertiesOf(stack, 'HeartbeatRule')).not.toHaveProperty('EventPattern');
  });
});

describe('a part in YAML', () => {
  test('has long forms, and no anchors', () => {
    const part = 'A: &a !If [X, !GetAtt B.C.D, !Ref E]\nF: [*a, !Sub x]\nH: !Not [!Condition I]';
    const either = { 'Fn::If': ['X', { 'Fn::GetAtt': ['B', 'C.D'] }, { Ref: 'E' }] };
    expect(parseYamlPart(part)).toEqual({
      A: either,
      F: [either, { 'Fn::Sub': 'x' }],
      H: { 'Fn::Not': [{ Condition: 'I' }] },
    });
  });

  test.each([
    ['A: !Import x', 'The tag is !Import, expected one of !And,'],
    ['A: [', /flow|Flow/],
    ['- A', 'The part of a template is no object'],
  ])('%j is refused', (part, message) => {
    expect(() => parseYamlPart(part)).toThrow(message);
  });
});

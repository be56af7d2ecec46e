import { describe, expect, test } from 'vitest';
import { changeEvent, changes, entry } from './change-events.ts';
import { matchesPattern, type Pattern } from './event-pattern.ts';
import { allows } from './iam-policy.ts';
import { HUB, MEMBER, memberStack, ORGANIZATION } from './member-stack.ts';
import { resolveTemplate } from './resolve.ts';
import { packageWhole } from './service-package.ts';
import {
  arnOf,
  mappingsOf,
  propertiesOf,
  statementsOfRole,
  statementsOn,
  type Template,
} from './template.ts';

const { template: whole } = await packageWhole();
const PSEUDO = { 'AWS::Partition': 'aws', 'AWS::AccountId': HUB.account, 'AWS::Region': HUB.region };
const stackOf = (given: Record<string, string>) => resolveTemplate(whole, { ...PSEUDO, ...given });

const alone = stackOf({});
const organization = stackOf({ OrganizationId: ORGANIZATION, Mode: 'opt-in' });
const listed = stackOf({ MemberAccountIds: '222222222222,333333333333', Mode: 'opt-in' });
const hubs = { organization, listed };

const RULES = ['MemberChangeRule', 'MemberSignRule', 'MemberTamperRule'];
const NAMESPACE = 'nacl-ephemeral-guard-prod';

describe('a stack without members', () => {
  const added = Object.keys(organization.Resources).filter(id => !(id in alone.Resources));

  test('has nothing of a hub', () => {
    const bus = ['HubBus', 'HubBusAccountsPolicy', 'HubBusOrganizationPolicy'];
    const policies = ['ReadOrganizationPolicy', 'RegistryPolicy', 'RemediateOrganizationPolicy'];
    expect(added.toSorted()).toEqual([...RULES, ...bus, ...policies, 'OptInPolicy'].toSorted());
    expect(JSON.stringify(alone)).not.toMatch(/Member(Change|Sign|Tamper)Rule|HubBus|RoleName|sts:SetSource/);
  });

  test('does not depend on what only a hub reads', () => {
    const given = { IgnoredAccounts: '444444444444', ExternalId: 'network', DigestBy: 'account' };
    expect(stackOf(given)).toEqual(alone);
  });
});

test('a stack that becomes a hub keeps its findings, alerts and messages: only its roles are made again', () => {
  const before = stackOf({ Mode: 'opt-in' });
  const kept = /^AWS::(DynamoDB::Table|KMS::Key|Logs::LogGroup|SNS::Topic|SNS::Subscription|SQS::Queue)$/;
  const ids = Object.keys(before.Resources).filter(id => kept.test(before.Resources[id]?.Type ?? ''));
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) expect(organization.Resources[id]).toEqual(before.Resources[id]);
  const names = ['GuardLambdaFunction', 'SweepLambdaFunction'].map(id => propertiesOf(organization, id));
  expect(names.map(({ FunctionName }) => FunctionName)).toEqual([`${NAMESPACE}-guard`, `${NAMESPACE}-sweep`]);
});

describe.each(Object.entries(hubs))('a hub by %s', (_, hub) => {
  test.each(['Guard', 'Sweep'])('%s has a role by a name that members trust', name => {
    const properties = propertiesOf(hub, `${name}Role`);
    expect(properties.RoleName).toBe(`${NAMESPACE}-${name.toLowerCase()}`);
    expect(properties.Path).toBe('/');
  });

  test.each(['Guard', 'Sweep'])('%s runs ten times side by side, as fair queues need it', name => {
    const [mapping] = mappingsOf(hub, `${name}LambdaFunction`);
    const [before] = mappingsOf(alone, `${name}LambdaFunction`);
    expect(mapping?.ScalingConfig).toEqual({ MaximumConcurrency: 10 });
    expect(before).toEqual({ ...mapping, ScalingConfig: { MaximumConcurrency: 2 } });
  });

  test.each([
    ['ChangeQueue', ['MemberChangeRule']],
    ['RuleDeadLetterQueue', ['MemberChangeRule', 'MemberTamperRule']],
    ['TamperQueue', ['MemberTamperRule']],
    ['SweepQueue', ['MemberSignRule']],
    ['SweepDeadLetterQueue', ['MemberSignRule']],
    ['ChangeDeadLetterQueue', []],
  ])('%s lets in %j, too', (queue, rules) => {
    const sourcesOf = (stack: Template) =>
      statementsOn(stack, 'AWS::SQS::QueuePolicy', queue)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Condition }) =>
          Object.values((Condition as { ArnEquals: Record<string, unknown> }).ArnEquals).flat(),
        );
    expect(sourcesOf(hub)).toEqual([...sourcesOf(alone), ...rules.map(arnOf)]);
  });

  test.each(RULES)('%s is on, on the bus of the hub', rule => {
    expect(propertiesOf(hub, rule)).toMatchObject({ EventBusName: NAMESPACE, State: 'ENABLED' });
    expect(propertiesOf(hub, 'HubBus').Name).toBe(NAMESPACE);
  });
});

test('guard and sweep get what they need of members, and only in a hub', () => {
  const environmentOf = (stack: Template) =>
    (propertiesOf(stack, 'GuardLambdaFunction').Environment as { Variables: object }).Variables;
  const given = { OrganizationId: ORGANIZATION, IgnoredAccounts: '444444444444', ExternalId: 'network' };
  const others = { RolePath: '/net/', DigestBy: 'account', MemberAccountIds: '222222222222' };
  expect(environmentOf(stackOf({ ...given, ...others }))).toEqual({
    ...environmentOf(alone),
    NAMESPACE,
    ROLE_PATH: '/net/',
    ORGANIZATION_ID: ORGANIZATION,
    MEMBER_ACCOUNT_IDS: '222222222222',
    IGNORED_ACCOUNTS: '444444444444',
    EXTERNAL_ID: 'network',
    DIGEST_BY: 'account',
  });
});

test('a hub that was handed over takes no events', () => {
  const handedOver = stackOf({ OrganizationId: ORGANIZATION, HandedOver: 'true' });
  const states = RULES.map(rule => propertiesOf(handedOver, rule).State);
  expect(states).toEqual(['DISABLED', 'DISABLED', 'ENABLED']);
});

describe('who may put events on the bus', () => {
  const statementOf = (stack: Template, id: string) => propertiesOf(stack, id).Statement;

  test('the organisation, and the account of the hub', () => {
    expect(statementOf(organization, 'HubBusOrganizationPolicy')).toEqual({
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: arnOf('HubBus'),
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
    });
    expect(statementOf(organization, 'HubBusAccountsPolicy')).toMatchObject({
      Principal: { AWS: HUB.account },
    });
  });

  test('the accounts of a list, and no other', () => {
    expect(listed.Resources).not.toHaveProperty('HubBusOrganizationPolicy');
    expect(statementOf(listed, 'HubBusAccountsPolicy')).toMatchObject({
      Principal: { AWS: [HUB.account, '222222222222', '333333333333'] },
      Action: 'events:PutEvents',
    });
  });
});

describe.each(['GuardRole', 'SweepRole'])('%s', role => {
  const mayAssume = (
    stack: Template,
    name: string,
    context: Record<string, string>,
    account = '222222222222',
  ) =>
    allows(statementsOfRole(stack, role), {
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${account}:role/${name}`,
      context: { 'aws:ResourceAccount': account, ...context },
    });
  const member = { 'aws:ResourceOrgID': ORGANIZATION };

  test('assumes two roles by their names, in the organisation', () => {
    expect(mayAssume(organization, `${NAMESPACE}-reader`, member)).toBe(true);
    expect(mayAssume(organization, `${NAMESPACE}-remediator`, member)).toBe(true);
    expect(mayAssume(organization, 'admin', member)).toBe(false);
    expect(mayAssume(organization, `team/${NAMESPACE}-reader`, member)).toBe(false);
    expect(mayAssume(organization, `${NAMESPACE}-reader`, {})).toBe(false);
    expect(mayAssume(organization, `${NAMESPACE}-reader`, { 'aws:ResourceOrgID': 'o-zzzzzzzzzz' })).toBe(
      false,
    );
  });

  test('assumes them in listed accounts', () => {
    expect(mayAssume(listed, `${NAMESPACE}-reader`, {})).toBe(true);
    expect(mayAssume(listed, `${NAMESPACE}-remediator`, {}, '333333333333')).toBe(true);
    expect(mayAssume(listed, `${NAMESPACE}-reader`, member, '444444444444')).toBe(false);
  });

  test('assumes them in both, where both are given', () => {
    const both = stackOf({ OrganizationId: ORGANIZATION, MemberAccountIds: '333333333333' });
    expect(mayAssume(both, `${NAMESPACE}-reader`, member)).toBe(true);
    expect(mayAssume(both, `${NAMESPACE}-reader`, {}, '333333333333')).toBe(true);
    expect(mayAssume(both, `${NAMESPACE}-reader`, {}, '444444444444')).toBe(false);
  });

  test('in notify mode it assumes no remediator, and sets no source identity', () => {
    const notify = stackOf({ OrganizationId: ORGANIZATION });
    expect(mayAssume(notify, `${NAMESPACE}-reader`, member)).toBe(true);
    expect(mayAssume(notify, `${NAMESPACE}-remediator`, member)).toBe(false);
    expect(JSON.stringify(notify)).not.toContain('sts:SetSourceIdentity');
  });

  test('writes in every region of its own account, and in a stack without members in one', () => {
    const context = { 'aws:ResourceTag/nacl-ephemeral-guard': 'remediate' };
    const mayCreate = (stack: Template, region: string) =>
      allows(statementsOfRole(stack, role), {
        action: 'ec2:CreateNetworkAclEntry',
        resource: `arn:aws:ec2:${region}:${HUB.account}:network-acl/acl-1`,
        context,
      });
    const single = stackOf({ Mode: 'opt-in' });
    expect([mayCreate(organization, HUB.region), mayCreate(organization, MEMBER.region)]).toEqual([
      true,
      true,
    ]);
    expect([mayCreate(single, HUB.region), mayCreate(single, MEMBER.region)]).toEqual([true, false]);
  });
});

test.each(RULES)('the pattern of %s is one that EventBridge takes, with the longest values', id => {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  const QUOTA = 2_048;
  const { MaxLength = 0 } = whole.Parameters.IgnoredAccounts ?? {};
  const accounts = Array.from({ length: (MaxLength + 1) / 13 }, (_, index) => `${10 ** 11 + index}`);
  expect(accounts.length).toBeGreaterThan(50);
  const longest = { Namespace: 'n'.repeat(40), RolePath: `/${'p'.repeat(98)}/` };
  const hub = stackOf({ OrganizationId: ORGANIZATION, IgnoredAccounts: accounts.join(), ...longest });
  expect(JSON.stringify(propertiesOf(hub, id).EventPattern).length).toBeLessThanOrEqual(QUOTA);
});

describe('the way of an event from a member to a queue of the hub', () => {
  const member = memberStack(MEMBER, { 'AWS::StackId': 'stack-1' });
  const rulesOf = (stack: Template, ids: readonly string[], event: object) =>
    ids.filter(id => matchesPattern(propertiesOf(stack, id).EventPattern as Pattern, event));
  const way = (event: object, hub = organization) => ({
    forwardedBy: rulesOf(member, ['ChangeRule', 'RegistrationRule', 'TamperRule'], event),
    takenBy: rulesOf(hub, RULES, event),
  });
  const envelope = { account: MEMBER.account, region: MEMBER.region };
  const change = (name: string, parameters: object, record: object = {}) => ({
    ...changeEvent(name, parameters, record),
    ...envelope,
  });
  const ONE = { forwardedBy: ['ChangeRule'], takenBy: ['MemberChangeRule'] };
  const NONE = { forwardedBy: [], takenBy: [] };

  test.each(changes)('%s', (name, parameters) => {
    expect(way(change(name, parameters))).toEqual(ONE);
  });

  const tags = (key: string, resourceId = 'acl-0c94f48f2b1e6a7d3') => ({
    resourcesSet: { items: [{ resourceId }] },
    tagSet: { items: [{ key }] },
  });
  test.each<[string, object, object]>([
    ['a tag of the guard', change('CreateTags', tags('nacl-ephemeral-guard')), ONE],
    ['ports of the guard', change('DeleteTags', tags('nacl-ephemeral-guard-ports')), ONE],
    ['another tag', change('CreateTags', tags('Name')), NONE],
    ['a tag of an instance', change('CreateTags', tags('nacl-ephemeral-guard', 'i-1')), NONE],
    ['a failed call', change('CreateNetworkAclEntry', entry, { errorCode: 'Client.Unauthorized' }), NONE],
    ['a describe call', change('DescribeNetworkAcls', {}), NONE],
  ])('%s', (_, event, expected) => {
    expect(way(event)).toEqual(expected);
  });

  test('a replay of an archive ends at the hub', () => {
    const replay = { ...change('CreateNetworkAclEntry', entry), 'replay-name': 'yesterday' };
    expect(way(replay)).toEqual({ forwardedBy: ['ChangeRule'], takenBy: [] });
  });

  const status = (value: string, stack = 'stack-1') => ({
    ...envelope,
    source: 'aws.cloudformation',
    'detail-type': 'CloudFormation Stack Status Change',
    detail: { 'stack-id': stack, 'status-details': { status: value } },
  });
  const SIGN = { forwardedBy: ['RegistrationRule'], takenBy: ['MemberSignRule'] };
  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_IN_PROGRESS'])(
    'the stack of the member: %s',
    name => {
      expect(way(status(name))).toEqual(SIGN);
    },
  );

  test('another stack, and another status', () => {
    expect(way(status('CREATE_COMPLETE', 'stack-2')).forwardedBy).toEqual([]);
    expect(way(status('UPDATE_IN_PROGRESS'))).toEqual(NONE);
  });

  test('a heartbeat, but no other schedule', () => {
    const scheduled = (name: string) => ({
      ...envelope,
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [`arn:aws:events:eu-west-1:222222222222:rule/${name}`],
      detail: {},
    });
    expect(way(scheduled(`${NAMESPACE}-heartbeat`)).takenBy).toEqual(['MemberSignRule']);
    expect(way(scheduled('other')).takenBy).toEqual([]);
  });

  const by = (role: string, account = MEMBER.account) => ({
    readOnly: false,
    userIdentity: { sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/${role}` } } },
  });
  const added = { ...entry, egress: true, ruleAction: 'allow' };
  test.each<[string, object, object]>([
    [
      'an entry that the guard adds',
      change('CreateNetworkAclEntry', added, by(`${NAMESPACE}-remediator`)),
      ONE,
    ],
    [
      'an inbound entry in its name',
      change('CreateNetworkAclEntry', entry, by(`${NAMESPACE}-remediator`)),
      {
        forwardedBy: ['ChangeRule', 'TamperRule'],
        takenBy: ['MemberChangeRule', 'MemberTamperRule'],
      },
    ],
    [
      'another write in its name',
      change('RunInstances', {}, by(`${NAMESPACE}-reader`)),
      { forwardedBy: ['TamperRule'], takenBy: ['MemberTamperRule'] },
    ],
    ['a write by another role', change('RunInstances', {}, by('admin')), NONE],
  ])('%s', (_, event, expected) => {
    expect(way(event)).toEqual(expected);
  });

  test('events of ignored accounts end at the hub', () => {
    const hub = stackOf({ OrganizationId: ORGANIZATION, IgnoredAccounts: '222222222222,333333333333' });
    expect(way(change('CreateNetworkAclEntry', entry), hub).takenBy).toEqual([]);
    expect(way(status('CREATE_COMPLETE'), hub).takenBy).toEqual([]);
    const other = { ...change('CreateNetworkAclEntry', entry), account: '444444444444' };
    expect(way(other, hub).takenBy).toEqual(['MemberChangeRule']);
  });
});

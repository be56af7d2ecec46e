import { describe, expect, test } from 'vitest';
import { allows } from './iam-policy.ts';
import { HUB, MEMBER, memberStack, ORGANIZATION } from './member-stack.ts';
import { packageService } from './service-package.ts';
import { actionsOf, propertiesOf, type Statement, statementsOfRole, type Template } from './template.ts';

const NAMESPACE = 'nacl-ephemeral-guard-prod';
const home = (given: Record<string, string> = {}) =>
  memberStack(MEMBER, { HomeRegion: MEMBER.region, OrganizationId: ORGANIZATION, ...given });

const trustOf = (stack: Template, role: string) =>
  (propertiesOf(stack, role).AssumeRolePolicyDocument as { Statement: Statement[] }).Statement;

/** What IAM knows of a role of the hub when it assumes a role. */
const caller = (role: string, others: Record<string, string> = {}) => ({
  'aws:PrincipalArn': `arn:aws:iam::${HUB.account}:role/${role}`,
  'aws:PrincipalAccount': HUB.account,
  'aws:PrincipalOrgID': ORGANIZATION,
  ...others,
});

describe.each(['ReaderRole', 'RemediatorRole'])('%s', role => {
  const stack = home({ Mode: 'opt-in' });
  const mayAssume = (context: Record<string, string | undefined>, of = stack) =>
    allows(trustOf(of, role), { action: 'sts:AssumeRole', context });

  test('trusts the account of the hub alone', () => {
    expect(trustOf(stack, role).map(({ Principal }) => Principal)).toEqual([
      { AWS: `arn:aws:iam::${HUB.account}:root` },
    ]);
  });

  test.each(['guard', 'sweep'])('is assumed by %s of the hub', name => {
    expect(mayAssume(caller(`${NAMESPACE}-${name}`))).toBe(true);
  });

  const foreign = `arn:aws:iam::333333333333:role/${NAMESPACE}-guard`;
  test.each<[string, Record<string, string | undefined>]>([
    ['an administrator of the hub', caller('admin')],
    ['slack of the hub', caller(`${NAMESPACE}-slack`)],
    ['a role of the hub with another path', caller(`team/${NAMESPACE}-guard`)],
    ['a role of that name in another account', caller('', { 'aws:PrincipalArn': foreign })],
    ['another account', caller(`${NAMESPACE}-guard`, { 'aws:PrincipalAccount': '333333333333' })],
    ['another organisation', caller(`${NAMESPACE}-guard`, { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' })],
    ['an account that has left', { ...caller(`${NAMESPACE}-guard`), 'aws:PrincipalOrgID': undefined }],
  ])('is not assumed by %s', (_, context) => {
    expect(mayAssume(context)).toBe(false);
  });

  test('asks for the external id where there is one', () => {
    const withId = home({ Mode: 'opt-in', ExternalId: 'network' });
    const guard = caller(`${NAMESPACE}-guard`);
    expect(mayAssume(guard, withId)).toBe(false);
    expect(mayAssume({ ...guard, 'sts:ExternalId': 'other' }, withId)).toBe(false);
    expect(mayAssume({ ...guard, 'sts:ExternalId': 'network' }, withId)).toBe(true);
  });

  test('without an organisation it still trusts two roles only', () => {
    const without = home({ Mode: 'opt-in', OrganizationId: '' });
    const { 'aws:PrincipalOrgID': _, ...guard } = caller(`${NAMESPACE}-guard`);
    expect(mayAssume(guard, without)).toBe(true);
    expect(mayAssume({ ...guard, 'aws:PrincipalArn': 'arn:aws:iam::111111111111:root' }, without)).toBe(
      false,
    );
  });

  test('has the path, and the boundary of its own account', () => {
    const bound = home({ Mode: 'opt-in', RolePath: '/net/', PermissionsBoundaryName: 'b/workload' });
    expect(propertiesOf(bound, role)).toMatchObject({
      Path: '/net/',
      PermissionsBoundary: `arn:aws:iam::${MEMBER.account}:policy/b/workload`,
    });
    expect(mayAssume(caller(`net/${NAMESPACE}-sweep`), bound)).toBe(true);
    expect(mayAssume(caller(`${NAMESPACE}-sweep`), bound)).toBe(false);
    expect(propertiesOf(stack, role)).not.toHaveProperty('PermissionsBoundary');
  });
});

describe('the reader', () => {
  const readsOf = (stack: Template, role: string) =>
    actionsOf(statementsOfRole(stack, role))
      .filter(action => action.startsWith('ec2:'))
      .toSorted();

  test('may do what guard may do in notify mode, and nothing else', async () => {
    const { template } = await packageService();
    const { template: blind } = await packageService('readExposure=false');
    expect(actionsOf(statementsOfRole(home(), 'ReaderRole')).toSorted()).toEqual(
      readsOf(template, 'GuardRole'),
    );
    expect(readsOf(home({ ReadExposure: 'false' }), 'ReaderRole')).toEqual(readsOf(blind, 'GuardRole'));
  });

  test('sets no source identity', () => {
    expect(actionsOf(trustOf(home(), 'ReaderRole'))).toEqual(['sts:AssumeRole']);
    expect(actionsOf(trustOf(home({ Mode: 'opt-in' }), 'RemediatorRole'))).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
    ]);
  });
});

describe('the remediator', () => {
  const resource = `arn:aws:ec2:ap-southeast-2:${MEMBER.account}:network-acl/acl-1`;
  const mayCreate = (Mode: string, context: Record<string, string>, action = 'ec2:CreateNetworkAclEntry') =>
    allows(statementsOfRole(home({ Mode }), 'RemediatorRole'), { action, resource, context });
  const tag = 'aws:ResourceTag/nacl-ephemeral-guard';

  test.each<[string, Record<string, string>, optIn: boolean, remediate: boolean]>([
    ['no tag', {}, false, true],
    ['the tag remediate', { [tag]: 'remediate' }, true, true],
    ['the tag notify', { [tag]: 'notify' }, false, false],
    ['the tag ignore', { [tag]: 'ignore' }, false, false],
    ['a tag of Firewall Manager', { 'aws:ResourceTag/FMManaged': 'true' }, false, false],
    ['both', { [tag]: 'remediate', 'aws:ResourceTag/FMManaged': 'true' }, false, false],
  ])('with %s, in modes opt-in and remediate', (_, context, optIn, remediate) => {
    expect([mayCreate('opt-in', context), mayCreate('remediate', context)]).toEqual([optIn, remediate]);
  });

  test.each([
    'ec2:DeleteNetworkAclEntry',
    'ec2:ReplaceNetworkAclEntry',
    'ec2:DescribeNetworkAcls',
    'ec2:CreateTags',
  ])('may not call %s', action => {
    expect(mayCreate('remediate', { [tag]: 'remediate' }, action)).toBe(false);
  });

  test('does not reach another account', () => {
    const statements = statementsOfRole(home({ Mode: 'remediate' }), 'RemediatorRole');
    const elsewhere = resource.replace(MEMBER.account, '333333333333');
    expect(allows(statements, { action: 'ec2:CreateNetworkAclEntry', resource: elsewhere })).toBe(false);
  });
});

describe('the forwarder', () => {
  const stack = memberStack();
  const from = (rule: string, account = MEMBER.account) => ({
    action: 'sts:AssumeRole',
    context: {
      'aws:SourceAccount': account,
      'aws:SourceArn': `arn:aws:events:${MEMBER.region}:${account}:rule/${rule}`,
    },
  });

  test.each(['change', 'registration', 'heartbeat', 'tamper'])('is for the rule of %s', rule => {
    expect(allows(trustOf(stack, 'ForwarderRole'), from(`${NAMESPACE}-${rule}`))).toBe(true);
  });

  test('is not for other rules, or accounts', () => {
    expect(allows(trustOf(stack, 'ForwarderRole'), from('other'))).toBe(false);
    expect(allows(trustOf(stack, 'ForwarderRole'), from(`${NAMESPACE}-change`, '333333333333'))).toBe(false);
  });

  test('puts events on the bus of the hub alone', () => {
    expect(statementsOfRole(stack, 'ForwarderRole')).toEqual([
      {
        Sid: 'PutEventsOnTheBusOfTheHub',
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: `arn:aws:events:us-east-1:${HUB.account}:event-bus/${NAMESPACE}`,
      },
    ]);
  });
});

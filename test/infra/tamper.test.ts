import { describe, expect, test } from 'vitest';
import { changeEvent, entry } from './change-events.ts';
import { matchesPattern, type Pattern } from './event-pattern.ts';
import { packageService } from './service-package.ts';
import { arnOf, propertiesOf } from './template.ts';

const { template } = await packageService();
const rule = propertiesOf(template, 'TamperRule');

const ROLES = ['GuardRole', 'SweepRole'];
const toRoleArn = (role: string) => `arn:aws:iam::111122223333:role/${role}`;
/** The pattern with the ARNs of the roles, as CloudFormation puts them in. */
const PATTERN: Pattern = JSON.parse(
  ROLES.reduce(
    (text, role) => text.replace(JSON.stringify(arnOf(role)), JSON.stringify(toRoleArn(role))),
    JSON.stringify(rule.EventPattern),
  ),
);

const ADDED = { ...entry, egress: true, ruleAction: 'allow' };

/** A call in the name of a role of Lambda's, as CloudTrail records it. */
const call = (eventName: string, parameters: object, record: object = {}, role = 'GuardRole') => {
  const sessionContext = { sessionIssuer: { type: 'Role', arn: toRoleArn(role), userName: role } };
  const arn = `arn:aws:sts::111122223333:assumed-role/${role}/guard`;
  const userIdentity = { type: 'AssumedRole', arn, sessionContext };
  return changeEvent(eventName, parameters, { userIdentity, readOnly: false, ...record });
};
const matches = (event: object) => matchesPattern(PATTERN, event);

describe('the tamper rule', () => {
  test.each<[string, string, object]>([
    ['an inbound rule', 'CreateNetworkAclEntry', { ...ADDED, egress: false }],
    ['an outbound rule that denies', 'CreateNetworkAclEntry', { ...ADDED, ruleAction: 'deny' }],
    ['an inbound rule that denies', 'CreateNetworkAclEntry', { ...ADDED, egress: false, ruleAction: 'deny' }],
    ['a rule replaced', 'ReplaceNetworkAclEntry', ADDED],
    ['a rule deleted', 'DeleteNetworkAclEntry', { networkAclId: 'acl-1', ruleNumber: 100, egress: true }],
    ['a network ACL deleted', 'DeleteNetworkAcl', { networkAclId: 'acl-1' }],
    ['a subnet moved', 'ReplaceNetworkAclAssociation', { associationId: 'aclassoc-1' }],
    ['a tag removed', 'DeleteTags', {}],
    ['instances started', 'RunInstances', {}],
  ])('matches %s by each role, done or refused', (_, eventName, parameters) => {
    for (const role of ROLES) {
      expect(matches(call(eventName, parameters, {}, role))).toBe(true);
      const errorCode = 'Client.UnauthorizedOperation';
      expect(matches(call(eventName, parameters, { errorCode }, role))).toBe(true);
    }
  });

  test.each<[string, object]>([
    ['an outbound rule that allows', call('CreateNetworkAclEntry', ADDED)],
    [
      'one that EC2 refused',
      call('CreateNetworkAclEntry', ADDED, { errorCode: 'Client.RequestLimitExceeded' }),
    ],
    [
      'one whose parameters are not recorded',
      call(
        'CreateNetworkAclEntry',
        {},
        { requestParameters: null, errorCode: 'Client.RequestLimitExceeded' },
      ),
    ],
    ['a read', call('DescribeNetworkAcls', {}, { readOnly: true })],
    ['a call by another role', call('DeleteNetworkAclEntry', {}, {}, 'admin')],
    ['a call by a user', changeEvent('DeleteNetworkAclEntry', {}, { readOnly: false })],
    ['a call to another service', { ...call('DeleteRule', {}), source: 'aws.events' }],
  ])('does not match %s', (_, event) => {
    expect(matches(event)).toBe(false);
  });

  test('is on, and keeps the records in the tamper queue', () => {
    expect(rule.State).toBe('ENABLED');
    expect(rule.Targets).toEqual([
      {
        Id: 'tamper-queue',
        Arn: arnOf('TamperQueue'),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: arnOf('RuleDeadLetterQueue') },
      },
    ]);
  });
});

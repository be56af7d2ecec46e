import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../functions/aws/function-names.ts';
import { MODES } from '../../functions/review/words/mode.ts';
import { actionsCalledBy } from './sdk-calls.ts';
import { packageMode } from './service-package.ts';
import { actionsOf, mappingsOf, propertiesOf, statementsOfRole } from './template.ts';

/** What a role needs beyond the calls of its function's code, because Lambda and SNS act with it. */
const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const SETTING_ASIDE = ['sqs:SendMessage'];
const LOGGING = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const ENCRYPTING = ['kms:GenerateDataKey', 'kms:Decrypt'];

const WRITING = ['ec2:CreateNetworkAclEntry'];
/** What only a hub calls. */
const OF_HUBS = ['dynamodb:UpdateItem', 'sts:AssumeRole'];
/** A call that names a source identity needs it; guard and sweep name one with each write. */
const NAMING_SOURCES = ['sts:SetSourceIdentity'];

const called = new Map<string, string[]>();
for (const name of FUNCTION_NAMES) called.set(name, await actionsCalledBy(name));
const NO_MEMBERS = ['organizationId=none', 'memberAccountIds=none'];
const packaged = await Promise.all(
  MODES.flatMap(mode => [
    packageMode(mode).then(template => ({ mode, members: 'members', template })),
    packageMode(mode, ...NO_MEMBERS).then(template => ({ mode, members: 'no members', template })),
  ]),
);
type Packaged = (typeof packaged)[number];

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The actions that the function needs, by its code and by how the template wires it. */
function neededActions({ template, mode, members }: Packaged, name: string): Set<string> {
  const logicalId = `${capitalized(name)}LambdaFunction`;
  const calls = (called.get(name) ?? []).filter(action => members === 'members' || !OF_HUBS.includes(action));
  return new Set([
    ...calls.filter(action => mode !== 'notify' || !WRITING.includes(action)),
    ...(mode !== 'notify' && calls.includes('sts:AssumeRole') ? NAMING_SOURCES : []),
    ...LOGGING,
    ...(mappingsOf(template, logicalId).length > 0 ? POLLING : []),
    ...(propertiesOf(template, logicalId).DeadLetterConfig ? SETTING_ASIDE : []),
    ...(calls.includes('sns:Publish') && propertiesOf(template, 'AlertTopic').KmsMasterKeyId
      ? ENCRYPTING
      : []),
  ]);
}

describe.each(packaged)('in $mode mode, with $members', each => {
  test.each(FUNCTION_NAMES)('the role of %s allows the calls that its code makes, and no other', name => {
    const statements = statementsOfRole(each.template, `${capitalized(name)}Role`);
    const allowed = new Set(actionsOf(statements.filter(({ Effect }) => Effect === 'Allow')));
    expect(allowed).toEqual(neededActions(each, name));
  });
});

const OF_SWEEP = ['dynamodb:Query', 'dynamodb:Scan', 'sns:ListSubscriptionsByTopic', 'sqs:SendMessage'];

test('the calls that are found in the code', () => {
  const review = [
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'ec2:CreateNetworkAclEntry',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeTags',
    'ec2:DescribeVpcs',
    'ec2:GetManagedPrefixListEntries',
    'sns:Publish',
    ...OF_HUBS,
  ].toSorted();
  expect(Object.fromEntries(called)).toEqual({
    guard: [...review, 'sqs:SendMessage'].toSorted(),
    sweep: [...review, ...OF_SWEEP].toSorted(),
    slack: ['ssm:GetParameters'],
  });
});

test('no action is allowed twice, so that a missing one is always noticed', () => {
  for (const { template } of packaged) {
    for (const name of FUNCTION_NAMES) {
      const statements = statementsOfRole(template, `${capitalized(name)}Role`);
      const allowed = statements.flatMap(({ Action, Resource, Condition }) =>
        [Action].flat().map(action => `${action} ${JSON.stringify({ Resource, Condition })}`),
      );
      expect(allowed).toEqual([...new Set(allowed)]);
    }
  }
});

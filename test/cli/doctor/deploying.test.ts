import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { type Account, KEY_ARN, REGION, serviceError, TEMPLATE } from './account.ts';
import { current, denied, render, states, table } from './broken-account.ts';
import { toSummaries } from './template-stack.ts';

const CLOUDWATCH = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Resource: '*' };
const NEEDED = ['kms:GenerateDataKey*', 'kms:Decrypt'];

/** A stack whose topic is under a key of the operator. */
const brought =
  (arn = KEY_ARN) =>
  (one: Account) => {
    const StackResourceSummaries = toSummaries(TEMPLATE).filter(
      each => each.LogicalResourceId !== 'AlertKey',
    );
    one.cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries });
    one.stack({ Outputs: [{ OutputKey: 'AlertKeyArn', OutputValue: arn }] });
  };
const withPolicy =
  (...Statement: object[]) =>
  (one: Account) => {
    brought()(one);
    one.kms.on(GetKeyPolicyCommand).resolves({ Policy: JSON.stringify({ Statement }) });
  };
const WRONG =
  /^problem: the policy of key\/.+ does not let CloudWatch use the key.+ -> add the statement of docs\/deploying\.md/;

describe('the alert key', () => {
  table('alert key', [
    ['of the stack', () => undefined, /^ok: the stack has its own, which alarms may use$/],
    [
      'with the statement',
      withPolicy({ ...CLOUDWATCH, Action: NEEDED }),
      /^ok: the policy of key\/.+ lets alarms publish$/,
    ],
    ['that allows all', withPolicy({ ...CLOUDWATCH, Action: 'kms:*' }), /^ok/],
    [
      'with a statement each, and several services',
      withPolicy(
        { ...CLOUDWATCH, Action: 'kms:Decrypt' },
        {
          ...CLOUDWATCH,
          Principal: { Service: ['s3.amazonaws.com', 'cloudwatch.amazonaws.com'] },
          Action: ['kms:GenerateDataKey'],
        },
      ),
      /^ok/,
    ],
    ['without a statement', withPolicy(), WRONG],
    ['with half of it', withPolicy({ ...CLOUDWATCH, Action: 'kms:Decrypt' }), WRONG],
    ['that denies', withPolicy({ ...CLOUDWATCH, Effect: 'Deny', Action: NEEDED }), WRONG],
    [
      'for another service',
      withPolicy({ ...CLOUDWATCH, Principal: { Service: 's3.amazonaws.com' }, Action: NEEDED }),
      WRONG,
    ],
    ['for accounts', withPolicy({ ...CLOUDWATCH, Principal: '*', Action: NEEDED }), WRONG],
    [
      'of another region',
      brought(KEY_ARN.replace(REGION, 'eu-west-9')),
      /^problem: the alert key .+ is of eu-west-9: the topic cannot use it -> deploy with a key of this region$/,
    ],
    [
      'without the permission to read its policy',
      one => {
        brought()(one);
        one.kms.on(GetKeyPolicyCommand).rejects(denied());
      },
      /^warning: .+ is unknown: the permission kms:GetKeyPolicy is missing -> add the statement/,
    ],
  ]);
});

describe('a trail of the organisation, in a member account', () => {
  const trail = {
    Name: 'all',
    TrailARN: 'arn:aws:cloudtrail:us-east-1:999999999999:trail/all',
    HomeRegion: 'us-east-1',
    IsMultiRegionTrail: true,
    IsOrganizationTrail: true,
  };
  const organisation = (one: Account) =>
    one.cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [trail] });
  const outOfReach =
    /^warning: only the account that owns trail all \(of the organisation, all regions\) can read .+ -> ask that account's administrators/;

  table('trail', [
    ...[denied(), serviceError('TrailNotFoundException')].flatMap((error): Parameters<typeof table>[1] => [
      [
        `whose status answers ${error.name}`,
        one => {
          organisation(one);
          one.cloudTrail.on(GetTrailStatusCommand).rejects(error);
        },
        outOfReach,
      ],
      [
        `whose selectors answer ${error.name}`,
        one => {
          organisation(one);
          one.cloudTrail.on(GetEventSelectorsCommand).rejects(error);
        },
        outOfReach,
      ],
    ]),
    [
      'that is stopped',
      one => {
        organisation(one);
        one.cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: false });
      },
      /^problem: .+ is not logging, .+ -> ask the account that owns it to start it$/,
    ],
  ]);
});

describe('a stack that a hub has taken over', () => {
  it('may have its rules off', async () => {
    current.account.stack({ Parameters: [{ ParameterKey: 'HandedOver', ParameterValue: 'true' }] });
    const rules = await current.account.check('rules');
    expect(states(rules)).toEqual(['ok']);
    expect(rules.map(render)).toEqual([
      'ok: the rules are off: the stack is handed over to the hub of the organisation',
    ]);
  });
});

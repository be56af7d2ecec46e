import { DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckResult } from '../../../cli/doctor/check-result.ts';
import { type Account, listWithout, REGION, STACK, serviceError } from './account.ts';
import { current, denied, render, states, table } from './broken-account.ts';

describe('credentials and region', () => {
  const expired = () =>
    serviceError('ExpiredToken', 403, 'The security token included in the request is expired');
  table('credentials', [
    ['whose', () => undefined, /^ok: account 111122223333, arn:aws:iam::111122223333:user\/jane$/],
    [
      'expired',
      one => void one.sts.on(GetCallerIdentityCommand).rejects(expired()),
      /^problem: AWS does not accept the credentials: The security token .+ -> sign in/,
    ],
    [
      'an empty answer',
      one => void one.sts.on(GetCallerIdentityCommand).resolves({}),
      /^problem: AWS did not say whose/,
    ],
  ]);

  it('credentials: without valid ones, no other call is made', async () => {
    current.account.sts.on(GetCallerIdentityCommand).rejects(expired());
    const results = await current.account.runCheck('audit');
    expect(render(results[0] as CheckResult)).toContain('aws sso login --profile audit');
    expect(states(results.slice(2))).toEqual(CHECKS.slice(2).map(() => 'skipped'));
    expect(current.account.cloudFormation.calls()).toEqual([]);
  });

  const regions =
    (...Regions: object[]) =>
    (one: Account) =>
      void one.ec2.on(DescribeRegionsCommand).resolves({ Regions });
  table('region', [
    ['enabled by default', () => undefined, /^ok: eu-central-1, from --region$/],
    ['opted in', regions({ RegionName: REGION, OptInStatus: 'opted-in' }), /^ok/],
    [
      'not opted in',
      regions({ RegionName: REGION, OptInStatus: 'not-opted-in' }),
      /^problem: .+not enabled it -> aws account enable-region --region-name eu-central-1/,
    ],
    [
      'unknown',
      regions({ RegionName: 'eu-west-1', OptInStatus: 'opted-in' }),
      /^problem: eu-central-1.+AWS has no region of this name/,
    ],
    [
      'an empty answer',
      regions(),
      /^problem: cannot check whether eu-central-1 .+EC2 answered without regions/,
    ],
    [
      'no such host',
      one =>
        void one.ec2.on(DescribeRegionsCommand).rejects(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
      /^problem: .+the region does not exist or cannot be reached/,
    ],
  ]);

  it('region: if it does not exist, no other call is made', async () => {
    regions({ RegionName: 'eu-west-1', OptInStatus: 'opted-in' })(current.account);
    expect(states((await current.account.runCheck()).slice(2))).toEqual(CHECKS.slice(2).map(() => 'skipped'));
  });
});

describe('a trail', () => {
  const TRAIL = {
    Name: 'own',
    TrailARN: 'arn:trail/own',
    HomeRegion: REGION,
    HasCustomEventSelectors: false,
  };
  const trails =
    (...trailList: object[]) =>
    (one: Account) => {
      one.cloudTrail.on(DescribeTrailsCommand).resolves({ trailList });
      one.cloudTrail
        .on(GetEventSelectorsCommand)
        .resolves({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
    };
  const custom = { ...TRAIL, HasCustomEventSelectors: true };
  const status = (Name: string, IsLogging: boolean) => (one: Account) =>
    void one.cloudTrail.on(GetTrailStatusCommand, { Name }).resolves({ IsLogging });
  table('trail', [
    ['of all regions', () => undefined, /^ok: trail all \(all regions\) logs write management events$/],
    ['of this region', trails(TRAIL), /^ok: trail own logs/],
    [
      'of the organisation',
      trails({ ...TRAIL, IsOrganizationTrail: true, IsMultiRegionTrail: true }),
      /^ok: trail own \(of the organisation, all regions\)/,
    ],
    ['none', trails(), /^problem: no trail covers eu-central-1.+create-trail.+start-logging/],
    ['of another region alone', trails({ ...TRAIL, HomeRegion: 'us-east-1' }), /^problem: no trail covers/],
    [
      'stopped',
      status('arn:aws:cloudtrail:us-east-1:1:trail/all', false),
      /^problem: trail all .+ is not logging.+start-logging --name arn:aws:cloudtrail:us-east-1:1:trail\/all --region us-east-1$/,
    ],
    ['that logs reads only', trails(custom), /^problem: trail own does not log write management events/],
    [
      'that is one of two, the other stopped',
      one => {
        trails(TRAIL, { ...TRAIL, Name: 'other', TrailARN: 'arn:trail/other' })(one);
        status('arn:trail/other', false)(one);
      },
      /^ok: trail own/,
    ],
    [
      'whose selectors exclude calls',
      one => {
        trails(custom)(one);
        one.cloudTrail.on(GetEventSelectorsCommand).resolves({
          AdvancedEventSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Management'] },
                { Field: 'userIdentity.arn', StartsWith: ['arn:aws:iam'] },
              ],
            },
          ],
        });
      },
      /^warning: .+logs only some/,
    ],
    [
      'whose selectors belong to another account',
      one => {
        trails(custom, { ...TRAIL, TrailARN: 'arn:trail/2' })(one);
        one.cloudTrail.on(GetEventSelectorsCommand).rejects(denied());
        status('arn:trail/2', false)(one);
      },
      /^warning: cannot check whether trail own logs.+cloudtrail:GetEventSelectors is missing/,
    ],
  ]);

  it('has its selectors read in its home region', async () => {
    trails({ ...custom, HomeRegion: 'us-east-1', IsMultiRegionTrail: true })(current.account);
    await current.account.check('trail');
    const calls = current.account.cloudTrail.commandCalls(GetEventSelectorsCommand);
    const [config] = calls.map(({ thisValue }) => (thisValue as CloudTrailClient).config);
    expect(await config?.region()).toBe('us-east-1');
  });
});

describe('the stack', () => {
  const missing = () => serviceError('ValidationError', 400, `Stack with id ${STACK} does not exist`);

  it('is not deployed: says how to deploy it, and skips the rest', async () => {
    current.account.cloudFormation.on(DescribeStacksCommand).rejects(missing());
    const results = await current.account.runCheck();
    const [stack, ...rest] = results.slice(3);
    expect(render(stack as CheckResult)).toBe(
      `problem: ${STACK} is not deployed in eu-central-1 -> npm run deploy -- --param=email=you@example.com --region eu-central-1`,
    );
    expect(rest.map(({ check }) => check)).toEqual(CHECKS.slice(4));
    expect(new Set(rest.map(({ state, says }) => `${state} ${says}`))).toEqual(
      new Set(['skipped not checked: nothing is deployed']),
    );
  });

  const is = (changed: object) => (one: Account) => one.stack(changed);
  table('stack', [
    [
      'healthy',
      () => undefined,
      /^ok: nacl-ephemeral-guard-prod is UPDATE_COMPLETE, deployed 2026-11-18 08:00:00 UTC$/,
    ],
    [
      'never updated',
      is({ StackStatus: 'CREATE_COMPLETE', LastUpdatedTime: undefined }),
      /^ok: .+deployed 2026-11-14 04:00:00 UTC$/,
    ],
    [
      'drifted',
      is({ DriftInformation: { StackDriftStatus: 'DRIFTED' } }),
      /^warning: .+changed by hand.+describe-stack-resource-drifts/,
    ],
    ['being updated', is({ StackStatus: 'UPDATE_IN_PROGRESS' }), /^warning: .+run doctor again when/],
    ['cleaning up after an update', is({ StackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }), /^ok/],
    [
      'rolled back',
      is({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }),
      /^warning: .+the one before it is active/,
    ],
    [
      'stuck',
      is({ StackStatus: 'UPDATE_ROLLBACK_FAILED' }),
      /^problem: .+the deployment failed -> find the cause: aws cloudformation describe-stack-events/,
    ],
    [
      'never created',
      is({ StackStatus: 'ROLLBACK_COMPLETE' }),
      /^problem: .+failed.+the stack is empty: delete it \(aws cloudformation delete-stack .+\), then deploy again$/,
    ],
    [
      'of which only the bucket is left: the first deployment by osls failed',
      one => {
        is({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })(one);
        const StackResourceSummaries = listWithout(/^(?!ServerlessDeploymentBucket$)/);
        one.cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries });
      },
      /^problem: .+: the first deployment failed -> find the cause: .+; fix it, then deploy again$/,
    ],
    [
      'that could not go back',
      is({ StackStatus: 'UPDATE_ROLLBACK_FAILED' }),
      /^problem: .+then continue the rollback: aws cloudformation continue-update-rollback/,
    ],
    ['being deleted', is({ StackStatus: 'DELETE_IN_PROGRESS' }), /^problem/],
    [
      'without the permission to read it',
      one => void one.cloudFormation.on(DescribeStacksCommand).rejects(denied()),
      /^warning: cannot check whether.+cloudformation:DescribeStacks is missing/,
    ],
    [
      'without the permission to list its resources',
      one => void one.cloudFormation.on(ListStackResourcesCommand).rejects(denied()),
      /^warning: .+cloudformation:ListStackResources is missing/,
    ],
  ]);

  it('is read page by page', async () => {
    const all = listWithout(/^$/);
    current.account.cloudFormation
      .on(ListStackResourcesCommand)
      .callsFake(({ NextToken }) =>
        NextToken
          ? { StackResourceSummaries: all.slice(20) }
          : { StackResourceSummaries: all.slice(0, 20), NextToken: 'more' },
      );
    expect(new Set(states(await current.account.runCheck()))).toEqual(new Set(['ok']));
  });

  it('of another version: each missing resource is a problem', async () => {
    const without = listWithout(/^(ChangeRule|SweepQueue|AlertTopic|GuardLambdaFunction|.*Alarm)$/);
    current.account.cloudFormation
      .on(ListStackResourcesCommand)
      .resolves({ StackResourceSummaries: without });
    const results = await current.account.runCheck();
    for (const check of ['functions', 'roles', 'rules', 'queues', 'subscriptions', 'alarms'] as const) {
      expect(
        results.filter(result => result.check === check && result.state === 'problem'),
        check,
      ).not.toEqual([]);
    }
  });
});

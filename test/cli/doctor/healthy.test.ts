import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../cli/doctor/check-result.ts';
import { type Account, listWithout, serviceError } from './account.ts';
import { current, render, states } from './broken-account.ts';

describe('an account without a problem', () => {
  it('is ok in every check, in order', async () => {
    const results = await current.account.runCheck();
    expect(results.filter(({ state }) => state !== 'ok').map(render)).toEqual([]);
    expect([...new Set(results.map(({ check }) => check))]).toEqual([...CHECKS]);
  });

  it('has no part of the webhook URL in its results', async () => {
    const text = JSON.stringify(await current.account.runCheck());
    for (const secret of ['T0SECRET', 'B0SECRET', 'verysecretindeed']) expect(text).not.toContain(secret);
  });

  it('has no results for Slack and Amazon Q where they are not deployed', async () => {
    const StackResourceSummaries = listWithout(/^(Slack|AmazonQ)/);
    current.account.cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries });
    const results = await current.account.runCheck();
    expect(results.map(({ check }) => check)).not.toContain('slack');
    expect(results.map(({ check }) => check)).not.toContain('amazon q');
    expect(new Set(states(results))).toEqual(new Set(['ok']));
    expect(current.account.fetch).not.toHaveBeenCalled();
  });
});

/** Every call that doctor makes in such an account, except those that read the stack. */
const CALLS = [
  ['sts', GetCallerIdentityCommand],
  ['ec2', DescribeRegionsCommand],
  ['cloudTrail', DescribeTrailsCommand],
  ['cloudTrail', GetTrailStatusCommand],
  ['eventBridge', DescribeRuleCommand],
  ['eventBridge', ListTargetsByRuleCommand],
  ['eventBridge', TestEventPatternCommand],
  ['lambda', GetFunctionConfigurationCommand],
  ['lambda', GetEventSourceMappingCommand],
  ['iam', SimulatePrincipalPolicyCommand],
  ['sqs', GetQueueAttributesCommand],
  ['sns', ListSubscriptionsByTopicCommand],
  ['ssm', GetParameterCommand],
  ['cloudWatch', GetMetricDataCommand],
  ['cloudWatch', DescribeAlarmsCommand],
] as const;

describe('every call that fails', () => {
  const failures = [
    ['denied', () => serviceError('AccessDeniedException', 400), 'warning'],
    ['denied with an own code', () => serviceError('NotForYou', 403), 'warning'],
    ['broken', () => serviceError('InternalFailure', 500), 'problem'],
    ['unknown', () => serviceError('InvalidAction', 400), 'problem'],
    ['unreachable', () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'problem'],
  ] as const;
  const cases = CALLS.flatMap(([service, command]) =>
    failures.map(([how, error, state]) => [command.name, how, service, command, error, state] as const),
  );

  it.each(cases)('%s %s: the other checks still run', async (name, _, service, command, error, state) => {
    (current.account[service] as Account['sts']).on(command as never).rejects(error());
    const results = await current.account.runCheck();
    const broken = results.filter(result => result.state !== 'ok');
    expect(broken.map(result => result.state)).toContain(state);
    expect(new Set(results.map(({ check }) => check))).toEqual(new Set(CHECKS));
    expect(broken.map(render).join('\n')).toContain(`:${name.replace('Command', '')}`);
    expect(broken.length).toBeLessThanOrEqual(3);
  });

  it('and all calls that answer nothing', async () => {
    for (const service of current.account.services) service.reset().resolves({} as never);
    current.account.stack({});
    current.account.cloudFormation
      .on(ListStackResourcesCommand)
      .resolves({ StackResourceSummaries: listWithout(/^$/) });
    const results = await current.account.runCheck();
    const withProblems = new Set(
      results.filter(({ state }) => state === 'problem').map(({ check }) => check),
    );
    expect([...withProblems]).toEqual(CHECKS.filter(check => !/^(stack|alert key|amazon q)$/.test(check)));
  });

  it('is one result where several checks need it', async () => {
    current.account.sqs.on(GetQueueAttributesCommand).rejects(serviceError('AccessDenied', 403));
    const [result, ...others] = await current.account.check('queues');
    expect(others).toEqual([]);
    expect(result?.says).toMatch(
      /^cannot check what is in the change queue, .+ and whether the tamper queue is empty: /,
    );
  });
});

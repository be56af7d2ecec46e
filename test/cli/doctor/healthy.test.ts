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
import { CHECKS } from '../../../cli/doctor/finding.ts';
import { type Account, listWithout, serviceError } from './account.ts';
import { current, render, states } from './spoilt-account.ts';

describe('an account in which all is well', () => {
  it('is nothing but ok, every check in its order', async () => {
    const findings = await current.account.examine();
    expect(findings.filter(({ state }) => state !== 'ok').map(render)).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([...CHECKS]);
  });

  it('is looked at without a word of the webhook', async () => {
    const text = JSON.stringify(await current.account.examine());
    for (const secret of ['T0SECRET', 'B0SECRET', 'verysecretindeed']) expect(text).not.toContain(secret);
  });

  it('says nothing of Slack and Amazon Q where they are not deployed', async () => {
    const StackResourceSummaries = listWithout(/^(Slack|AmazonQ)/);
    current.account.cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries });
    const findings = await current.account.examine();
    expect(findings.map(({ check }) => check)).not.toContain('slack');
    expect(findings.map(({ check }) => check)).not.toContain('amazon q');
    expect(new Set(states(findings))).toEqual(new Set(['ok']));
    expect(current.account.fetch).not.toHaveBeenCalled();
  });
});

/** Every call that doctor makes in such an account, but for those that read the stack. */
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
    ['denied by a code of its own', () => serviceError('NotForYou', 403), 'warning'],
    ['broken', () => serviceError('InternalFailure', 500), 'problem'],
    ['not known', () => serviceError('InvalidAction', 400), 'problem'],
    ['not reached', () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'problem'],
  ] as const;
  const cases = CALLS.flatMap(([service, command]) =>
    failures.map(([how, error, state]) => [command.name, how, service, command, error, state] as const),
  );

  it.each(cases)(
    '%s %s: the rest is looked at all the same',
    async (name, _, service, command, error, state) => {
      (current.account[service] as Account['sts']).on(command as never).rejects(error());
      const findings = await current.account.examine();
      const spoilt = findings.filter(finding => finding.state !== 'ok');
      expect(spoilt.map(finding => finding.state)).toContain(state);
      expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(CHECKS));
      expect(spoilt.map(render).join('\n')).toContain(`:${name.replace('Command', '')}`);
      expect(spoilt.length).toBeLessThanOrEqual(3);
    },
  );

  it('and all that answer nothing', async () => {
    for (const service of current.account.services) service.reset().resolves({} as never);
    current.account.stack({});
    current.account.cloudFormation
      .on(ListStackResourcesCommand)
      .resolves({ StackResourceSummaries: listWithout(/^$/) });
    const findings = await current.account.examine();
    const ill = new Set(findings.filter(({ state }) => state === 'problem').map(({ check }) => check));
    expect([...ill]).toEqual(CHECKS.filter(check => check !== 'stack' && check !== 'amazon q'));
  });

  it('is told once where several things cannot be looked at for it', async () => {
    current.account.sqs.on(GetQueueAttributesCommand).rejects(serviceError('AccessDenied', 403));
    const [finding, ...others] = await current.account.check('queues');
    expect(others).toEqual([]);
    expect(finding?.says).toMatch(
      /^cannot tell what waits in the change queue, .+ and whether the tamper queue is empty: /,
    );
  });
});

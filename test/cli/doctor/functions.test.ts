import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { toRuleName } from '../../../cli/doctor/rules-of-stack.ts';
import { type Account, idOf, REGION, RESOURCES, serviceError, TEMPLATE } from './account.ts';
import { ago, current, denied, table } from './broken-account.ts';

describe('functions', () => {
  const VARIABLES = { MODE: 'notify', ...RESOURCES };
  const guard =
    (changed: object, variables: Record<string, string> = VARIABLES) =>
    (one: Account) =>
      one.configure('Guard', variables, changed);
  table('functions', [
    [
      'all right',
      () => undefined,
      /^ok: guard is Active, mode notify, alerts from severity medium, updated 2026-11-18 08:00:00 UTC$/,
    ],
    ['inactive', guard({ State: 'Inactive' }), /^ok: guard is Inactive/],
    [
      'failed',
      guard({ State: 'Failed', StateReason: 'no code' }),
      /^problem: guard is Failed: no code -> deploy again/,
    ],
    ['being created', guard({ State: 'Pending' }), /^warning: guard is not ready yet/],
    [
      'an update that failed',
      guard({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no key' }),
      /^problem: the last update of guard failed: no key/,
    ],
    [
      'an unknown mode',
      guard({}, { ...VARIABLES, MODE: 'loud' }),
      /^problem: guard cannot start: environment variable MODE is "loud", expected notify, opt-in or remediate/,
    ],
    [
      'no topic',
      guard({}, { MODE: 'notify', FINDINGS_TABLE: 'findings' }),
      /^problem: guard cannot start: .+ALERT_TOPIC_ARN is missing/,
    ],
    [
      'another table',
      guard({}, { ...VARIABLES, FINDINGS_TABLE: 'other' }),
      /^problem: FINDINGS_TABLE of guard is other, expected \S+MemberFindingsTable\S+ -> deploy again/,
    ],
    [
      'no queue to request reports by',
      guard({}, { MODE: 'notify', ...RESOURCES, SWEEP_QUEUE_URL: undefined as never }),
      /^problem: SWEEP_QUEUE_URL of guard is missing, expected \S+SweepQueue\S+ -> deploy again/,
    ],
    [
      'two modes',
      guard({}, { ...VARIABLES, MODE: 'opt-in' }),
      /^problem: guard has mode opt-in, but sweep has mode notify -> .+--param=mode=opt-in/,
    ],
    [
      'gone',
      one =>
        void one.lambda
          .on(GetFunctionConfigurationCommand)
          .rejects(serviceError('ResourceNotFoundException', 404)),
      /^problem: cannot check the state of guard.+: it does not exist/,
    ],
    [
      'a queue that is not read',
      one =>
        void one.lambda
          .on(GetEventSourceMappingCommand, { UUID: idOf('GuardEventSourceMappingSQSChangeQueue') })
          .resolves({ State: 'Disabled' }),
      /^problem: the event source mapping of guard is Disabled.+update-event-source-mapping --enabled --uuid/,
    ],
  ]);
});

describe('rules', () => {
  const rule =
    (changed: object, logicalId = 'ChangeRule') =>
    (one: Account) => {
      const EventPattern = JSON.stringify(TEMPLATE.Resources.ChangeRule?.Properties.EventPattern);
      const Arn = `arn:aws:events:${REGION}:111122223333:rule/x`;
      const answer = { Arn, State: 'ENABLED', EventPattern, ...changed } as const;
      one.eventBridge.on(DescribeRuleCommand, { Name: toRuleName(idOf(logicalId)).name }).resolves(answer);
    };
  const targets =
    (...Targets: { Id: string; Arn: string }[]) =>
    (one: Account) =>
      void one.eventBridge.on(ListTargetsByRuleCommand, { Rule: idOf('ChangeRule') }).resolves({ Targets });
  const TARGET_OF_REPORTS = `arn:aws:sqs:${REGION}:111122223333:${idOf('SweepQueue').split('/').at(-1)}`;
  const some = JSON.stringify({
    source: ['aws.ec2'],
    detail: { eventName: ['CreateNetworkAclEntry'], errorCode: [{ exists: false }] },
  });
  table('rules', [
    [
      'change',
      () => undefined,
      /^ok: the change rule is enabled and matches all changes of network ACLs, but no failed call$/,
    ],
    ['sweep', () => undefined, /^ok: the schedule of the sweep is enabled: rate\(1 day\)$/],
    ['report', () => undefined, /^ok: the schedule of reports is enabled: rate\(1 hour\)$/],
    ['tamper', () => undefined, /^ok: the tamper rule is enabled$/],
    ['changes of members', () => undefined, /^ok: the rule for changes of members is enabled$/],
    [
      'signs of members, disabled on the bus of the hub',
      rule({ State: 'DISABLED' }, 'MemberSignRule'),
      /^problem: the rule for signs of members is DISABLED -> aws events enable-rule --name \S*MemberSignRule\S* --event-bus-name nacl-ephemeral-guard-prod --region eu-central-1$/,
    ],
    [
      'disabled',
      rule({ State: 'DISABLED' }),
      /^problem: the change rule is DISABLED -> aws events enable-rule --name .*ChangeRule.* --region eu-central-1$/,
    ],
    [
      'disabled sweep',
      rule({ State: 'DISABLED' }, 'SweepRule'),
      /^problem: the schedule of the sweep is DISABLED/,
    ],
    [
      'of all management events',
      rule({ State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }),
      /^ok: the change rule/,
    ],
    [
      'matches one call',
      rule({ EventPattern: some }),
      /^problem: the change rule does not match ReplaceNetworkAclEntry, DeleteNetworkAclEntry, ReplaceNetworkAclAssociation and DeleteNetworkAcl -> .+put-rule/,
    ],
    [
      'matches failed calls',
      rule({ EventPattern: '{"source":["aws.ec2"]}' }),
      /^warning: the change rule also matches failed calls/,
    ],
    ['no target', targets(), /^problem: the change rule has no target -> aws events put-targets/],
    [
      'another target',
      targets({ Id: '1', Arn: 'arn:aws:sqs:eu-central-1:111122223333:other' }),
      /^problem: the change rule does not send to arn:aws:sqs:/,
    ],
    [
      'another message',
      one => {
        const Arn = TARGET_OF_REPORTS;
        one.eventBridge
          .on(ListTargetsByRuleCommand, { Rule: idOf('ReportRule') })
          .resolves({ Targets: [{ Id: '1', Arn, Input: '{}' }] });
      },
      /^problem: the schedule of reports does not send \{"report":\{\}\} -> aws events put-targets .+"Input"/,
    ],
    [
      'gone',
      one =>
        void one.eventBridge
          .on(DescribeRuleCommand, { Name: idOf('SweepRule') })
          .rejects(serviceError('ResourceNotFoundException')),
      /^problem: cannot check the state of the schedule of the sweep: it does not exist/,
    ],
    [
      'without the permission to test it',
      one => void one.eventBridge.on(TestEventPatternCommand).rejects(denied()),
      /^warning: cannot check which calls the change rule matches: the permission events:TestEventPattern is missing/,
    ],
  ]);
});

describe('the last sweep', () => {
  const last =
    (...hours: number[]) =>
    (one: Account) =>
      one.metric({ SweepsFinished: [[ago(0.1), 0], ...hours.map((hour): [Date, number] => [ago(hour), 1])] });
  const deployed = (hours: number) => (one: Account) => one.stack({ LastUpdatedTime: ago(hours) });
  table('last sweep', [
    ['today', last(3, 27), /^ok: ended 3 hours ago, 2026-11-22 09:00:00 UTC$/],
    ['two days ago', last(48), /^ok: ended 2 days ago/],
    [
      'before that',
      last(49),
      /^problem: the last sweep ended 2026-11-20 11:00:00 UTC, more than two days ago -> .+send-message/,
    ],
    [
      'before that, deployed now',
      one => {
        last(49)(one);
        deployed(0.5)(one);
      },
      /^warning: .+has just started one/,
    ],
    ['never', last(), /^problem: no sweep has ended yet/],
    [
      'never, deployed now',
      one => {
        last()(one);
        deployed(0.5)(one);
      },
      /^warning: no sweep has ended yet/,
    ],
    [
      'without the permission to read',
      one => void one.cloudWatch.on(GetMetricDataCommand).rejects(denied()),
      /^warning: cannot check when the last sweep ended: the permission cloudwatch:GetMetricData is missing/,
    ],
  ]);

  it('reads the metric that sweep writes', async () => {
    await current.account.check('last sweep');
    const inputs = current.account.cloudWatch
      .commandCalls(GetMetricDataCommand)
      .map(({ args }) => args[0].input);
    expect(inputs[0]?.MetricDataQueries?.[0]?.MetricStat?.Metric).toEqual({
      Namespace: 'NaclEphemeralGuard',
      MetricName: 'SweepsFinished',
      Dimensions: [{ Name: 'service', Value: 'sweep' }],
    });
  });
});

describe('alarms', () => {
  const alarm = (logicalId: string, changed: object | undefined) => (one: Account) =>
    one.alarms({ [logicalId]: changed });
  table('alarms', [
    ['quiet', () => undefined, /^ok: none of 18 alarms is in ALARM$/],
    [
      'without data',
      alarm('GuardErrorsAlarm', { StateValue: 'INSUFFICIENT_DATA' }),
      /^ok: none of 18 alarms is in ALARM, 1 without data yet$/,
    ],
    [
      'one in ALARM',
      alarm('GuardErrorsAlarm', { StateValue: 'ALARM', AlarmDescription: 'guard crashed' }),
      /^problem: GuardErrorsAlarm is in ALARM -> guard crashed$/,
    ],
    ['the heartbeat', alarm('HeartbeatAlarm', { StateValue: 'ALARM' }), /^problem: HeartbeatAlarm/],
    [
      'the heartbeat, deployed now',
      one => {
        alarm('HeartbeatAlarm', { StateValue: 'ALARM' })(one);
        one.stack({ LastUpdatedTime: ago(0.5) });
      },
      /^warning: HeartbeatAlarm/,
    ],
    [
      'muted',
      alarm('SweepErrorsAlarm', { ActionsEnabled: false }),
      /^warning: SweepErrorsAlarm notifies no one.+enable-alarm-actions/,
    ],
    ['deleted', alarm('SweepErrorsAlarm', undefined), /^problem: these do not exist: .+SweepErrorsAlarm/],
    [
      'without the permission to read',
      one => void one.cloudWatch.on(DescribeAlarmsCommand).rejects(denied('AccessDenied')),
      /^warning: cannot check the state of the alarms: the permission cloudwatch:DescribeAlarms is missing/,
    ],
  ]);
});

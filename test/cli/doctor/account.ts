import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import { runAllChecks } from '../../../cli/doctor/all-checks.ts';
import type { CheckName, CheckResult } from '../../../cli/doctor/check-result.ts';
import { createClients } from '../../../cli/doctor/clients.ts';
import { HUB_RULES, RULES, toRuleName } from '../../../cli/doctor/rules-of-stack.ts';
import type { Mode } from '../../../functions/review/words/mode.ts';
import { matchesPattern, type Pattern } from '../../infra/event-pattern.ts';
import { packageMode } from '../../infra/service-package.ts';
import { propertiesOf, type Template } from '../../infra/template.ts';
import { ACCOUNT, mayDo, physicalId, REGION, STACK, toSummaries } from './template-stack.ts';

export { ACCOUNT, REGION, STACK };
export const NOW = new Date('2026-11-22T12:00:00Z');
export const HOUR = 3_600_000;
export const WEBHOOK = 'https://hooks.slack.com/services/T0SECRET/B0SECRET/verysecretindeed';

export const TEMPLATE = await packageMode('notify');
export const idOf = (logicalId: string) => physicalId(logicalId, TEMPLATE.Resources[logicalId]?.Type ?? '');
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${idOf('AlertKey')}`;
const arnOfQueue = (logicalId: string) =>
  `arn:aws:sqs:${REGION}:${ACCOUNT}:${idOf(logicalId).split('/').at(-1)}`;

/** The variables of guard and sweep that name resources of the stack. */
export const RESOURCES = {
  ALERT_TOPIC_ARN: idOf('AlertTopic'),
  FINDINGS_TABLE: idOf('MemberFindingsTable'),
  LEGACY_FINDINGS_TABLE: idOf('FindingsTable'),
  SWEEP_QUEUE_URL: idOf('SweepQueue'),
};

/** An error, as a service answers it. */
export function serviceError(name: string, status = 400, message = name): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } });
}

/** An account without a problem: all calls of doctor have an answer. Tests then break an answer. */
export class Account {
  readonly mode: Mode;
  readonly template: Template;
  readonly cloudFormation = mockClient(CloudFormationClient);
  readonly cloudTrail = mockClient(CloudTrailClient);
  readonly cloudWatch = mockClient(CloudWatchClient);
  readonly ec2 = mockClient(EC2Client);
  readonly eventBridge = mockClient(EventBridgeClient);
  readonly iam = mockClient(IAMClient);
  readonly kms = mockClient(KMSClient);
  readonly lambda = mockClient(LambdaClient);
  readonly sns = mockClient(SNSClient);
  readonly sqs = mockClient(SQSClient);
  readonly ssm = mockClient(SSMClient);
  readonly sts = mockClient(STSClient);
  fetch = vi.fn<typeof fetch>(async () => new Response('no_text', { status: 400 }));

  constructor(mode: Mode = 'notify', template = TEMPLATE) {
    this.mode = mode;
    this.template = template;
    this.#answerForTheGround();
    this.#answerForRules();
    this.#answerForFunctions();
    this.#answerForRoles();
    this.#answerForMessages();
    this.#answerForFigures();
  }

  /** The mocks of all services. */
  get services() {
    const { cloudFormation, cloudTrail, cloudWatch, ec2, eventBridge, iam, kms, lambda, sns, sqs, ssm, sts } =
      this;
    return [cloudFormation, cloudTrail, cloudWatch, ec2, eventBridge, iam, kms, lambda, sns, sqs, ssm, sts];
  }

  restore(): void {
    for (const service of this.services) service.restore();
  }

  runCheck(profile?: string): Promise<CheckResult[]> {
    const place = { region: REGION, profile, stage: 'prod' };
    const context = { clients: createClients(REGION, profile), place, now: NOW, fetch: this.fetch };
    return runAllChecks(context, { region: REGION, from: '--region' });
  }

  /** The results of one check. */
  async check(name: CheckName): Promise<CheckResult[]> {
    return (await this.runCheck()).filter(({ check }) => check === name);
  }

  #answerForTheGround(): void {
    const caller = { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/jane`, UserId: 'A' };
    this.sts.on(GetCallerIdentityCommand).resolves(caller);
    const Regions = [{ RegionName: REGION, OptInStatus: 'opt-in-not-required' }];
    this.ec2.on(DescribeRegionsCommand).resolves({ Regions });
    const trail = {
      Name: 'all',
      TrailARN: 'arn:aws:cloudtrail:us-east-1:1:trail/all',
      HomeRegion: 'us-east-1',
    };
    const trailList = [{ ...trail, IsMultiRegionTrail: true, HasCustomEventSelectors: false }];
    this.cloudTrail.on(DescribeTrailsCommand).resolves({ trailList });
    this.cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    this.cloudTrail.on(GetEventSelectorsCommand).rejects(new Error('not needed'));
    this.stack({});
    this.kms.on(GetKeyPolicyCommand).rejects(new Error('not needed'));
    const StackResourceSummaries = toSummaries(this.template);
    this.cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries });
  }

  stack(changed: object): void {
    const [CreationTime, LastUpdatedTime] = [-200, -100].map(hours => new Date(NOW.getTime() + hours * HOUR));
    const stack = {
      StackName: STACK,
      StackStatus: 'UPDATE_COMPLETE',
      CreationTime,
      LastUpdatedTime,
      Outputs: [{ OutputKey: 'AlertKeyArn', OutputValue: KEY_ARN }],
      ...changed,
    };
    this.cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack as never] });
  }

  #answerForRules(): void {
    const template = this.template;
    for (const { logicalId } of [...RULES, ...HUB_RULES]) {
      const { name: Name } = toRuleName(idOf(logicalId));
      const { EventPattern, ScheduleExpression, Targets } = propertiesOf(template, logicalId);
      const Arn = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${Name}`;
      this.eventBridge.on(DescribeRuleCommand, { Name }).resolves({
        Arn,
        State: 'ENABLED',
        ...(EventPattern !== undefined && { EventPattern: JSON.stringify(EventPattern) }),
        ...(ScheduleExpression !== undefined && { ScheduleExpression: String(ScheduleExpression) }),
      });
      const [target] = Targets as [{ Id: string; Arn: { 'Fn::GetAtt': [string] }; Input?: string }];
      const deployed = { ...target, Arn: arnOfQueue(target.Arn['Fn::GetAtt'][0]) };
      this.eventBridge
        .on(ListTargetsByRuleCommand, { Rule: Name })
        .resolves({ Targets: [deployed as never] });
    }
    this.eventBridge.on(TestEventPatternCommand).callsFake(({ EventPattern, Event }) => ({
      Result: matchesPattern(JSON.parse(EventPattern) as Pattern, JSON.parse(Event)),
    }));
  }

  #answerForFunctions(): void {
    for (const name of ['Guard', 'Sweep'] as const) this.configure(name, { MODE: this.mode, ...RESOURCES });
    this.configure('Slack', { SLACK_WEBHOOK_PARAMETER: '/nacl/slack' });
    this.lambda.on(GetEventSourceMappingCommand).resolves({ State: 'Enabled' });
  }

  configure(
    name: 'Guard' | 'Sweep' | 'Slack',
    Variables: Record<string, string>,
    changed: object = {},
  ): void {
    const FunctionName = idOf(`${name}LambdaFunction`);
    this.lambda.on(GetFunctionConfigurationCommand, { FunctionName }).resolves({
      FunctionName,
      FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FunctionName}`,
      Role: `arn:aws:iam::${ACCOUNT}:role/${name}Role`,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      LastModified: '2026-11-18T08:00:00.000+0000',
      Environment: { Variables },
      ...changed,
    });
  }

  #answerForRoles(): void {
    this.iam.on(SimulatePrincipalPolicyCommand).callsFake(input => ({
      EvaluationResults: input.ActionNames.map((EvalActionName: string) => ({
        EvalActionName,
        EvalDecision: this.#mayDo(input, EvalActionName) ? 'allowed' : 'implicitDeny',
      })),
    }));
  }

  #mayDo(
    input: {
      PolicySourceArn: string;
      ResourceArns?: string[];
      ContextEntries: { ContextKeyName: string; ContextKeyValues: string[] }[];
    },
    action: string,
  ): boolean {
    const entries = input.ContextEntries.map(({ ContextKeyName, ContextKeyValues: [value = ''] }) => [
      ContextKeyName.replace('aws:ResourceTag/', ''),
      value,
    ]);
    const role = input.PolicySourceArn.split('/').at(-1) ?? '';
    const [resource = '*'] = input.ResourceArns ?? [];
    return mayDo(this.template, role, { action, resource, tags: Object.fromEntries(entries) });
  }

  #answerForMessages(): void {
    this.sqs.on(GetQueueAttributesCommand).resolves({ Attributes: {} });
    const subscription = { Protocol: 'email', Endpoint: 'you@example.com' };
    const Subscriptions = [{ ...subscription, SubscriptionArn: `${idOf('AlertTopic')}:1` }];
    this.sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions });
    const Parameter = { Type: 'SecureString', Value: WEBHOOK } as const;
    this.ssm.on(GetParameterCommand).resolves({ Parameter });
  }

  /** How many messages a queue holds: ready, delayed and in flight. */
  fill(logicalId: string, ready: number, delayed = 0, inFlight = 0): void {
    const Attributes = {
      ApproximateNumberOfMessages: `${ready}`,
      ApproximateNumberOfMessagesDelayed: `${delayed}`,
      ApproximateNumberOfMessagesNotVisible: `${inFlight}`,
    };
    this.sqs.on(GetQueueAttributesCommand, { QueueUrl: idOf(logicalId) }, false).resolves({ Attributes });
  }

  #answerForFigures(): void {
    this.metric({ SweepsFinished: [[new Date(NOW.getTime() - 3 * HOUR), 1]] });
    this.alarms({});
  }

  /** The values of metrics by name, the latest first. */
  metric(figures: Readonly<Record<string, readonly [Date, number][]>>): void {
    this.cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries: [query] }) => {
      const values = figures[query.MetricStat.Metric.MetricName] ?? [];
      const [Timestamps, Values] = [values.map(([at]) => at), values.map(([, value]) => value)];
      return { MetricDataResults: [{ Id: 'metric', Timestamps, Values }] };
    });
  }

  /** Every alarm of the stack is OK, except those given by logical id; undefined: it does not exist. */
  alarms(changed: Readonly<Record<string, object | undefined>>): void {
    const ids = Object.entries(this.template.Resources).filter(
      ([, { Type }]) => Type === 'AWS::CloudWatch::Alarm',
    );
    const MetricAlarms = ids
      .filter(([id]) => !(id in changed) || changed[id] !== undefined)
      .map(([id]) => ({
        AlarmName: idOf(id),
        StateValue: 'OK' as const,
        ActionsEnabled: true,
        ...changed[id],
      }));
    this.cloudWatch.on(DescribeAlarmsCommand).callsFake(({ AlarmNames }) => ({
      MetricAlarms: MetricAlarms.filter(({ AlarmName }) => AlarmNames.includes(AlarmName)),
    }));
  }
}

/** The resources of the stack without these logical ids, as in another version or without a parameter. */
export function listWithout(ids: RegExp) {
  return toSummaries(TEMPLATE).filter(({ LogicalResourceId = '' }) => !ids.test(LogicalResourceId));
}

import { describe, expect, test } from 'vitest';
import { metricError, namesOf } from './metrics.ts';
import { packageService } from './service-package.ts';
import { propertiesOf, refTo, resourcesOf } from './template.ts';

const SLACK = 'slackWebhookParameter=/nacl-ephemeral-guard/slack-webhook';
const [
  { template },
  { template: withSlack },
  { template: lean },
  { template: leanWithSlack },
  { template: handedOver },
] = await Promise.all([
  packageService(),
  packageService(SLACK, 'settleSeconds=900'),
  packageService('lean=true'),
  packageService('lean=true', SLACK),
  packageService('handedOver=true'),
]);

interface WatchedMetric {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: unknown }[];
}
/** A metric that an alarm calculates with, or what it calculates. */
interface Query {
  Id: string;
  Expression?: string;
  MetricStat?: { Metric: WatchedMetric; Stat: string; Period: number };
}
interface Alarm extends Partial<WatchedMetric> {
  Metrics?: Query[];
  [property: string]: unknown;
}

const alarmsOf = (each: typeof template) =>
  Object.fromEntries(resourcesOf(each, 'AWS::CloudWatch::Alarm')) as Record<string, Alarm>;

/** Statistic, metric, dimension's value, comparison, threshold, periods, and what missing data means, in one line each. */
const expected = {
  ChangeDeadLetterQueueAlarm:
    'Maximum AWS/SQS ApproximateNumberOfMessagesVisible ChangeDeadLetterQueue.QueueName >= 1 in 1 of 1 x 300 s, else ignore',
  RuleDeadLetterQueueAlarm:
    'Maximum AWS/SQS ApproximateNumberOfMessagesVisible RuleDeadLetterQueue.QueueName >= 1 in 1 of 1 x 300 s, else ignore',
  SweepDeadLetterQueueAlarm:
    'Maximum AWS/SQS ApproximateNumberOfMessagesVisible SweepDeadLetterQueue.QueueName >= 1 in 1 of 1 x 300 s, else ignore',
  TamperAlarm:
    'Maximum AWS/SQS ApproximateNumberOfMessagesVisible TamperQueue.QueueName >= 1 in 1 of 1 x 300 s, else ignore',
  GuardErrorsAlarm: 'Sum AWS/Lambda Errors GuardLambdaFunction >= 1 in 1 of 1 x 300 s, else notBreaching',
  SweepErrorsAlarm: 'Sum AWS/Lambda Errors SweepLambdaFunction >= 1 in 1 of 1 x 300 s, else notBreaching',
  GuardThrottlesAlarm:
    'Sum AWS/Lambda Throttles GuardLambdaFunction >= 1 in 3 of 3 x 300 s, else notBreaching',
  SweepThrottlesAlarm:
    'Sum AWS/Lambda Throttles SweepLambdaFunction >= 1 in 3 of 3 x 300 s, else notBreaching',
  ChangeQueueAgeAlarm:
    'Maximum AWS/SQS ApproximateAgeOfOldestMessage ChangeQueue.QueueName >= 3600 in 1 of 1 x 300 s, else notBreaching',
  SweepQueueAgeAlarm:
    'Maximum AWS/SQS ApproximateAgeOfOldestMessage SweepQueue.QueueName >= 7200 in 1 of 1 x 300 s, else notBreaching',
  NotificationsFailedAlarm:
    'Sum AWS/SNS NumberOfNotificationsFailed AlertTopic.TopicName >= 1 in 1 of 1 x 300 s, else notBreaching',
  GuardFailedReviewsAlarm:
    'Sum NaclEphemeralGuard Outcome guard,failed >= 3 in 1 of 1 x 3600 s, else notBreaching',
  SweepFailedReviewsAlarm:
    'Sum NaclEphemeralGuard Outcome sweep,failed >= 1 in 1 of 1 x 3600 s, else notBreaching',
  NotHeardAlarm: 'Sum NaclEphemeralGuard NotHeard sweep >= 1 in 3 of 3 x 3600 s, else notBreaching',
  HeartbeatAlarm:
    'IF(invocations > 20 AND FILL(sweeps, 0) < 1, 0, 1) < 1 in 2 of 2, else missing' +
    '; sweeps = Sum NaclEphemeralGuard SweepsFinished sweep x 86400 s' +
    '; invocations = Sum AWS/Lambda Invocations SweepLambdaFunction x 86400 s',
};

const VISIBLE = 'Maximum AWS/SQS ApproximateNumberOfMessagesVisible';
const expectedOfLean = (slack: string, ofSlack: string) => ({
  HeartbeatAlarm: expected.HeartbeatAlarm,
  LeanAlarm:
    `MAX([changes, undelivered, sweeps, tampering, notifications, age / 3600${slack}]) >= 1 in 1 of 1, else ignore` +
    `; changes = ${VISIBLE} ChangeDeadLetterQueue.QueueName x 300 s` +
    `; undelivered = ${VISIBLE} RuleDeadLetterQueue.QueueName x 300 s` +
    `; sweeps = ${VISIBLE} SweepDeadLetterQueue.QueueName x 300 s` +
    `; tampering = ${VISIBLE} TamperQueue.QueueName x 300 s` +
    '; notifications = Sum AWS/SNS NumberOfNotificationsFailed AlertTopic.TopicName x 300 s' +
    `; age = Maximum AWS/SQS ApproximateAgeOfOldestMessage ChangeQueue.QueueName x 300 s${ofSlack}`,
});

const expectedOfSlack = {
  SlackDeadLetterQueueAlarm:
    'Maximum AWS/SQS ApproximateNumberOfMessagesVisible SlackDeadLetterQueue.QueueName >= 1 in 1 of 1 x 300 s, else ignore',
  SlackErrorsAlarm: 'Sum AWS/Lambda Errors SlackLambdaFunction >= 1 in 1 of 1 x 300 s, else notBreaching',
  SlackThrottlesAlarm:
    'Sum AWS/Lambda Throttles SlackLambdaFunction >= 1 in 3 of 3 x 300 s, else notBreaching',
};

const COMPARISONS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
};

/** As it is written in `Fn::Sub`. */
function nameOf(value: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return typeof value === 'string' ? value : (Ref ?? String(attribute?.join('.')));
}

const toText = (metric: WatchedMetric) =>
  `${metric.Namespace} ${metric.MetricName} ${metric.Dimensions.map(({ Value }) => nameOf(Value)).join(',')}`;

function inOneLine(alarm: Alarm): string {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Period, TreatMissingData } = alarm;
  const { Metrics = [], ...metric } = alarm;
  const watched = Metrics.find(({ Expression }) => Expression)?.Expression;
  const queries = Metrics.flatMap(({ Id, MetricStat }) =>
    MetricStat ? `; ${Id} = ${MetricStat.Stat} ${toText(MetricStat.Metric)} x ${MetricStat.Period} s` : [],
  );
  const comparison = `${COMPARISONS[String(alarm.ComparisonOperator)]} ${alarm.Threshold}`;
  const periods = `${DatapointsToAlarm} of ${EvaluationPeriods}${Period ? ` x ${Period} s` : ''}`;
  const what = watched ?? `${alarm.Statistic} ${toText(metric as WatchedMetric)}`;
  return `${what} ${comparison} in ${periods}, else ${TreatMissingData}${queries.join('')}`;
}

/** Every metric that an alarm reads. */
const watchedBy = ({ Metrics, ...metric }: Alarm): WatchedMetric[] =>
  Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [metric as WatchedMetric];

const every = Object.entries({ ...alarmsOf(withSlack), ...alarmsOf(leanWithSlack) });

const linesOf = (each: typeof template) =>
  Object.fromEntries(Object.entries(alarmsOf(each)).map(([id, alarm]) => [id, inOneLine(alarm)]));

describe('the alarms', () => {
  test('are these', () => {
    expect(linesOf(template)).toEqual(expected);
  });

  test('are two in a lean stack, which has no dashboard', () => {
    expect(linesOf(lean)).toEqual(expectedOfLean('', ''));
    expect(linesOf(leanWithSlack)).toEqual(
      expectedOfLean(', slack', `; slack = ${VISIBLE} SlackDeadLetterQueue.QueueName x 300 s`),
    );
    expect([lean, leanWithSlack].flatMap(each => resourcesOf(each, 'AWS::CloudWatch::Dashboard'))).toEqual(
      [],
    );
    expect(lean.Outputs).not.toHaveProperty('DashboardName');
  });

  test('are these, where slack is deployed', () => {
    expect(linesOf(withSlack)).toEqual({ ...expected, ...expectedOfSlack });
  });

  test.each(every)('%s watches a metric that exists', (_, alarm) => {
    for (const { Namespace: namespace, MetricName: name, Dimensions } of watchedBy(alarm)) {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, nameOf(Value)]));
      expect(metricError({ namespace, name, dimensions }, namesOf(withSlack.Resources))).toBeUndefined();
    }
  });

  // CloudWatch would also run OKActions when a new alarm gets its first data: a message for each after a deployment.
  test.each(every)('%s notifies the alert topic, and not of a new alarm that becomes OK', (id, alarm) => {
    expect(alarm.AlarmActions).toEqual([refTo('AlertTopic')]);
    expect(alarm).not.toHaveProperty('OKActions');
    const ofHeartbeat = id === 'HeartbeatAlarm';
    expect(alarm.InsufficientDataActions).toEqual(ofHeartbeat ? [refTo('AlertTopic')] : undefined);
    expect(alarm.ActionsEnabled).toBe(ofHeartbeat ? true : undefined);
  });

  test('the heartbeat is silent once a hub has taken over, and the rules are off', () => {
    expect(alarmsOf(handedOver).HeartbeatAlarm?.ActionsEnabled).toBe(false);
    const states = resourcesOf(handedOver, 'AWS::Events::Rule').map(([id, { State }]) => [id, State]);
    expect(Object.fromEntries(states)).toEqual({
      ChangeRule: 'DISABLED',
      TagRule: 'DISABLED',
      SweepRule: 'DISABLED',
      SweepAfterDeployRule: 'DISABLED',
      ReportRule: 'DISABLED',
      TamperRule: 'ENABLED',
    });
  });

  test.each(every)('%s says what to do, and where more of it is', (_, alarm) => {
    expect(alarm.AlarmDescription).toMatch(/^.{60,} docs\/operations\.md, "[A-Z][a-z -]+"\.$/);
    expect(String(alarm.AlarmDescription).length).toBeLessThanOrEqual(1024);
  });

  test.each([
    ['ChangeQueue', 'ChangeQueueAgeAlarm'],
    ['SweepQueue', 'SweepQueueAgeAlarm'],
  ])('a message of %s may be delayed and fail three times before its age is an alarm', (queue, alarm) => {
    const { DelaySeconds = 0, VisibilityTimeout } = propertiesOf(withSlack, queue);
    expect(alarmsOf(withSlack)[alarm]?.Threshold).toBeGreaterThan(
      Number(DelaySeconds) + 3 * Number(VisibilityTimeout),
    );
  });

  test('every dead-letter queue has one', () => {
    const queues = resourcesOf(withSlack, 'AWS::SQS::Queue')
      .map(([id]) => id)
      .filter(id => /DeadLetter/.test(id));
    expect(Object.keys(alarmsOf(withSlack))).toEqual(expect.arrayContaining(queues.map(id => `${id}Alarm`)));
  });
});

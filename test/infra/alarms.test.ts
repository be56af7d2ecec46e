import { describe, expect, test } from 'vitest';
import { metricError, namesOf } from './metrics.ts';
import { packageService } from './service-package.ts';
import { propertiesOf, refTo, resourcesOf } from './template.ts';

const [{ template }, { template: withSlack }] = await Promise.all([
  packageService(),
  packageService('slackWebhookParameter=/nacl-ephemeral-guard/slack-webhook', 'settleSeconds=900'),
]);

interface Alarm {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: unknown }[];
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
  HeartbeatAlarm: 'Sum NaclEphemeralGuard SweepsFinished sweep < 1 in 2 of 2 x 86400 s, else breaching',
};

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

function inOneLine(alarm: Alarm): string {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Period, TreatMissingData } = alarm;
  const names = alarm.Dimensions.map(({ Value }) => nameOf(Value)).join(',');
  const comparison = COMPARISONS[String(alarm.ComparisonOperator)];
  return (
    `${alarm.Statistic} ${alarm.Namespace} ${alarm.MetricName} ${names} ${comparison} ${alarm.Threshold}` +
    ` in ${DatapointsToAlarm} of ${EvaluationPeriods} x ${Period} s, else ${TreatMissingData}`
  );
}

const linesOf = (each: typeof template) =>
  Object.fromEntries(Object.entries(alarmsOf(each)).map(([id, alarm]) => [id, inOneLine(alarm)]));

describe('the alarms', () => {
  test('are these', () => {
    expect(linesOf(template)).toEqual(expected);
  });

  test('are these, where slack is deployed', () => {
    expect(linesOf(withSlack)).toEqual({ ...expected, ...expectedOfSlack });
  });

  test.each(Object.entries(alarmsOf(withSlack)))('%s watches a metric that exists', (_, alarm) => {
    const dimensions = Object.fromEntries(alarm.Dimensions.map(({ Name, Value }) => [Name, nameOf(Value)]));
    const metric = { namespace: alarm.Namespace, name: alarm.MetricName, dimensions };
    expect(metricError(metric, namesOf(withSlack.Resources))).toBeUndefined();
  });

  // The OK message about failed notifications would fail too where a subscription is broken.
  test.each(Object.entries(alarmsOf(withSlack)))(
    '%s notifies the alert topic, also when it is over',
    (id, alarm) => {
      expect(alarm.AlarmActions).toEqual([refTo('AlertTopic')]);
      expect(alarm.OKActions).toEqual(id === 'NotificationsFailedAlarm' ? undefined : [refTo('AlertTopic')]);
      expect(alarm).not.toHaveProperty('InsufficientDataActions');
      expect(alarm).not.toHaveProperty('ActionsEnabled');
    },
  );

  test.each(Object.entries(alarmsOf(withSlack)))(
    '%s says what to do, and where more of it is',
    (_, alarm) => {
      expect(alarm.AlarmDescription).toMatch(/^.{60,} docs\/operations\.md, "[A-Z][a-z -]+"\.$/);
      expect(String(alarm.AlarmDescription).length).toBeLessThanOrEqual(1024);
    },
  );

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

/** What of the template MiniStack refuses: alarms that calculate. test/infra/ checks these. */
export const CALCULATED_ALARMS = ['HeartbeatAlarm', 'LeanAlarm'] as const;

/** Policies of an event bus. test/infra/ checks these. */
export const BUS_POLICY = 'AWS::Events::EventBusPolicy';

/** An alarm in their place that is as simple as MiniStack needs it. */
export const SIMPLE_ALARM = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    Namespace: 'NaclEphemeralGuard',
    MetricName: 'SweepsFinished',
    Statistic: 'Sum',
    Period: 86_400,
    EvaluationPeriods: 2,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
  },
};

import { PUBLICATION_KINDS } from '../../functions/review/words/alert-kind.ts';

/** The metrics that the functions write to their logs, with the dimensions of each and the values that these have. */
const service = (...services: string[]) => ({ service: services });
const OUTCOMES = [
  ...[
    'covered',
    'below-min-severity',
    'already-reported',
    'pending',
    'muted',
    'deleted',
    'unreachable',
    'ignored',
    'refused',
  ],
  ...['failed', 'alerted', 'in-digest', 'not-heard'],
];

const OWN: Record<string, Record<string, string[]>> = {
  Outcome: { ...service('guard', 'sweep'), outcome: OUTCOMES },
  ChangeToOutcome: service('guard'),
  NetworkAclsEvaluated: service('sweep'),
  OpenFindings: { ...service('sweep'), severity: ['low', 'medium', 'high'] },
  SweepsFinished: service('sweep'),
  EntriesAdded: service('guard', 'sweep'),
  AlertsPublished: { ...service('sweep'), kind: [...PUBLICATION_KINDS] },
  NotHeard: service('sweep'),
};

/** AWS's own metrics, as far as alarms and dashboard use them, with their one dimension and what it names. */
const AWS: Record<string, { metrics: string[]; dimension: string; type: string }> = {
  'AWS/SQS': {
    metrics: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesVisible',
    ],
    dimension: 'QueueName',
    type: 'AWS::SQS::Queue',
  },
  'AWS/Lambda': {
    metrics: ['Duration', 'Errors', 'Invocations', 'Throttles'],
    dimension: 'FunctionName',
    type: 'AWS::Lambda::Function',
  },
  'AWS/SNS': {
    metrics: ['NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed'],
    dimension: 'TopicName',
    type: 'AWS::SNS::Topic',
  },
};

/** How a template names what a dimension of AWS's metrics is about. */
const NAMES: Record<string, string> = {
  'AWS::SQS::Queue': '.QueueName',
  'AWS::Lambda::Function': '',
  'AWS::SNS::Topic': '.TopicName',
};

/**
 * What is wrong with a metric: its namespace, name, dimensions or their values; undefined if a function writes it.
 *
 * @param types - of the template's resources, by the text of each in `Fn::Sub`, without `${}`
 */
export function metricError(
  { namespace, name, dimensions }: Metric,
  types: ReadonlyMap<string, string>,
): string | undefined {
  const found = `${namespace} ${name} ${JSON.stringify(dimensions)}`;
  const aws = AWS[namespace];
  if (!aws) return namespace === 'NaclEphemeralGuard' && isOwn(name, dimensions) ? undefined : found;
  const [[dimension, value] = ['', ''], ...others] = Object.entries(dimensions);
  const known = aws.metrics.includes(name) && dimension === aws.dimension && others.length === 0;
  return known && types.get(value) === aws.type ? undefined : found;
}

export interface Metric {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

function isOwn(name: string, dimensions: Record<string, string>): boolean {
  const expected = OWN[name] ?? {};
  const names = Object.keys(expected);
  const given = Object.keys(dimensions);
  return (
    given.length > 0 &&
    given.length === names.length &&
    names.every(each => expected[each]?.includes(dimensions[each] ?? ''))
  );
}

/** The text that a metric's dimension has for each queue, function and topic of a template, with its type. */
export function namesOf(resources: Record<string, { Type: string }>): Map<string, string> {
  return new Map(
    Object.entries(resources)
      .filter(([, { Type }]) => Type in NAMES)
      .map(([logicalId, { Type }]) => [`${logicalId}${NAMES[Type]}`, Type]),
  );
}

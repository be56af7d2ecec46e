import { parsePortRanges } from '../coverage/space/port-set.ts';
import type { ReviewSettings } from '../review/interfaces.ts';

/** What the environment of a function says. */
export interface Environment {
  readonly settings: ReviewSettings;
  readonly alertTopicArn: string;
  readonly findingsTable: string;
  /** The account, region and partition of AWS that the topic, and so the function, is in. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** An environment variable that is missing or malformed; the message names it, its value and what was expected. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** How the text of a variable is understood. */
export interface Variable<T> {
  /** Completes "expected …". */
  readonly expected: string;
  /** Undefined for a text that is not as expected. */
  readonly parse: (text: string) => T | undefined;
  /** The text that stands for a missing variable; without it the variable is required. */
  readonly fallback?: string;
}

/** Every variable that the functions read. */
export const VARIABLES = {
  MODE: { ...oneOf('notify', 'opt-in', 'remediate'), fallback: 'notify' },
  EPHEMERAL_PORTS: {
    expected: 'port ranges such as 1024-65535 or 1025-5000,32768-60999',
    parse: portRanges,
    fallback: '1024-65535',
  },
  REPORT_INGRESS: { ...trueOrFalse(), fallback: 'false' },
  MIN_SEVERITY: { ...oneOf('low', 'medium', 'high'), fallback: 'medium' },
  // EC2 raises the quota to 40 at most.
  RULE_QUOTA: { ...integer(1, 40), fallback: '20' },
  REMIND_AFTER_HOURS: { ...integer(0, 8_760), fallback: '168' },
  ALERT_TOPIC_ARN: { expected: 'the ARN of an SNS topic', parse: topic },
  FINDINGS_TABLE: { expected: 'the name of a DynamoDB table', parse: tableName },
  SWEEP_QUEUE_URL: { expected: 'the URL of an SQS queue', parse: queueUrl },
  SLACK_WEBHOOK_PARAMETER: {
    expected: 'the name of an SSM parameter such as /nacl-ephemeral-guard/slack-webhook',
    parse: parameterName,
  },
} satisfies Record<string, Variable<unknown>>;

type Name = keyof typeof VARIABLES;
type Value<N extends Name> = NonNullable<ReturnType<(typeof VARIABLES)[N]['parse']>>;

/** The texts of environment variables, by name. */
type Texts = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment variables of a function that reviews; those with a default may be missing.
 *
 * @throws EnvironmentError
 */
export function parseEnvironment(texts: Texts): Environment {
  refuseRemoved(texts);
  const read = <N extends Name>(name: N) => readVariable(texts, name);
  return {
    settings: {
      mode: read('MODE'),
      ephemeralPorts: read('EPHEMERAL_PORTS'),
      reportIngress: read('REPORT_INGRESS'),
      minSeverity: read('MIN_SEVERITY'),
      ruleQuota: read('RULE_QUOTA'),
      remindAfterHours: read('REMIND_AFTER_HOURS'),
    },
    ...read('ALERT_TOPIC_ARN'),
    findingsTable: read('FINDINGS_TABLE'),
  };
}

/**
 * Parses the environment variables of sweep: those of every function that reviews, and the queue on which it hands on.
 *
 * @returns no queue where none is named: a sweep then has to come to its end in one invocation
 * @throws EnvironmentError
 */
export function parseSweepEnvironment(texts: Texts): Environment & { readonly sweepQueueUrl?: string } {
  const environment = parseEnvironment(texts);
  if (texts.SWEEP_QUEUE_URL === undefined) return environment;
  return { ...environment, sweepQueueUrl: readVariable(texts, 'SWEEP_QUEUE_URL') };
}

/**
 * Parses the environment variables of slack.
 *
 * @throws EnvironmentError
 */
export function parseSlackEnvironment(texts: Texts): { readonly webhookParameter: string } {
  return { webhookParameter: readVariable(texts, 'SLACK_WEBHOOK_PARAMETER') };
}

/** A setting that no longer has an effect is refused, so that no operator relies on it. */
function refuseRemoved({ INFER_RECEIVERS: text }: Texts): void {
  if (text === undefined) return;
  throw new EnvironmentError(
    `environment variable INFER_RECEIVERS is ${JSON.stringify(text)}, expected none: remove it`,
  );
}

function readVariable<N extends Name>(texts: Texts, name: N): Value<N> {
  const { parse, expected, fallback }: Variable<unknown> = VARIABLES[name];
  const text = texts[name] ?? fallback;
  const value = text === undefined ? undefined : parse(text);
  if (value !== undefined) return value as Value<N>;
  const found = text === undefined ? 'missing' : JSON.stringify(text);
  throw new EnvironmentError(`environment variable ${name} is ${found}, expected ${expected}`);
}

/** One of a few words. */
export function oneOf<T extends string>(...values: readonly T[]): Variable<T> {
  return {
    expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
    parse: text => values.find(value => value === text),
  };
}

function trueOrFalse(): Variable<boolean> {
  return {
    expected: 'true or false',
    parse: text => (text === 'true' || text === 'false' ? text === 'true' : undefined),
  };
}

/** A whole number in decimal, both ends inclusive. */
export function integer(least: number, most: number): Variable<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    parse: text => {
      const value = /^(0|[1-9]\d{0,5})$/.test(text) ? Number(text) : Number.NaN;
      return least <= value && value <= most ? value : undefined;
    },
  };
}

function portRanges(text: string) {
  try {
    return parsePortRanges(text);
  } catch {
    return undefined;
  }
}

function topic(alertTopicArn: string) {
  const [, partition, region, account] =
    /^arn:([\w-]+):sns:([\w-]+):(\d{12}):[\w-]+(?:\.fifo)?$/.exec(alertTopicArn) ?? [];
  return partition && region && account ? { alertTopicArn, partition, region, account } : undefined;
}

function queueUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

function tableName(text: string): string | undefined {
  return /^[\w.-]{3,255}$/.test(text) || /^arn:[\w-]+:dynamodb:/.test(text) ? text : undefined;
}

/** A name in full, from the root, as SSM allows them; with a slash at its end it would be a path of many. */
function parameterName(text: string): string | undefined {
  return /^(\/[\w.-]+){1,15}$/.test(text) && text.length <= LONGEST_PARAMETER_NAME ? text : undefined;
}

/** SSM counts 1,011 characters, those of the ARN around the name included. */
const LONGEST_PARAMETER_NAME = 900;

import { parsePortRanges } from '../coverage/port-set.ts';
import type { ReviewSettings } from '../review/interfaces.ts';

/** What the environment of a function says. */
export interface Environment {
  readonly settings: ReviewSettings;
  readonly alertTopicArn: string;
  readonly findingsTable: string;
  /** The account and region that the topic, and so the function, is in. */
  readonly account: string;
  readonly region: string;
}

/** An environment variable that is missing or malformed; the message names it, its value and what was expected. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment variables of a function; those with a default may be missing.
 *
 * @throws EnvironmentError
 */
export function parseEnvironment(variables: Variables): Environment {
  const read = <T>(
    name: string,
    parse: (text: string) => T | undefined,
    expected: string,
    fallback?: string,
  ): T => {
    const text = variables[name] ?? fallback;
    const value = text === undefined ? undefined : parse(text);
    if (value !== undefined) return value;
    const found = text === undefined ? 'missing' : JSON.stringify(text);
    throw new EnvironmentError(`environment variable ${name} is ${found}, expected ${expected}`);
  };
  const settings: ReviewSettings = {
    mode: read('MODE', oneOf('notify', 'opt-in', 'remediate'), 'notify, opt-in or remediate', 'notify'),
    ephemeralPorts: read(
      'EPHEMERAL_PORTS',
      portRanges,
      'port ranges such as 1024-65535 or 1025-5000,32768-60999',
      '1024-65535',
    ),
    inferReceivers: read('INFER_RECEIVERS', boolean, 'true or false', 'true'),
    reportIngress: read('REPORT_INGRESS', boolean, 'true or false', 'false'),
    minSeverity: read('MIN_SEVERITY', oneOf('low', 'medium', 'high'), 'low, medium or high', 'medium'),
    ruleQuota: read('RULE_QUOTA', integerIn(1, 40), 'a whole number from 1 to 40', '20'),
    remindAfterHours: read('REMIND_AFTER_HOURS', integerIn(0, 8_760), 'a whole number from 0 to 8760', '168'),
  };
  const arn = read('ALERT_TOPIC_ARN', topicArn, 'the ARN of an SNS topic');
  return {
    settings,
    ...arn,
    findingsTable: read('FINDINGS_TABLE', tableName, 'the name of a DynamoDB table'),
  };
}

function oneOf<T extends string>(...values: readonly T[]) {
  return (text: string): T | undefined => values.find(value => value === text);
}

function boolean(text: string): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

function integerIn(least: number, most: number) {
  return (text: string): number | undefined => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    return least <= value && value <= most ? value : undefined;
  };
}

function portRanges(text: string) {
  try {
    return parsePortRanges(text);
  } catch {
    return undefined;
  }
}

function topicArn(alertTopicArn: string) {
  const [, region, account] =
    /^arn:[\w-]+:sns:([\w-]+):(\d{12}):[\w-]+(?:\.fifo)?$/.exec(alertTopicArn) ?? [];
  return region && account ? { alertTopicArn, region, account } : undefined;
}

function tableName(text: string): string | undefined {
  return /^[\w.-]{3,255}$/.test(text) || /^arn:[\w-]+:dynamodb:/.test(text) ? text : undefined;
}

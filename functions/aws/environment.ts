import { SEVERITIES } from '../coverage/severity.ts';
import { parsePortRanges } from '../coverage/space/port-set.ts';
import { type Leaf, mismatch, type Parsed } from '../parsing/definition.ts';
import { flagText, integerText, textParsedBy } from '../parsing/text-values.ts';
import { matching, oneOf } from '../parsing/values.ts';
import type { ReviewSettings } from '../review/interfaces.ts';
import { MODES } from '../review/words/mode.ts';
import type { FindingsTables } from './findings-table.ts';
import { HUB_VARIABLES, type HubSettings } from './hub-variables.ts';

/** What the environment of a function says. */
export interface Environment {
  readonly settings: ReviewSettings;
  /** Whether what interfaces and security groups accept is read. */
  readonly readExposure: boolean;
  readonly alertTopicArn: string;
  readonly findingsTables: FindingsTables;
  /** The queue for reports and for the rest of a sweep. Absent: both have to be done in the same invocation. */
  readonly sweepQueueUrl?: string;
  /** Absent: the function watches its own account and region only. */
  readonly hub?: HubSettings;
  /** The account, region and partition of AWS that the topic, and so the function, is in. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** An environment variable: what its text has to be, and the text that a missing one has. */
interface Variable<T> extends Leaf<T> {
  /** Without it the variable is required. */
  readonly fallback?: string;
}

/** SSM counts 1,011 characters, those of the ARN around the name included. */
const LONGEST_PARAMETER_NAME = 900;

const TABLE = matching('the name of a DynamoDB table', /^[\w.-]{3,255}$|^arn:[\w-]+:dynamodb:/);

/** Every variable that the functions read. */
export const VARIABLES = {
  MODE: { ...oneOf(MODES), fallback: 'notify' },
  EPHEMERAL_PORTS: {
    ...textParsedBy('port ranges such as 1024-65535 or 1025-5000,32768-60999', parsePortRanges),
    fallback: '1024-65535',
  },
  READ_EXPOSURE: { ...flagText, fallback: 'true' },
  REPORT_INGRESS: { ...flagText, fallback: 'true' },
  MIN_SEVERITY: { ...oneOf(SEVERITIES.filter(severity => severity !== 'none')), fallback: 'medium' },
  // EC2 raises the quota to 40 at most.
  RULE_QUOTA: { ...integerText(1, 40), fallback: '20' },
  REMIND_AFTER_HOURS: { ...integerText(0, 8_760), fallback: '168' },
  ALERT_TOPIC_ARN: textParsedBy('the ARN of an SNS topic', parseTopicArn),
  FINDINGS_TABLE: TABLE,
  LEGACY_FINDINGS_TABLE: TABLE,
  SWEEP_QUEUE_URL: textParsedBy('the URL of an SQS queue', parseQueueUrl),
  SLACK_WEBHOOK_PARAMETER: textParsedBy(
    'the name of an SSM parameter such as /nacl-ephemeral-guard/slack-webhook',
    parseParameterName,
  ),
  SLACK_MENTION: matching(
    'none, here, channel or the id of a user group such as S0123ABCD',
    /^(none|here|channel|S[A-Z\d]{2,30})$/,
  ),
  ...HUB_VARIABLES,
} satisfies Record<string, Variable<unknown>>;

type Name = keyof typeof VARIABLES;

/** The text of a variable that is not set on purpose. */
const NONE = 'none';

/** The texts of environment variables, by name. */
type Texts = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment variables of a function that reviews; those with a default may be missing.
 *
 * @throws ParseError
 */
export function parseEnvironment(texts: Texts): Environment {
  refuseGone(texts);
  const read = <N extends Name>(name: N) => readVariable(texts, name);
  const hub = parseHub(texts);
  return {
    settings: {
      mode: read('MODE'),
      ephemeralPorts: read('EPHEMERAL_PORTS'),
      reportIngress: read('REPORT_INGRESS'),
      minSeverity: read('MIN_SEVERITY'),
      ruleQuota: read('RULE_QUOTA'),
      remindAfterHours: read('REMIND_AFTER_HOURS'),
    },
    readExposure: read('READ_EXPOSURE'),
    ...read('ALERT_TOPIC_ARN'),
    findingsTables: {
      current: read('FINDINGS_TABLE'),
      ...(texts.LEGACY_FINDINGS_TABLE !== undefined && { legacy: read('LEGACY_FINDINGS_TABLE') }),
    },
    ...(texts.SWEEP_QUEUE_URL !== undefined && { sweepQueueUrl: read('SWEEP_QUEUE_URL') }),
    ...(hub && { hub }),
  };
}

/** @returns undefined without an organisation and without listed accounts: nothing else makes a hub */
function parseHub(texts: Texts): HubSettings | undefined {
  const read = <N extends Name>(name: N) =>
    [undefined, NONE].includes(texts[name]) ? undefined : readVariable(texts, name);
  const organizationId = read('ORGANIZATION_ID');
  const memberAccountIds = read('MEMBER_ACCOUNT_IDS');
  if (organizationId === undefined && memberAccountIds === undefined) return undefined;
  const externalId = read('EXTERNAL_ID');
  return {
    namespace: readVariable(texts, 'NAMESPACE'),
    rolePath: readVariable(texts, 'ROLE_PATH'),
    ...(organizationId !== undefined && { organizationId }),
    memberAccountIds: memberAccountIds ?? [],
    ignoredAccounts: read('IGNORED_ACCOUNTS') ?? [],
    ...(externalId !== undefined && { externalId }),
    digestBy: readVariable(texts, 'DIGEST_BY'),
  };
}

/**
 * Parses the environment variables of slack.
 *
 * @throws ParseError
 */
export function parseSlackEnvironment(texts: Texts): SlackEnvironment {
  const mention = texts.SLACK_MENTION === undefined ? 'none' : readVariable(texts, 'SLACK_MENTION');
  return {
    webhookParameter: readVariable(texts, 'SLACK_WEBHOOK_PARAMETER'),
    ...(mention !== 'none' && { mention }),
  };
}

/** What the environment of slack says. */
export interface SlackEnvironment {
  readonly webhookParameter: string;
  /** Who is notified of an alert of severity `high`; absent: no one. */
  readonly mention?: string;
}

/** Variables of earlier versions: set, they would not do what the operator expects. */
const GONE = ['INFER_RECEIVERS'] as const;

function refuseGone(texts: Texts): void {
  for (const name of GONE)
    if (texts[name] !== undefined)
      mismatch(`environment variable ${name}`, texts[name], 'none: remove the variable');
}

function readVariable<N extends Name>(texts: Texts, name: N): Parsed<(typeof VARIABLES)[N]> {
  const { parse, fallback }: Variable<unknown> = VARIABLES[name];
  return parse(texts[name] ?? fallback, `environment variable ${name}`) as Parsed<(typeof VARIABLES)[N]>;
}

function parseTopicArn(alertTopicArn: string) {
  const [, partition, region, account] =
    /^arn:([\w-]+):sns:([\w-]+):(\d{12}):[\w-]+(?:\.fifo)?$/.exec(alertTopicArn) ?? [];
  return partition && region && account ? { alertTopicArn, partition, region, account } : undefined;
}

function parseQueueUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

/** A name in full, from the root, as SSM allows them; with a slash at its end it would be a path of many. */
function parseParameterName(text: string): string | undefined {
  return /^(\/[\w.-]+){1,15}$/.test(text) && text.length <= LONGEST_PARAMETER_NAME ? text : undefined;
}

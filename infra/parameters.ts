import { VARIABLES } from '../functions/aws/environment.ts';
import { type Leaf, ParseError } from '../functions/parsing/definition.ts';
import { integerText, textParsedBy } from '../functions/parsing/text-values.ts';
import { matching, oneOf } from '../functions/parsing/values.ts';

/** What a parameter accepts: one that becomes an environment variable is read as the functions read it. */
type Parameter = Leaf<unknown>;

/** What the plugin needs of osls. */
interface Serverless {
  configurationInput: { params?: Record<string, Record<string, unknown>>; provider?: { stage?: string } };
  classes: { Error: new (message: string, code: string) => Error };
}
interface CommandLine {
  stage?: string;
  param?: string[];
}

/** `none`, or a text that is as expected. */
function orNone(definition: Parameter): Parameter {
  return textParsedBy(`none or ${definition.expected}`, text =>
    text === 'none' ? text : definition.read(text),
  );
}

const email = matching('an email address', /^[^\s@]+@[^\s@]+$/);

/** By its ARN, not an alias: the key lets guard and sweep in by it, and a role's policy takes no alias. */
const keyArn = matching(
  'the ARN of a KMS key such as arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-)?[0-9a-f-]{32,36}$/,
);

/** An id of Slack's, by the letters that it may begin with. */
function slackId(kind: string, letters: string): Parameter {
  const expected = `the id of a Slack ${kind} such as ${letters.charAt(0)}0123ABCD`;
  return matching(expected, new RegExp(`^[${letters}][0-9A-Z]{2,30}$`));
}

/**
 * EventBridge's expressions, as far as they run every day: after two days without a sweep there is an alarm. A cron
 * expression has minutes, hours, day of month, month, day of week and year; all but the first two must be any.
 */
const everyDay = textParsedBy(
  'rate(…) of at most a day such as rate(12 hours), or cron(…) that runs every day such as cron(30 5 * * ? *)',
  text => (isRate(text) || isDailyCron(text) ? text : undefined),
);

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 };

function isRate(text: string): boolean {
  const [, digits, unit, plural] = /^rate\(([1-9]\d{0,3}) (minute|hour|day)(s?)\)$/.exec(text) ?? [];
  const count = Number(digits);
  const inOneDay = count * MINUTES[unit as keyof typeof MINUTES] <= MINUTES.day;
  return inOneDay && (plural === 's') === count > 1;
}

function isDailyCron(text: string): boolean {
  const [, minutes = '', hours = ''] = /^cron\((\S+) (\S+) (?:\* \* \?|\? \* \*) \*\)$/.exec(text) ?? [];
  return isTimeList(minutes, 59) && isTimeList(hours, 23);
}

/** Such as `0`, `*`, `5,35`, `9-17`, `0/15`, each number at most `most`. */
function isTimeList(text: string, most: number): boolean {
  const numbers = text.match(/\d+/g) ?? [];
  return (
    /^((\*|\d+(-\d+)?)(\/[1-9]\d?)?,)*(\*|\d+(-\d+)?)(\/[1-9]\d?)?$/.test(text) &&
    numbers.every(each => Number(each) <= most)
  );
}

/** The steps that CloudWatch Logs knows, from a week. */
const RETENTION_DAYS = '7 14 30 60 90 120 150 180 365 400 545 731 1827 3653'.split(' ');

const parameters = new Map<string, Parameter>([
  ['mode', VARIABLES.MODE],
  ['email', orNone(email)],
  ['alertKeyArn', orNone(keyArn)],
  ['slackWebhookParameter', orNone(VARIABLES.SLACK_WEBHOOK_PARAMETER)],
  ['slackWorkspaceId', orNone(slackId('workspace', 'T'))],
  ['slackChannelId', orNone(slackId('channel', 'CG'))], // G: private channels of old
  ['sweepSchedule', everyDay],
  ['settleSeconds', integerText(0, 900)], // SQS delays a message by 15 minutes at most
  ['ephemeralPorts', VARIABLES.EPHEMERAL_PORTS],
  ['readExposure', VARIABLES.READ_EXPOSURE],
  ['reportIngress', VARIABLES.REPORT_INGRESS],
  ['minSeverity', VARIABLES.MIN_SEVERITY],
  ['ruleQuota', VARIABLES.RULE_QUOTA],
  ['remindAfterHours', VARIABLES.REMIND_AFTER_HOURS],
  ['logRetentionDays', oneOf(RETENTION_DAYS)],
]);

/** Parameters of earlier versions: given, they would not do what the operator expects. */
const gone: ReadonlySet<string> = new Set(['inferReceivers']);

/** One line for each parameter that is wrong, missing or unknown. */
export function parameterErrors(given: Record<string, unknown>): string[] {
  const names = new Set([...parameters.keys(), ...Object.keys(given)]);
  const errors = [...names].flatMap(name => parameterError(name, given[name]) ?? []);
  return errors.length > 0 ? errors : channelErrors(given);
}

/** A workspace without a channel, or a channel without a workspace. */
function channelErrors(given: Record<string, unknown>): string[] {
  const names = ['slackWorkspaceId', 'slackChannelId'] as const;
  const missing = names.filter(name => given[name] === 'none');
  if (missing.length !== 1) return [];
  const other = names.find(name => given[name] !== 'none');
  return missing.map(name => `Parameter "${name}" is "none", expected an id, because "${other}" has one.`);
}

function parameterError(name: string, value: unknown): string | undefined {
  if (gone.has(name)) return `Parameter "${name}" is "${value}", expected none: remove the parameter.`;
  const parameter = parameters.get(name);
  if (!parameter)
    return `Parameter "${name}" is unknown, expected one of ${[...parameters.keys()].join(', ')}.`;
  try {
    parameter.parse(value === undefined ? undefined : String(value), `Parameter "${name}"`);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return `${error.message}.`;
    throw error;
  }
}

/** The parameters as osls resolves `${param:…}`: the command line first, then the stage's, then the defaults. */
export function givenParameters(
  { params = {}, provider }: Serverless['configurationInput'],
  { stage = provider?.stage ?? 'dev', param = [] }: CommandLine,
): Record<string, unknown> {
  const fromCommandLine = param.map(text => {
    const [name, ...value] = text.split('=');
    return [name, value.join('=').trimEnd()];
  });
  return { ...params.default, ...params[stage], ...Object.fromEntries(fromCommandLine) };
}

/** An osls plugin that refuses wrong parameters before anything is packaged or deployed. It changes nothing. */
// biome-ignore lint/style/noDefaultExport: osls takes a plugin from the default export.
export default class ParameterCheck {
  constructor(serverless: Serverless, commandLine: CommandLine) {
    const errors = parameterErrors(givenParameters(serverless.configurationInput, commandLine));
    if (errors.length > 0) throw new serverless.classes.Error(errors.join('\n'), 'INVALID_PARAMETER');
  }
}

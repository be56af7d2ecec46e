import { VARIABLES, type Variable } from '../functions/aws/environment.ts';

/** What a parameter accepts: in words, for the error, and as a test of its text. */
interface Parameter {
  expected: string;
  accepts: (value: string) => boolean;
}

/** What the plugin needs of osls. */
interface Serverless {
  configurationInput: { params?: Record<string, Record<string, unknown>>; provider?: { stage?: string } };
  classes: { Error: new (message: string, code: string) => Error };
}
interface CommandLine {
  stage?: string;
  param?: string[];
}

const oneOf = (...values: number[]): Parameter => ({
  expected: `one of ${values.join(', ')}`,
  accepts: value => values.map(String).includes(value),
});

const integer = (from: number, to: number): Parameter => ({
  expected: `a whole number from ${from} to ${to}`,
  accepts: value => /^(0|[1-9]\d*)$/.test(value) && Number(value) >= from && Number(value) <= to,
});

const emailOrNone: Parameter = {
  expected: 'none or an email address',
  accepts: value => value === 'none' || /^[^\s@]+@[^\s@]+$/.test(value),
};

/** A parameter that becomes an environment variable of the functions is read as they read it. */
const variable = (name: keyof typeof VARIABLES): Parameter => {
  const { expected, parse }: Variable<unknown> = VARIABLES[name];
  return { expected, accepts: value => parse(value) !== undefined };
};

const parameters = new Map<string, Parameter>([
  ['mode', variable('MODE')],
  ['email', emailOrNone],
  ['settleSeconds', integer(0, 900)], // SQS delays a message by 15 minutes at most
  ['ephemeralPorts', variable('EPHEMERAL_PORTS')],
  ['inferReceivers', variable('INFER_RECEIVERS')],
  ['reportIngress', variable('REPORT_INGRESS')],
  ['minSeverity', variable('MIN_SEVERITY')],
  ['ruleQuota', variable('RULE_QUOTA')],
  ['remindAfterHours', variable('REMIND_AFTER_HOURS')],
  ['logRetentionDays', oneOf(7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653)], // CloudWatch's steps
]);

/** One line for each parameter that is wrong, missing or unknown. */
export function parameterErrors(given: Record<string, unknown>): string[] {
  const names = new Set([...parameters.keys(), ...Object.keys(given)]);
  return [...names].flatMap(name => parameterError(name, given[name]) ?? []);
}

function parameterError(name: string, value: unknown): string | undefined {
  const parameter = parameters.get(name);
  if (!parameter)
    return `Parameter "${name}" is unknown, expected one of ${[...parameters.keys()].join(', ')}.`;
  if (value === undefined) return `Parameter "${name}" is missing, expected ${parameter.expected}.`;
  if (parameter.accepts(String(value))) return undefined;
  return `Parameter "${name}" is "${value}", expected ${parameter.expected}.`;
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

import { DEFAULT_EPHEMERAL_PORTS } from '../../functions/coverage/clients.ts';
import type { CoverageSettings } from '../../functions/coverage/coverage.ts';
import { parsePortRanges } from '../../functions/coverage/space/port-set.ts';
import { parseChoice, parseCommandLine } from '../input/command-line.ts';
import { InputError } from '../input/input-error.ts';
import { suggest } from '../input/suggestion.ts';
import { ORGANISATION_OPTIONS, type OrganisationChoice, parseOrganisation } from './organisation-options.ts';
import { parseProfiles, parseRegions, type RegionChoice } from './places.ts';
import { FAIL_ON, type FailureRule } from './summary.ts';
import { USAGE } from './usage.ts';

/** The forms of a report. */
export const FORMATS = ['table', 'json', 'sarif', 'junit', 'markdown', 'github', 'html'] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** The value of `--network-acls` that means the region instead of a file. */
export const LIVE = 'ec2';

/** How the missing rules are written. */
export const FIX_FORMATS = ['cli', 'terraform', 'cloudformation'] as const;
export type FixFormat = (typeof FIX_FORMATS)[number];

/** A report, or only the missing rules. */
export type Output = ReportFormat | FixFormat;

const GRAMMAR = {
  usage: USAGE,
  options: {
    format: { type: 'string' },
    json: { type: 'boolean' },
    fix: { type: 'string' },
    'fail-on': { type: 'string' },
    'allow-empty': { type: 'boolean' },
    output: { type: 'string', short: 'o', path: 'written' },
    color: { type: 'boolean' },
    baseline: { type: 'string', path: 'read' },
    'write-baseline': { type: 'string', path: 'written' },
    all: { type: 'boolean' },
    strict: { type: 'boolean' },
    'network-acls': { type: 'string', path: 'read' },
    parameters: { type: 'string', path: 'read' },
    'ephemeral-ports': { type: 'string' },
    'rule-quota': { type: 'string' },
    region: { type: 'string' },
    profile: { type: 'string' },
    ...ORGANISATION_OPTIONS,
  },
  positionals: true,
  gone: { 'all-services': 'security groups and rules now show which ports are services' },
} as const;

export interface CheckOptions extends FailureRule {
  /** Empty: read EC2. */
  readonly files: readonly string[];
  readonly output: Output;
  /** Where the report goes; undefined: to standard output. */
  readonly outputFile: string | undefined;
  readonly isColored: boolean;
  /** Has the findings that are accepted. */
  readonly baseline: string | undefined;
  /** Gets the findings that would fail. */
  readonly newBaseline: string | undefined;
  /** To read from EC2; undefined: as the AWS CLI finds it. */
  readonly regions: RegionChoice;
  /** Empty: as the AWS CLI finds it. */
  readonly profiles: readonly string[];
  /** Undefined: no members of a hub. */
  readonly organisation: OrganisationChoice | undefined;
  /** Has what plans and templates only refer to. */
  readonly networkAcls: string | undefined;
  /** Has the values of a template's parameters. */
  readonly parameters: string | undefined;
  readonly allowEmpty: boolean;
  readonly settings: CoverageSettings;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns the text to print instead, where the user asks for help or the version
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): CheckOptions | string {
  const parsed = parseCommandLine(args, GRAMMAR);
  if (parsed.wants === 'text') return parsed.text;
  const { values, positionals } = parsed;
  const [command, ...files] = positionals;
  if (command === undefined) return USAGE;
  if (command !== 'check') throw new InputError(unknownCommand(command));
  const isLive = files.length === 0 || values['network-acls'] === LIVE;
  if (!isLive && (values.region ?? values.profile) !== undefined)
    throw new InputError('--region and --profile are only for EC2: leave them out, or give no file');
  if (values.organisation !== true) refuseWithoutFiles(values, files);
  if (values.baseline !== undefined && values['write-baseline'] !== undefined)
    throw new InputError('--baseline and --write-baseline exclude each other: give one of them');
  return { ...toOptions(values), organisation: parseOrganisation(values, files), files };
}

/** The plan or template to which they belong is missing: reading EC2 instead would be a surprise. */
function refuseWithoutFiles(values: Values, files: readonly string[]): void {
  const given = (['network-acls', 'parameters'] as const).find(name => values[name] !== undefined);
  if (given !== undefined && files.length === 0)
    throw new InputError(`--${given} is only for plans and templates: give their files, too`);
}

function unknownCommand(command: string): string {
  const meant = suggest(command, ['check']);
  return `unknown command "${command}"${meant || `, expected check: nacl-ephemeral-guard check ${command}`}`;
}

type Values = Extract<
  ReturnType<typeof parseCommandLine<typeof GRAMMAR.options>>,
  { wants: 'work' }
>['values'];

function toOptions(values: Values): Omit<CheckOptions, 'files' | 'organisation'> {
  return {
    output: parseOutput(values),
    outputFile: values.output === '-' ? undefined : values.output,
    isColored: values.color === true,
    baseline: values.baseline,
    newBaseline: values['write-baseline'],
    failOn: parseChoice('--fail-on', values['fail-on'] ?? 'medium', FAIL_ON),
    allowEmpty: values['allow-empty'] === true,
    all: values.all === true,
    strict: values.strict === true,
    networkAcls: values['network-acls'],
    parameters: values.parameters,
    settings: {
      ephemeralPorts: parsePorts(values['ephemeral-ports']),
      ruleQuota: parseQuota(values['rule-quota']),
    },
    regions: parseRegions(values.region),
    profiles: parseProfiles(values.profile),
  };
}

const OUTPUT_OPTIONS = ['json', 'format', 'fix'] as const;

function parseOutput(values: Values): Output {
  const [given, other] = OUTPUT_OPTIONS.filter(name => values[name] !== undefined);
  if (other) throw new InputError(`--${given} and --${other} exclude each other: give one of them`);
  if (values.json) return 'json';
  if (values.fix !== undefined) return parseChoice('--fix', values.fix, FIX_FORMATS);
  return parseChoice('--format', values.format ?? 'table', FORMATS);
}

function parsePorts(text: string | undefined): CoverageSettings['ephemeralPorts'] {
  if (text === undefined) return DEFAULT_EPHEMERAL_PORTS;
  try {
    return parsePortRanges(text);
  } catch {
    throw new InputError(
      `--ephemeral-ports is "${text}", expected port ranges such as 1024-65535 or 1025-5000,32768-60999`,
    );
  }
}

function parseQuota(text = '20'): number {
  const quota = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (quota < 1 || quota > 40)
    throw new InputError(`--rule-quota is "${text}", expected a whole number from 1 to 40`);
  return quota;
}

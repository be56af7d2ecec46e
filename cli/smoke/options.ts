import { integerText } from '../../functions/parsing/text-values.ts';
import {
  type AwsSource,
  DEPLOYMENT_OPTIONS,
  parseProfile,
  parseRegion,
  parseStage,
} from '../input/aws-source.ts';
import { parseCommandLine } from '../input/command-line.ts';
import { InputError } from '../input/input-error.ts';

const USAGE = `usage: npm run smoke -- [options]

Tests a deployment with real resources. Creates a VPC with a network ACL, breaks the
network ACL, waits for the guard, and deletes everything again. Operators get one alert.

  --region R         the region to test (default: as the AWS CLI finds it)
  --profile P        the profile to use (default: as the AWS CLI finds it)
  --stage S          the stage that was deployed (default: prod)
  --timeout SECONDS  how long to wait, 10-3600 (default: the settling time and 300)
  --yes              do not ask before the test
  --clean            only delete what earlier tests left behind
  -h, --help         print this text
  --version          print the version

Exit codes: 0 the guard did what its mode promises; 1 it did not, or not in time, or a
resource is left behind; 2 the options cannot be used.`;

const GRAMMAR = {
  usage: USAGE,
  options: {
    ...DEPLOYMENT_OPTIONS,
    timeout: { type: 'string' },
    yes: { type: 'boolean' },
    clean: { type: 'boolean' },
  },
  positionals: false,
} as const;

export interface SmokeOptions extends AwsSource {
  readonly stage: string;
  /** Seconds; undefined: as long as the deployment may take. */
  readonly timeout: number | undefined;
  readonly yes: boolean;
  readonly clean: boolean;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns the text to print instead, where the user asks for help or the version
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): SmokeOptions | string {
  const parsed = parseCommandLine(args, GRAMMAR);
  if (parsed.wants === 'text') return parsed.text;
  const { region, profile, stage, timeout, yes, clean } = parsed.values;
  return {
    region: parseRegion(region),
    profile: parseProfile(profile),
    stage: parseStage(stage),
    timeout: parseTimeout(timeout),
    yes: yes === true,
    clean: clean === true,
  };
}

function parseTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { read, expected } = integerText(10, 3_600);
  const seconds = read(text);
  if (seconds === undefined) throw new InputError(`--timeout is "${text}", expected ${expected}`);
  return seconds;
}

import {
  type AwsSource,
  DEPLOYMENT_OPTIONS,
  parseProfile,
  parseRegion,
  parseStage,
} from '../input/aws-source.ts';
import { parseCommandLine } from '../input/command-line.ts';

const USAGE = `usage: npm run doctor -- [options]

Checks a deployment, or an account before its first deployment. Reports what works, what
is missing, and the step that fixes it. Changes nothing and posts nothing.

  --region R     the region to check (default: as the AWS CLI finds it)
  --profile P    the profile to use (default: as the AWS CLI finds it)
  --stage S      the stage that was deployed (default: prod)
  --json         print one JSON object instead of lines
  -h, --help     print this text
  --version      print the version

Exit codes: 0 no problem found, warnings at most; 1 something is missing or broken;
2 the options cannot be used.`;

const GRAMMAR = {
  usage: USAGE,
  options: {
    ...DEPLOYMENT_OPTIONS,
    json: { type: 'boolean' },
  },
  positionals: false,
} as const;

export interface DoctorOptions extends AwsSource {
  readonly stage: string;
  readonly json: boolean;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns the text to print instead, where the user asks for help or the version
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): DoctorOptions | string {
  const parsed = parseCommandLine(args, GRAMMAR);
  if (parsed.wants === 'text') return parsed.text;
  const { region, profile, stage, json } = parsed.values;
  return {
    region: parseRegion(region),
    profile: parseProfile(profile),
    stage: parseStage(stage),
    json: json === true,
  };
}

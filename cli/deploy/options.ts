import type { GivenParameters } from '../../infra/parameter-errors.ts';
import { type AwsSource, parseProfile, parseRegion, parseStage } from '../input/aws-source.ts';
import { parseCommandLine } from '../input/command-line.ts';
import { InputError } from '../input/input-error.ts';

const USAGE = `usage: npm run deploy -- [options]

Deploys the guard with osls, or updates it. A parameter that is left out keeps the value
that the stack has. Shows what changes, and asks before a subscriber is dropped or the
mode changes.

  --param=NAME=VALUE  a parameter, as README.md lists them; several are possible
  --region R          the region (default: as the AWS CLI finds it)
  --profile P         the profile (default: as the AWS CLI finds it)
  --stage S           the last part of the stack's name (default: prod)
  -y, --yes           do not ask
  -h, --help          print this text
  --version           print the version

Exit codes: 0 deployed; 1 the deployment failed, or you declined; 2 the options cannot
be used.`;

const GRAMMAR = {
  usage: USAGE,
  options: {
    region: { type: 'string' },
    profile: { type: 'string' },
    'aws-profile': { type: 'string' },
    stage: { type: 'string' },
    yes: { type: 'boolean', short: 'y' },
  },
  positionals: false,
} as const;

export interface DeployOptions extends AwsSource {
  readonly stage: string;
  readonly yes: boolean;
  readonly given: GivenParameters;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns the text to print instead, where the user asks for help or the version
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): DeployOptions | string {
  const { params, others } = takeParameters(args);
  const parsed = parseCommandLine(others, GRAMMAR);
  if (parsed.wants === 'text') return parsed.text;
  const { region, profile, 'aws-profile': awsProfile, stage, yes } = parsed.values;
  return {
    region: parseRegion(region),
    // --aws-profile is the option of osls.
    profile: parseProfile(profile ?? awsProfile),
    stage: parseStage(stage),
    yes: yes === true,
    given: Object.fromEntries(params.map(toParameter)),
  };
}

/** `--param X` and `--param=X`, which are the only options that may come several times. */
function takeParameters(args: readonly string[]) {
  const params: string[] = [];
  const others: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg.startsWith('--param=')) params.push(arg.slice('--param='.length));
    else if (arg === '--param') {
      index += 1;
      params.push(args[index] ?? '');
    } else others.push(arg);
  }
  return { params, others };
}

function toParameter(text: string): [string, string] {
  const [name = '', ...value] = text.split('=');
  if (name === '' || value.length === 0)
    throw new InputError(`--param is "${text}", expected NAME=VALUE such as mode=notify`);
  return [name, value.join('=').trimEnd()];
}

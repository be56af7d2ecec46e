import { integerText } from '../../functions/parsing/text-values.ts';
import { type AwsSource, parseFlags, parseProfile, parseRegion, parseStage } from '../input/aws-source.ts';
import { InputError } from '../input/json-file.ts';

export const USAGE = `usage: npm run smoke -- [options]

Tries a deployment: makes a scratch VPC with a network ACL, breaks that, waits until the
guard has noticed, and takes everything away again. People get one alert.

  --region R         the region to try, else as the AWS CLI finds it
  --profile P        the profile to try it with, else as the AWS CLI finds it
  --stage S          the stage that was deployed (prod)
  --timeout SECONDS  how long to wait for the outcome, 10-3600 (the settling time and 300)
  --yes              do not ask
  --clean            only take away what earlier runs have left
  --help

exit code: 0 the outcome is what the mode promises, 1 it is not, or did not come in time,
2 unusable arguments`;

export interface Options extends AwsSource {
  readonly stage: string;
  /** Seconds; undefined: as long as the deployment may take. */
  readonly timeout: number | undefined;
  readonly yes: boolean;
  readonly clean: boolean;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns undefined where help is wanted
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): Options | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const flags = parseFlags(
    args,
    { region: text, profile: text, stage: text, timeout: text, yes: flag, clean: flag, help: flag },
    USAGE,
  );
  if (flags.help) return undefined;
  return {
    region: parseRegion(flags.region),
    profile: parseProfile(flags.profile),
    stage: parseStage(flags.stage),
    timeout: parseTimeout(flags.timeout),
    yes: flags.yes === true,
    clean: flags.clean === true,
  };
}

function parseTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { read, expected } = integerText(10, 3_600);
  const seconds = read(text);
  if (seconds === undefined) throw new InputError(`--timeout is "${text}", expected ${expected}`);
  return seconds;
}

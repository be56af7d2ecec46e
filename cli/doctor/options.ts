import { type AwsSource, parseFlags, parseProfile, parseRegion, parseStage } from '../input/aws-source.ts';

export const USAGE = `usage: npm run doctor -- [options]

Says of a deployment, or of an account before the first one, what is right and what is
missing, with the step that mends it. It changes nothing and posts nothing.

  --region R   the region to look at, else as the AWS CLI finds it
  --profile P  the profile to ask with, else as the AWS CLI finds it
  --stage S    the stage that was deployed (prod)
  --json       one JSON object instead of lines
  --help

exit code: 0 all is right, or there are only warnings, 1 something is missing or broken,
2 unusable arguments`;

export interface Options extends AwsSource {
  readonly stage: string;
  readonly json: boolean;
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
  const options = { region: text, profile: text, stage: text, json: flag, help: flag };
  const { region, profile, stage, json, help } = parseFlags(args, options, USAGE);
  if (help) return undefined;
  return {
    region: parseRegion(region),
    profile: parseProfile(profile),
    stage: parseStage(stage),
    json: json === true,
  };
}

import { parseArgs } from 'node:util';
import { InputError } from './json-file.ts';

/** Which region to ask, and with whose credentials; what is undefined is found as the AWS CLI finds it. */
export interface AwsSource {
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** A region, and what named it. */
export interface NamedRegion {
  readonly region: string;
  readonly from: string;
}

/** Where the AWS CLI looks for the region first. The SDK for JavaScript knows the first of them only. */
const REGION_VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/** The region that an option or the environment names; undefined where the profile has to. */
export function namedRegion({ region }: AwsSource, environment = process.env): NamedRegion | undefined {
  if (region !== undefined) return { region, from: '--region' };
  for (const name of REGION_VARIABLES) {
    const value = environment[name];
    if (value) return { region: value, from: name };
  }
  return undefined;
}

/** The settings of an SDK client that asks there. */
export function toClientSettings(source: AwsSource): { region?: string; profile?: string } {
  const named = namedRegion(source);
  return { ...(named && { region: named.region }), ...(source.profile && { profile: source.profile }) };
}

/** An option of a command line: one that takes a text, or a flag. */
type OptionType = { readonly type: 'string' | 'boolean' };

/**
 * Parses a command line that has options only.
 *
 * @throws InputError with the usage, where an option is unknown, lacks its value, or there is something else
 */
export function parseFlags<const T extends Readonly<Record<string, OptionType>>>(
  args: readonly string[],
  options: T,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: false, options }).values;
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message.split('. ')[0] : error}\n\n${usage}`);
  }
}

/** @throws InputError for a text that is no region's name */
export function parseRegion(text: string | undefined): string | undefined {
  if (text === undefined || /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text)) return text;
  throw new InputError(`--region is "${text}", expected the name of a region such as eu-central-1`);
}

/** @throws InputError for an empty text */
export function parseProfile(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() !== '') return text;
  throw new InputError(`--profile is "${text}", expected the name of a profile such as default`);
}

/** @throws InputError for a text that cannot be the end of a stack's name */
export function parseStage(text = 'prod'): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/.test(text)) return text;
  throw new InputError(`--stage is "${text}", expected letters, digits and hyphens such as prod`);
}

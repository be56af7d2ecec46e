import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { matching } from '../../functions/parsing/values.ts';
import { InputError } from './input-error.ts';

export const REGION_NAME = matching(
  'the name of a region such as eu-central-1',
  /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
);

/** The region and the profile to use. What is undefined is found as the AWS CLI finds it. */
export interface AwsSource {
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** The options that name a deployment. */
export const DEPLOYMENT_OPTIONS = {
  region: { type: 'string' },
  profile: { type: 'string' },
  stage: { type: 'string' },
} as const;

/** A region, and what named it. */
export interface NamedRegion {
  readonly region: string;
  readonly from: string;
}

/** Where the AWS CLI looks for the region first. The SDK for JavaScript reads only the first of them. */
const REGION_VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/** The region that an option or the environment names; undefined where the profile has to name it. */
export function namedRegion({ region }: AwsSource, environment = process.env): NamedRegion | undefined {
  if (region !== undefined) return { region, from: '--region' };
  for (const name of REGION_VARIABLES) {
    const value = environment[name];
    if (value) return { region: value, from: name };
  }
  return undefined;
}

/** The region, profile and credentials of an SDK client. What is absent is found as the AWS CLI finds it. */
export interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: AwsCredentialIdentityProvider;
}

/** The settings of an SDK client for this region and profile. */
export function toClientSettings(source: AwsSource): ClientSettings {
  const named = namedRegion(source);
  return { ...(named && { region: named.region }), ...(source.profile && { profile: source.profile }) };
}

/** @throws InputError for a text that is not the name of a region */
export function parseRegion(text: string | undefined, option = '--region'): string | undefined {
  if (text === undefined || REGION_NAME.read(text) !== undefined) return text;
  throw new InputError(`${option} is "${text}", expected ${REGION_NAME.expected}`);
}

/** @throws InputError for an empty text */
export function parseProfile(text: string | undefined, option = '--profile'): string | undefined {
  if (text === undefined || text.trim() !== '') return text;
  throw new InputError(`${option} is "${text}", expected the name of a profile such as default`);
}

/** @throws InputError for a text that cannot be the end of a stack's name */
export function parseStage(text = 'prod', option = '--stage'): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/.test(text)) return text;
  throw new InputError(`${option} is "${text}", expected letters, digits and hyphens such as prod`);
}

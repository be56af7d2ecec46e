import { type AwsSource, parseProfile, parseRegion } from '../input/aws-source.ts';

/** The regions to read: those that the account may use, the named ones, or the one that the AWS CLI would use. */
export type RegionChoice = 'all' | readonly string[] | undefined;

/** What the options name: regions, and profiles to read them with. */
export interface PlaceChoice {
  readonly regions: RegionChoice;
  /** Empty: as the AWS CLI finds it. */
  readonly profiles: readonly string[];
}

/** @throws InputError that names the text which is not a region */
export function parseRegions(text: string | undefined): RegionChoice {
  if (text === undefined || text === 'all') return text;
  return splitList(text).map(region => parseRegion(region) ?? region);
}

/** @throws InputError for an empty name */
export function parseProfiles(text: string | undefined): readonly string[] {
  return text === undefined ? [] : splitList(text).map(profile => parseProfile(profile) ?? profile);
}

/** Each once, in the order of the list. */
function splitList(text: string): string[] {
  return [...new Set(text.split(',').map(part => part.trim()))];
}

/** The places of named regions, one for each profile and region. */
export function toPlaces(regions: readonly string[] | undefined, profiles: readonly string[]): AwsSource[] {
  const ofProfiles = profiles.length > 0 ? profiles : [undefined];
  return ofProfiles.flatMap(profile => (regions ?? [undefined]).map(region => ({ region, profile })));
}

/** Where the hub is: one region and one profile, as the options were checked. */
export function toHubPlace({ regions, profiles }: PlaceChoice): AwsSource {
  return { region: Array.isArray(regions) ? regions[0] : undefined, profile: profiles[0] };
}

/** The options that name the same places again. */
export function toPlaceOptions({ regions, profiles }: PlaceChoice): string[] {
  const region = regions === undefined ? [] : ['--region', regions === 'all' ? regions : regions.join()];
  return [...region, ...(profiles.length > 0 ? ['--profile', profiles.join()] : [])];
}

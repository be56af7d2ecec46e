import { parseStage } from '../input/aws-source.ts';
import { InputError } from '../input/input-error.ts';
import { parseRoleName } from '../input/role-name.ts';

/** What is read of an organisation: the network ACLs of its members now, or what the hub's last sweep found. */
export type OrganisationChoice = { readonly stage: string } & (
  | { readonly reads: 'members'; readonly roleName: string }
  | { readonly reads: 'last-sweep' }
);

/** The options of `--organisation`, in a grammar. */
export const ORGANISATION_OPTIONS = {
  organisation: { type: 'boolean' },
  'role-name': { type: 'string' },
  stage: { type: 'string' },
} as const;

type Value = string | boolean | undefined;
type Values = Readonly<Record<string, Value>>;

/** What the last sweep found can be printed in two forms, and has no rules, plans or files. */
const OF_LAST_SWEEP = ['organisation', 'stage', 'region', 'profile', 'format', 'json', 'fail-on', 'color'];
const LAST_SWEEP_FORMATS: readonly Value[] = [undefined, 'table', 'json'];

/**
 * Parses what belongs to `--organisation`.
 *
 * @returns undefined without it
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOrganisation(values: Values, files: readonly string[]): OrganisationChoice | undefined {
  const { organisation, 'role-name': roleName, stage } = values;
  if (organisation !== true) return refuseLonely(values);
  if (files.length > 0)
    throw new InputError('--organisation reads the members of a hub: leave the files out');
  checkPlace(values);
  const parsedStage = parseStage(stage === undefined ? undefined : String(stage));
  if (roleName === undefined) {
    refuseForLastSweep(values);
    return { reads: 'last-sweep', stage: parsedStage };
  }
  return { reads: 'members', stage: parsedStage, roleName: parseRoleName(String(roleName)) };
}

function refuseLonely(values: Values): undefined {
  const given = ['role-name', 'stage'].find(name => values[name] !== undefined);
  if (given !== undefined)
    throw new InputError(`--${given} is only for --organisation: give both, or neither`);
}

/** One hub is in one region, and is read with one profile. */
function checkPlace({ region, profile, 'network-acls': networkAcls, parameters }: Values): void {
  if (region === 'all' || String(region).includes(','))
    throw new InputError(`--region is "${region}", expected the region of the hub with --organisation`);
  if (String(profile).includes(','))
    throw new InputError(`--profile is "${profile}", expected one profile with --organisation`);
  if ((networkAcls ?? parameters) !== undefined)
    throw new InputError('--network-acls and --parameters are only for files: leave them out');
}

function refuseForLastSweep(values: Values): void {
  const other = Object.keys(values).find(name => values[name] !== undefined && !OF_LAST_SWEEP.includes(name));
  if (other !== undefined)
    throw new InputError(
      `--${other} needs --role-name: without it, the results of the last sweep are printed`,
    );
  if (!LAST_SWEEP_FORMATS.includes(values.format))
    throw new InputError(`--format is "${values.format}", expected table or json without --role-name`);
}

/** The options that ask for the same again. */
export function toOrganisationOptions(choice: OrganisationChoice | undefined): string[] {
  if (choice === undefined) return [];
  const stage = choice.stage === 'prod' ? [] : ['--stage', choice.stage];
  return [
    '--organisation',
    ...(choice.reads === 'members' ? ['--role-name', choice.roleName] : []),
    ...stage,
  ];
}

import {
  type AwsSource,
  DEPLOYMENT_OPTIONS,
  parseProfile,
  parseRegion,
  parseStage,
} from '../input/aws-source.ts';
import { parseCommandLine } from '../input/command-line.ts';
import { InputError } from '../input/input-error.ts';
import { parseRoleName } from '../input/role-name.ts';
import type { OrganisationOptions } from './organisation/context.ts';

const USAGE = `usage: npm run doctor -- [options]

Checks a deployment, or an account before its first deployment. Reports what works, what
is missing, and the step that fixes it. Posts nothing, and changes nothing without
--record-names.

With --organisation, checks a hub and its members: accounts and regions with their stack,
role, trail, last event, heartbeat and sweep.

  --region R     the region to check (default: as the AWS CLI finds it)
  --profile P    the profile to use (default: as the AWS CLI finds it)
  --stage S      the stage that was deployed (default: prod)
  --json         print one JSON object instead of lines
  --organisation
                 check the members of a hub
  --role-name N  also read the trails of members, with this role in each account
  --stack-set N  the stack set of the members (default: NAMESPACE-members)
  --record-names
                 write the names of the accounts to the hub: alerts then show them
  -h, --help     print this text
  --version      print the version

Exit codes: 0 no problem found, warnings at most; 1 something is missing or broken;
2 the options cannot be used.`;

const GRAMMAR = {
  usage: USAGE,
  options: {
    ...DEPLOYMENT_OPTIONS,
    json: { type: 'boolean' },
    organisation: { type: 'boolean' },
    'role-name': { type: 'string' },
    'stack-set': { type: 'string' },
    'record-names': { type: 'boolean' },
  },
  positionals: false,
} as const;

export interface DoctorOptions extends AwsSource {
  readonly stage: string;
  readonly json: boolean;
  /** Undefined: one deployment is checked. */
  readonly organisation: OrganisationOptions | undefined;
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
    organisation: parseOrganisation(parsed.values),
  };
}

interface OrganisationValues {
  readonly organisation?: boolean;
  readonly 'role-name'?: string;
  readonly 'stack-set'?: string;
  readonly 'record-names'?: boolean;
}

function parseOrganisation(values: OrganisationValues): OrganisationOptions | undefined {
  const { 'role-name': roleName, 'stack-set': stackSet, 'record-names': recordNames } = values;
  if (values.organisation !== true) {
    const given = (['role-name', 'stack-set', 'record-names'] as const).find(
      name => values[name] !== undefined,
    );
    if (given === undefined) return undefined;
    throw new InputError(`--${given} is only for --organisation: give both, or neither`);
  }
  return {
    ...(roleName !== undefined && { roleName: parseRoleName(roleName) }),
    ...(stackSet !== undefined && { stackSet: parseStackSet(stackSet) }),
    recordNames: recordNames === true,
  };
}

/** CloudFormation: letters, digits and hyphens, a letter first, 128 characters at most. */
function parseStackSet(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text)) return text;
  throw new InputError(`--stack-set is "${text}", expected the name of a stack set such as guard-members`);
}

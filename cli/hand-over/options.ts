import {
  type AwsSource,
  DEPLOYMENT_OPTIONS,
  parseProfile,
  parseRegion,
  parseStage,
} from '../input/aws-source.ts';
import { parseCommandLine } from '../input/command-line.ts';
import { InputError } from '../input/input-error.ts';

const USAGE = `usage: npm run hand-over -- [options]

Hands an account from a stack of its own over to a hub. Turns the rules of the stack off,
waits until its queues are empty, and copies what is on record to the hub. The hub then
reports nothing again that was reported. Deploy the template for members right after it.

The stack:
  --region R[,R]       the region, or several (default: as the AWS CLI finds it)
  --profile P          the profile (default: as the AWS CLI finds it)
  --stage S            the stage (default: prod)

The hub:
  --hub-region R       the region (default: that of the stack)
  --hub-profile P      the profile (default: that of the stack)
  --hub-stage S        the stage (default: prod)

  --timeout SECONDS    how long to wait for empty queues (default: 900)
  --undo               turn the rules of the stack on again
  -y, --yes            do not ask
  -h, --help           print this text
  --version            print the version

Exit codes: 0 handed over, or undone; 1 it failed, or was not wanted; 2 the options cannot
be used.`;

const GRAMMAR = {
  usage: USAGE,
  options: {
    ...DEPLOYMENT_OPTIONS,
    'hub-region': { type: 'string' },
    'hub-profile': { type: 'string' },
    'hub-stage': { type: 'string' },
    timeout: { type: 'string' },
    undo: { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
  },
  positionals: false,
} as const;

/** A stack, and how to reach it. */
export interface StackPlace extends AwsSource {
  readonly stage: string;
}

export interface HandOverOptions {
  /** The stacks, one for each region; a region that is undefined is found as the AWS CLI finds it. */
  readonly stacks: readonly StackPlace[];
  readonly hub: StackPlace;
  /** Seconds. */
  readonly timeout: number;
  readonly undo: boolean;
  readonly yes: boolean;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns the text to print instead, where the user asks for help or the version
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): HandOverOptions | string {
  const parsed = parseCommandLine(args, GRAMMAR);
  if (parsed.wants === 'text') return parsed.text;
  const { values } = parsed;
  const profile = parseProfile(values.profile);
  const stage = parseStage(values.stage);
  const stacks = splitRegions(values.region).map(region => ({ region, profile, stage }));
  return {
    stacks,
    hub: {
      region: parseHubRegion(values['hub-region'], stacks),
      profile: parseProfile(values['hub-profile'], '--hub-profile') ?? profile,
      stage: parseStage(values['hub-stage'], '--hub-stage'),
    },
    timeout: parseTimeout(values.timeout),
    undo: values.undo === true,
    yes: values.yes === true,
  };
}

/** Of several stacks none says where the hub is. */
function parseHubRegion(text: string | undefined, stacks: readonly StackPlace[]): string | undefined {
  if (text === undefined && stacks.length > 1)
    throw new InputError('--region names several regions, so --hub-region is needed: the region of the hub');
  return text === undefined ? stacks[0]?.region : parseRegion(text, '--hub-region');
}

function splitRegions(text: string | undefined): (string | undefined)[] {
  if (text === undefined) return [undefined];
  return [...new Set(text.split(',').map(part => part.trim()))].map(part => parseRegion(part));
}

function parseTimeout(text = '900'): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds >= 60) return seconds;
  throw new InputError(`--timeout is "${text}", expected seconds from 60 to 99999`);
}

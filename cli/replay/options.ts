import { fileURLToPath } from 'node:url';
import { MODES, type Mode } from '../../functions/review/words/mode.ts';
import { parseChoice, parseCommandLine } from '../input/command-line.ts';
import { InputError } from '../input/input-error.ts';
import { EXAMPLE_KINDS, type ExampleKind } from './examples/examples.ts';
import { FORMATS, type Format } from './format.ts';

const USAGE = `usage: npm start -- [options]

Runs the guard on this machine against a copy of AWS, for one change of a network ACL.
Shows the alert that operators get, and the rules that the guard adds.
Without files it uses an example: a network ACL that blocks the replies to SSH clients.

  --event FILE         the change: an EventBridge event, or records of CloudTrail
  --network-acls FILE  the network ACLs after the change, as
                       "aws ec2 describe-network-acls" prints them; the file may also
                       have the interfaces, security groups, subnets and VPCs
  --kind KIND          print a made-up message alone: gap, gap-console, gap-medium,
                       remediated, remediation-failed, conflict, reminder, resolved,
                       cannot-evaluate, ingress, digest, first-digest, burst-digest,
                       reminder-digest or all-well
  --mode MODE          notify, opt-in or remediate (default: notify, then remediate)
  --format FORMAT      email, slack, chat or json (default: email)
  -h, --help           print this text
  --version            print the version

Exit codes: 0 the guard reviewed every event; 1 the guard failed; 2 the options or files
cannot be used.`;

const GRAMMAR = {
  usage: USAGE,
  options: {
    event: { type: 'string', path: 'read' },
    'network-acls': { type: 'string', path: 'read' },
    mode: { type: 'string' },
    kind: { type: 'string' },
    format: { type: 'string' },
  },
  positionals: false,
} as const;

/** A made-up message to print. */
export interface ExampleOptions {
  readonly kind: ExampleKind;
  readonly format: Format;
}

/** What to replay: files of the user, or the example. */
export interface ReplayOptions {
  readonly event: string;
  readonly networkAcls: string;
  /** Interfaces, security groups, subnets and VPCs, where they are in a file of their own. */
  readonly surroundings?: string;
  /** Tags of VPCs and subnets, as `aws ec2 describe-tags` prints them. */
  readonly tags?: string;
  readonly modes: readonly Mode[];
  readonly format: Format;
}

const EXAMPLE = {
  event: exampleFile('change-event.json'),
  networkAcls: exampleFile('network-acls.json'),
  surroundings: exampleFile('surroundings.json'),
  tags: exampleFile('tags.json'),
};

function exampleFile(name: string): string {
  return fileURLToPath(new URL(`seed/${name}`, import.meta.url));
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns the text to print instead, where the user asks for help or the version
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): ReplayOptions | ExampleOptions | string {
  const parsed = parseCommandLine(args, GRAMMAR);
  if (parsed.wants === 'text') return parsed.text;
  const { event, mode, kind, 'network-acls': networkAcls } = parsed.values;
  const format = parseChoice('--format', parsed.values.format ?? 'email', FORMATS);
  if (kind !== undefined) {
    const isAlone = event === undefined && networkAcls === undefined && mode === undefined;
    if (!isAlone) throw new InputError('--kind prints an example: it takes no option but --format');
    return { kind: parseChoice('--kind', kind, EXAMPLE_KINDS), format };
  }
  if ((event === undefined) !== (networkAcls === undefined)) {
    throw new InputError('--event and --network-acls need each other: give both, or none for the example');
  }
  const files = event !== undefined && networkAcls !== undefined ? { event, networkAcls } : EXAMPLE;
  return { ...files, modes: parseModes(mode), format };
}

function parseModes(text: string | undefined): readonly Mode[] {
  if (text === undefined) return ['notify', 'remediate'];
  return [parseChoice('--mode', text, MODES)];
}

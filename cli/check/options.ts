import { parseArgs } from 'node:util';
import { DEFAULT_EPHEMERAL_PORTS } from '../../functions/coverage/clients.ts';
import { type PortSet, parsePortRanges } from '../../functions/coverage/space/port-set.ts';
import { InputError } from '../input/json-file.ts';

export const USAGE = `usage: nacl-ephemeral-guard check [FILE ... | -] [options]

Says whether replies reach the clients that network ACLs let in. Reads the output of
"aws ec2 describe-network-acls" from files or standard input (-); without a file it
asks EC2 for all network ACLs of a region.

  --json                  one JSON object instead of tables
  --fix FORMAT            only the missing rules, as cli, terraform or cloudformation
  --ephemeral-ports LIST  the ports that replies must reach (1024-65535)
  --rule-quota N          rules per direction and address family (20)
  --region R              the region to ask, else as the AWS CLI finds it
  --profile P             the profile to ask with, else as the AWS CLI finds it
  --help

exit code: 0 covered, 1 gaps of medium or high severity, 2 unusable input`;

/** How the missing rules are written. */
export const FIX_FORMATS = ['cli', 'terraform', 'cloudformation'] as const;
export type FixFormat = (typeof FIX_FORMATS)[number];

export interface Options {
  /** Empty: ask EC2. */
  readonly files: readonly string[];
  readonly output: 'table' | 'json' | FixFormat;
  readonly settings: {
    readonly ephemeralPorts: PortSet;
    readonly ruleQuota: number;
  };
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/**
 * Parses the command line after the name of the program.
 *
 * @returns undefined where help is wanted
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parseFlags(args);
  const [command, ...files] = positionals;
  if (values.help || command === undefined) return undefined;
  if (command !== 'check') throw new InputError(`unknown command "${command}", expected check\n\n${USAGE}`);
  if (values['all-services']) {
    throw new InputError('--all-services no longer exists: check shows what it assumes');
  }
  if (values.json && values.fix !== undefined) throw new InputError('--json and --fix do not go together');
  if (files.length > 0 && (values.region ?? values.profile) !== undefined) {
    throw new InputError('--region and --profile are for asking EC2: they do not go together with files');
  }
  return toOptions(values, files);
}

type Flags = ReturnType<typeof parseFlags>['values'];

function toOptions(values: Flags, files: readonly string[]): Options {
  return {
    files,
    output: values.json ? 'json' : values.fix === undefined ? 'table' : parseFixFormat(values.fix),
    settings: {
      ephemeralPorts: parsePorts(values['ephemeral-ports']),
      ruleQuota: parseQuota(values['rule-quota']),
    },
    region: values.region,
    profile: values.profile,
  };
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: flag,
        fix: text,
        'ephemeral-ports': text,
        'rule-quota': text,
        'all-services': flag,
        region: text,
        profile: text,
        help: flag,
      },
    });
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message.split('. ')[0] : error}\n\n${USAGE}`);
  }
}

function parseFixFormat(text: string): FixFormat {
  const format = FIX_FORMATS.find(name => name === text);
  if (format === undefined)
    throw new InputError(`--fix is "${text}", expected cli, terraform or cloudformation`);
  return format;
}

function parsePorts(text: string | undefined): PortSet {
  if (text === undefined) return DEFAULT_EPHEMERAL_PORTS;
  try {
    return parsePortRanges(text);
  } catch {
    throw new InputError(
      `--ephemeral-ports is "${text}", expected port ranges such as 1024-65535 or 1025-5000,32768-60999`,
    );
  }
}

function parseQuota(text = '20'): number {
  const quota = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (quota < 1 || quota > 40)
    throw new InputError(`--rule-quota is "${text}", expected a whole number from 1 to 40`);
  return quota;
}

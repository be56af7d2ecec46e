import { parseArgs } from 'node:util';
import { InputError } from '../../cli/input/input-error.ts';
import type { AccountOptions } from './account/clients.ts';

export const USAGE = `usage: npm run test:contract [-- options]

Checks the stand-in and moto against the contract of AWS, on this machine alone.

  --aws           checks a real account instead: creates what the contract needs, and removes it
  --clean         with --aws: only removes what runs that broke off have left there
  --region R      with --aws: the region, else as the AWS CLI finds it
  --profile P     with --aws: the profile, else as the AWS CLI finds it
  --rule-quota N  with --aws: the account's rules per direction and address family (20)
  --only TEXT     only promises whose title has this text
  --help

exit code: 0 the contract is kept, 1 it is not or something was not removed, 2 unusable options`;

/** What to check against the contract. */
export type Options =
  | { readonly target: 'peers'; readonly only: string | undefined }
  | {
      readonly target: 'account';
      readonly account: AccountOptions;
      readonly entryQuota: number;
      readonly only: string | undefined;
    }
  | { readonly target: 'leftovers'; readonly account: AccountOptions };

const FOR_ACCOUNT = ['clean', 'region', 'profile', 'rule-quota'] as const;

/**
 * Parses the command line after the name of the program.
 *
 * @returns undefined where help is wanted
 * @throws InputError that names the option, its value and what was expected
 */
export function parseOptions(args: readonly string[]): Options | undefined {
  const flags = parseFlags(args);
  const { aws, clean, region, profile, only } = flags;
  if (flags.help) return undefined;
  if (only === '') throw new InputError('--only is "", expected a text of a title');
  if (!aws) {
    const stray = FOR_ACCOUNT.find(name => flags[name] !== undefined);
    if (stray === undefined) return { target: 'peers', only };
    throw new InputError(`--${stray} goes with --aws: without it no account is called`);
  }
  const account = { region: nonEmpty('region', region), profile: nonEmpty('profile', profile) };
  const entryQuota = parseQuota(flags['rule-quota']);
  if (!clean) return { target: 'account', account, entryQuota, only };
  if (only === undefined && flags['rule-quota'] === undefined) return { target: 'leftovers', account };
  throw new InputError('--clean checks nothing against the contract: leave out --only and --rule-quota');
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const account = { aws: flag, clean: flag, region: text, profile: text, 'rule-quota': text };
  try {
    return parseArgs({ args: [...args], options: { ...account, only: text, help: flag } }).values;
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message.split('. ')[0] : error}\n\n${USAGE}`);
  }
}

function nonEmpty(name: string, text: string | undefined): string | undefined {
  if (text === '') throw new InputError(`--${name} is "", expected the name of a ${name}`);
  return text;
}

function parseQuota(text = '20'): number {
  const quota = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (quota >= 1 && quota <= 40) return quota;
  throw new InputError(`--rule-quota is "${text}", expected a whole number from 1 to 40`);
}

import { describe, expect, it } from 'vitest';
import { type Options, parseOptions } from './options.ts';

const NOWHERE = { region: undefined, profile: undefined };

describe('the options of the contract', () => {
  it.each<[string, Options]>([
    ['', { target: 'peers', only: undefined }],
    ['--only paging', { target: 'peers', only: 'paging' }],
    ['--aws', { target: 'account', account: NOWHERE, entryQuota: 20, only: undefined }],
    [
      '--aws --region eu-central-1 --profile audit --rule-quota 40 --only=paging',
      {
        target: 'account',
        account: { region: 'eu-central-1', profile: 'audit' },
        entryQuota: 40,
        only: 'paging',
      },
    ],
    [
      '--aws --clean --region eu-central-1',
      { target: 'leftovers', account: { region: 'eu-central-1', profile: undefined } },
    ],
  ])('of "%s"', (line, options) => {
    expect(parseOptions(line.split(' ').filter(Boolean))).toEqual(options);
  });

  it('is help where that is wanted', () => expect(parseOptions(['--aws', '--help'])).toBeUndefined());

  it.each([
    [['--region', 'eu-central-1'], '--region goes with --aws: without it no account is called'],
    [['--profile', 'audit'], '--profile goes with --aws'],
    [['--clean'], '--clean goes with --aws'],
    [['--rule-quota', '20'], '--rule-quota goes with --aws'],
    [['--aws', '--rule-quota', '41'], '--rule-quota is "41", expected a whole number from 1 to 40'],
    [['--aws', '--rule-quota', '0'], '--rule-quota is "0"'],
    [['--aws', '--region', ''], '--region is "", expected the name of a region'],
    [['--aws', '--clean', '--only', 'paging'], '--clean checks nothing against the contract'],
    [['--aws', '--clean', '--rule-quota', '20'], '--clean checks nothing against the contract'],
    [['--only', ''], '--only is "", expected a text of a title'],
    [['--account', '1'], "Unknown option '--account'"],
    [['aws'], "Unexpected argument 'aws'"],
    [['--aws', '--region'], "Option '--region <value>' argument missing"],
  ])('%j is refused in one line', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});

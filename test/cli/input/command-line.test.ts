import { describe, expect, it } from 'vitest';
import { parseChoice, parseCommandLine } from '../../../cli/input/command-line.ts';
import { InputError } from '../../../cli/input/input-error.ts';
import { suggest } from '../../../cli/input/suggestion.ts';

const GRAMMAR = {
  usage: 'usage: program',
  options: {
    region: { type: 'string' },
    'network-acls': { type: 'string', path: 'read' },
    json: { type: 'boolean' },
    output: { type: 'string', short: 'o', path: 'written' },
  },
  positionals: false,
  gone: { 'all-services': 'every service counts.' },
} as const;
const WITH_FILES = { ...GRAMMAR, positionals: true } as const;

describe('a command line', () => {
  it('gives options and files', () => {
    const parsed = parseCommandLine(
      ['a.json', '--region', 'r', '--json', '-o', 'x', '-', '--', '--b'],
      WITH_FILES,
    );
    expect(parsed).toMatchObject({
      wants: 'work',
      values: { region: 'r', json: true, output: 'x' },
      positionals: ['a.json', '-', '--b'],
    });
  });

  it.each([[['--help']], [['-h']], [['--jsn', '-h']], [['nonsense', '--help']]])('%j wants help', args => {
    expect(parseCommandLine(args, GRAMMAR)).toEqual({ wants: 'text', text: 'usage: program' });
  });

  it('wants the version', () => {
    expect(parseCommandLine(['--version'], GRAMMAR)).toEqual({
      wants: 'text',
      text: expect.stringMatching(/^nacl-ephemeral-guard \d+\.\d+\.\d+$/),
    });
  });

  it('takes a value that begins with a hyphen only after "="', () => {
    expect(parseCommandLine(['--region=-x'], GRAMMAR)).toMatchObject({ values: { region: '-x' } });
    expect(parseCommandLine(['-o', '-'], GRAMMAR)).toMatchObject({ values: { output: '-' } });
  });

  it.each([[['-ox']], [['-o=x']], [['-o', 'x']], [['--output=x']]])('%j writes to x', args => {
    expect(parseCommandLine(args, GRAMMAR)).toMatchObject({ values: { output: 'x' } });
  });

  it('takes what is after -- as it is', () => {
    expect(parseCommandLine(['--', '-o=x'], WITH_FILES)).toMatchObject({ positionals: ['-o=x'] });
  });

  it.each<[string[], string]>([
    [[''], 'a file is "", expected the path of a file or a folder'],
    [['--network-acls', ''], '--network-acls is "", expected the path of a file'],
    [['--network-acls='], '--network-acls is "", expected the path of a file'],
    [['-o', ''], '-o is "", expected the path of a file'],
    [['-o='], '--output is "", expected the path of a file'],
    [['-', '-'], 'standard input (-) is named 2 times, expected once'],
    [['-', '--network-acls', '-'], 'standard input (-) is named 2 times, expected once'],
  ])('of paths: %j', (args, message) => {
    expect(() => parseCommandLine(args, WITH_FILES)).toThrow(new InputError(message));
  });

  it.each<[string[], string]>([
    [['--regoin', 'x'], 'unknown option --regoin. Did you mean --region?'],
    [['--regoin=x'], 'unknown option --regoin. Did you mean --region?'],
    [['--network-acl', 'x'], 'unknown option --network-acl. Did you mean --network-acls?'],
    [['-json'], 'unknown option -json. Did you mean --json?'],
    [['--JSON'], 'unknown option --JSON. Did you mean --json?'],
    [['--verbose'], 'unknown option --verbose: --help lists the options'],
    [['-x'], 'unknown option -x: --help lists the options'],
    [['--region'], '--region has no value, expected one after it'],
    [['--region', '--json'], '--region has no value, expected one after it'],
    [['-o'], '-o has no value, expected one after it'],
    [['--json=yes'], '--json is "yes", expected no value'],
    [['prod'], 'unexpected argument "prod", expected options only (with npm, after --)'],
    [['--all-services'], '--all-services is gone: every service counts.'],
    [['--toString'], 'unknown option --toString: --help lists the options'],
  ])('%j: one line', (args, message) => {
    expect(() => parseCommandLine(args, GRAMMAR)).toThrow(new InputError(message));
  });
});

it.each([
  ['notfy', '--mode is "notfy", expected notify, opt-in or remediate. Did you mean notify?'],
  ['loud', '--mode is "loud", expected notify, opt-in or remediate'],
  ['', '--mode is "", expected notify, opt-in or remediate'],
])('a choice that does not exist: %s', (text, message) => {
  expect(() => parseChoice('--mode', text, ['notify', 'opt-in', 'remediate'])).toThrow(
    new InputError(message),
  );
});

it.each([
  ['chekc', ['check', 'doctor'], '. Did you mean check?'],
  ['checks', ['check', 'doctor'], '. Did you mean check?'],
  ['Check', ['check', 'doctor'], '. Did you mean check?'],
  ['acl.json', ['check', 'doctor'], ''],
  ['', ['check'], ''],
])('a word like %s among %j', (text, known, expected) => {
  expect(suggest(text, known)).toBe(expected);
});

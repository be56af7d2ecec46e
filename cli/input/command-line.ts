import { parseArgs } from 'node:util';
import project from '../../package.json' with { type: 'json' };
import { InputError } from './input-error.ts';
import { suggest } from './suggestion.ts';

/** An option that takes a text, or a flag. */
interface OptionType {
  readonly type: 'string' | 'boolean';
  /** One letter. */
  readonly short?: string;
  /** The value is the path of a file to read (where `-` is standard input) or to write; else it is something else. */
  readonly path?: 'read' | 'written';
}
type OptionTypes = Readonly<Record<string, OptionType>>;
type Values<T extends OptionTypes> = {
  readonly [K in keyof T]?: T[K]['type'] extends 'string' ? string : boolean;
};

/** What a program takes from its command line. */
export interface Grammar<T extends OptionTypes> {
  /** What `--help` prints. */
  readonly usage: string;
  readonly options: T;
  /** Whether anything but options is allowed. */
  readonly positionals: boolean;
  /** Options of an earlier version: what to say instead. */
  readonly gone?: Readonly<Record<string, string>>;
}

/** What a command line asks for: a text to print, or work. */
export type ParsedCommandLine<T extends OptionTypes> =
  | { readonly wants: 'text'; readonly text: string }
  | { readonly wants: 'work'; readonly values: Values<T>; readonly positionals: readonly string[] };

const HELP = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies OptionTypes;

/**
 * Parses a command line. Every program knows `-h`, `--help` and `--version`.
 *
 * @throws InputError for an option that is unknown, has no value or has one too many, and for what is no option
 */
export function parseCommandLine<const T extends OptionTypes>(
  args: readonly string[],
  grammar: Grammar<T>,
): ParsedCommandLine<T> {
  const options = { ...grammar.options, ...HELP };
  // Not strict: the messages of Node would be several sentences long and suggest nothing.
  const parsed = parseArgs({
    ...{ args: withLongNames(args, options), options },
    ...{ strict: false, allowPositionals: true, tokens: true },
  });
  if (parsed.values.help) return { wants: 'text', text: grammar.usage };
  if (parsed.values.version) return { wants: 'text', text: `${project.name} ${project.version}` };
  for (const token of parsed.tokens) checkToken(token, args, grammar, options);
  checkStandardInput(parsed.tokens, options);
  return { wants: 'work', values: parsed.values as Values<T>, positionals: parsed.positionals };
}

/** Node takes the `=` of `-o=FILE` for a part of the value. */
function withLongNames(args: readonly string[], options: OptionTypes): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args.map((arg, index) => {
    const [, letter, value] = /^-(\w)=(.*)$/s.exec(index < end ? arg : '') ?? [];
    const name = Object.keys(options).find(each => letter !== undefined && options[each]?.short === letter);
    return name === undefined ? arg : `--${name}=${value}`;
  });
}

type Token = ReturnType<typeof parseArgs<{ tokens: true; strict: false }>>['tokens'][number];

function checkToken(
  token: Token,
  args: readonly string[],
  { positionals, gone = {} }: Grammar<OptionTypes>,
  options: OptionTypes,
): void {
  if (token.kind === 'positional') checkPositional(token.value, positionals);
  if (token.kind !== 'option') return;
  const { name, rawName } = token;
  if (Object.hasOwn(gone, name)) throw new InputError(`${rawName} is gone: ${gone[name]}`);
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) throw new InputError(unknownOption(args[token.index] ?? rawName, options));
  checkValue(token, option);
}

function checkPositional(value: string, positionals: boolean): void {
  if (!positionals)
    throw new InputError(`unexpected argument "${value}", expected options only (with npm, after --)`);
  if (value === '') throw new InputError('a file is "", expected the path of a file or a folder');
}

function checkValue(
  { rawName, value, inlineValue }: Extract<Token, { kind: 'option' }>,
  { type, path }: OptionType,
): void {
  if (type === 'boolean') {
    if (value !== undefined) throw new InputError(`${rawName} is "${value}", expected no value`);
    return;
  }
  if (value === undefined || (!inlineValue && /^-./.test(value)))
    throw new InputError(`${rawName} has no value, expected one after it`);
  if (value === '' && path) throw new InputError(`${rawName} is "", expected the path of a file`);
}

/** After the first reader it is empty. */
function checkStandardInput(tokens: readonly Token[], options: OptionTypes): void {
  const readers = tokens.filter(
    token =>
      token.kind !== 'option-terminator' &&
      token.value === '-' &&
      (token.kind === 'positional' || options[token.name]?.path === 'read'),
  );
  if (readers.length > 1)
    throw new InputError(`standard input (-) is named ${readers.length} times, expected once`);
}

function unknownOption(argument: string, options: OptionTypes): string {
  const [written = ''] = argument.split('=');
  const names = Object.keys(options).map(name => `--${name}`);
  const meant = suggest(written.replace(/^-*/, '--'), names);
  return `unknown option ${written}${meant || ': --help lists the options'}`;
}

/**
 * Parses the value of an option that has few.
 *
 * @throws InputError for any other
 */
export function parseChoice<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find(each => each === text);
  if (choice !== undefined) return choice;
  const expected = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  throw new InputError(`${option} is "${text}", expected ${expected}${suggest(text, choices)}`);
}

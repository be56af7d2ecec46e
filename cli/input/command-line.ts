import { parseArgs } from 'node:util';
import project from '../../package.json' with { type: 'json' };
import { InputError } from './input-error.ts';
import { suggest } from './suggestion.ts';

/** An option that takes a text, or a flag. */
interface OptionType {
  readonly type: 'string' | 'boolean';
  /** One letter. */
  readonly short?: string;
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
  const parsed = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  if (parsed.values.help) return { wants: 'text', text: grammar.usage };
  if (parsed.values.version) return { wants: 'text', text: `${project.name} ${project.version}` };
  for (const token of parsed.tokens) checkToken(token, args, grammar, options);
  return { wants: 'work', values: parsed.values as Values<T>, positionals: parsed.positionals };
}

type Token = ReturnType<typeof parseArgs<{ tokens: true; strict: false }>>['tokens'][number];

function checkToken(
  token: Token,
  args: readonly string[],
  { positionals, gone = {} }: Grammar<OptionTypes>,
  options: OptionTypes,
): void {
  if (token.kind === 'positional' && !positionals) {
    throw new InputError(`unexpected argument "${token.value}", expected options only (with npm, after --)`);
  }
  if (token.kind !== 'option') return;
  const { name, rawName, value, inlineValue } = token;
  if (Object.hasOwn(gone, name)) throw new InputError(`${rawName} is gone: ${gone[name]}`);
  const type = Object.hasOwn(options, name) ? options[name]?.type : undefined;
  if (type === undefined) throw new InputError(unknownOption(args[token.index] ?? rawName, options));
  if (type === 'boolean' && value !== undefined) {
    throw new InputError(`${rawName} is "${value}", expected no value`);
  }
  const isMissing = value === undefined || (!inlineValue && /^-./.test(value));
  if (type === 'string' && isMissing) throw new InputError(`${rawName} has no value, expected one after it`);
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

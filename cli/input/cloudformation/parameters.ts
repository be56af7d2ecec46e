import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { InputError } from '../input-error.ts';
import { readJson } from '../json-file.ts';

/** Values of parameters by name, as texts; undefined: the one that the stack has. */
export type Parameters = ReadonlyMap<string, string | undefined>;

/** `UsePreviousValue` of the AWS CLI. */
const PREVIOUS = Symbol('UsePreviousValue');

/**
 * Reads the values of a template's parameters in the forms that the AWS CLI takes: a list of `{ParameterKey,
 * ParameterValue}` or of texts such as `Stage=prod`, an object from name to value, or such an object in `Parameters`.
 *
 * @throws InputError for anything else
 */
export function readParameters(file: string): Parameters {
  const json = readJson(file);
  const pairs = Array.isArray(json)
    ? json.map((each, index) => toPair(each, index, file))
    : Object.entries(toObject(json));
  return new Map(pairs.map(([name, value]) => [name, toText(name, value, file)]));
}

function toPair(each: unknown, index: number, file: string): [string, unknown] {
  const [, key, written] = typeof each === 'string' ? (/^([^=]+)=(.*)$/s.exec(each) ?? []) : [];
  const { ParameterKey: name = key, ParameterValue: value = written, UsePreviousValue } = asFields(each);
  if (typeof name === 'string') return [name, UsePreviousValue === true ? PREVIOUS : value];
  const found = JSON.stringify(each)?.slice(0, 60);
  throw new InputError(`${file}: parameter ${index} is ${found}, expected ParameterKey and ParameterValue`);
}

function toObject(json: unknown): Fields {
  const { Parameters: inner } = asFields(json);
  return typeof inner === 'object' && inner !== null ? asFields(inner) : asFields(json);
}

function toText(name: string, value: unknown, file: string): string | undefined {
  if (value === PREVIOUS) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value)) return value.join(',');
  const found = value === undefined ? 'missing' : JSON.stringify(value)?.slice(0, 60);
  throw new InputError(`${file}: parameter ${name} is ${found}, expected a text`);
}

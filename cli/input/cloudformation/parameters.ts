import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { InputError } from '../input-error.ts';
import { readJson } from '../json-file.ts';

/** Values of parameters by name, as texts. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * Reads the values of a template's parameters: a list of `{ParameterKey, ParameterValue}` as the AWS CLI takes it, an
 * object from name to value, or such an object in `Parameters`.
 *
 * @throws InputError for anything else
 */
export function readParameters(file: string): Parameters {
  const json = readJson(file);
  const pairs = Array.isArray(json) ? json.map(toPair) : Object.entries(toObject(json));
  return new Map(pairs.map(([name, value]) => [name, toText(name, value, file)]));
}

function toPair(each: unknown): [string, unknown] {
  const { ParameterKey: name, ParameterValue: value } = asFields(each);
  return [String(name), value];
}

function toObject(json: unknown): Fields {
  const { Parameters: inner } = asFields(json);
  return typeof inner === 'object' && inner !== null ? asFields(inner) : asFields(json);
}

function toText(name: string, value: unknown, file: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value)) return value.join(',');
  const found = JSON.stringify(value)?.slice(0, 60);
  throw new InputError(`${file}: parameter ${name} is ${found}, expected a text`);
}

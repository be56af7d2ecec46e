import { ServiceError } from './answer.ts';
import type { Form } from './call.ts';

/** The members of a list: `Name.1`, `Name.2` … up to the first that is missing. */
export function listMembers(form: Form, name: string): string[] {
  const members: string[] = [];
  for (;;) {
    const member = form[`${name}.${members.length + 1}`];
    if (member === undefined) return members;
    members.push(member);
  }
}

/** @throws ServiceError MissingParameter */
export function requiredField(form: Form, name: string): string {
  const value = form[name];
  if (value === undefined) {
    throw new ServiceError('MissingParameter', 400, `The request must contain the parameter ${name}`);
  }
  return value;
}

/** @throws ServiceError InvalidParameterValue unless the field is one of the choices */
export function parseChoice<Choice extends string>(
  form: Form,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = requiredField(form, name);
  const choice = choices.find(candidate => candidate === value);
  if (choice === undefined) throw invalidValue(name, value, `one of ${choices.join(', ')}`);
  return choice;
}

/** An optional boolean; absent means false. */
export function parseFlag(form: Form, name: string): boolean {
  return form[name] !== undefined && parseChoice(form, name, ['true', 'false']) === 'true';
}

/** @throws ServiceError InvalidParameterValue unless the field is a whole number from `least` to `most` */
export function parseInteger(form: Form, name: string, least: number, most: number): number {
  const value = requiredField(form, name);
  const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw invalidValue(name, value, `a whole number from ${least} to ${most}`);
}

export function invalidValue(name: string, value: string, expected: string): ServiceError {
  return new ServiceError('InvalidParameterValue', 400, `Invalid value '${value}' for ${name}: ${expected}`);
}

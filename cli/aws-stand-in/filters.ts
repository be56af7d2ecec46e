import { ServiceError } from './answer.ts';
import type { Form } from './call.ts';
import { invalidValue, listMembers } from './query-form.ts';

/** Values of one filter (EC2's API reference, "List and filter"). */
const MOST_VALUES = 200;

/** The values that a filter compares. */
export type FieldValues<T> = (item: T) => readonly (string | undefined)[];

/**
 * Picks what the form's filters ask for: every filter must match; within one filter any of its values.
 *
 * @param toFieldValues - what a filter's name stands for; undefined where the stand-in does not know it
 * @throws ServiceError InvalidParameterValue, FilterLimitExceeded
 */
export function applyFilters<T>(
  form: Form,
  items: readonly T[],
  toFieldValues: (name: string) => FieldValues<T> | undefined,
): readonly T[] {
  let selected = items;
  for (let number = 1; form[`Filter.${number}.Name`] !== undefined; number++) {
    const name = form[`Filter.${number}.Name`] ?? '';
    const fieldValues = toFieldValues(name);
    if (fieldValues === undefined) throw invalidValue('filter', name, 'a filter that the stand-in knows');
    const values = listMembers(form, `Filter.${number}.Value`);
    if (values.length > MOST_VALUES) {
      const message = `The maximum number of filter values on a single call is ${MOST_VALUES}`;
      throw new ServiceError('FilterLimitExceeded', 400, message);
    }
    const matches = toMatcher(values);
    selected = selected.filter(item => fieldValues(item).some(value => matches(value ?? '')));
  }
  return selected;
}

/** Literal values are many, and looked up; patterns are few, and tried. */
function toMatcher(values: readonly string[]): (value: string) => boolean {
  const literals = new Set(values);
  const patterns = values.filter(value => /[*?]/.test(value)).map(toPattern);
  return value => literals.has(value) || patterns.some(pattern => pattern.test(value));
}

/** Filter values are literal but for `*` (any text) and `?` (any one character). */
function toPattern(value: string): RegExp {
  const wildcards: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };
  return new RegExp(
    `^${value.replace(/[^\w]/g, character => wildcards[character] ?? `\\${character}`)}$`,
    's',
  );
}

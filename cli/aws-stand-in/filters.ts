import type { Form } from './call.ts';
import { invalidValue, listMembers } from './query-form.ts';

/** The values that a filter compares. */
export type FieldValues<T> = (item: T) => readonly (string | undefined)[];

/**
 * Picks what the form's filters ask for: every filter must match; within one filter any of its values.
 *
 * @param toFieldValues - what a filter's name stands for; undefined where the stand-in does not know it
 * @throws ServiceError InvalidParameterValue
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
    const patterns = listMembers(form, `Filter.${number}.Value`).map(toPattern);
    selected = selected.filter(item =>
      fieldValues(item).some(value => patterns.some(pattern => pattern.test(value ?? ''))),
    );
  }
  return selected;
}

/** Filter values are literal but for `*` (any text) and `?` (any one character). */
function toPattern(value: string): RegExp {
  const wildcards: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };
  return new RegExp(
    `^${value.replace(/[^\w]/g, character => wildcards[character] ?? `\\${character}`)}$`,
    's',
  );
}

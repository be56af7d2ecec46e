import { type Definition, type Leaf, ParseError } from '../../parsing/definition.ts';
import { asFields } from '../../parsing/structures.ts';
import { matching } from '../../parsing/values.ts';

/** The id of a resource of one kind, such as `subnet-0123abcd`. */
export function id(prefix: string): Leaf<string> {
  return matching(`an id such as ${prefix}-0123abcd`, new RegExp(`^${prefix}-[\\da-zA-Z-]{1,64}$`));
}

/**
 * Parses an element of a describe call's list; errors name it by its id.
 *
 * @throws ParseError
 */
export function parseResource<T>(definition: Definition<T>, value: unknown, idField: string): T {
  try {
    return definition.parse(value);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const name = asFields(value)[idField];
    throw typeof name === 'string' && error.field !== idField ? error.within(`${name}: `) : error;
  }
}

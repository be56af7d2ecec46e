import { type Definition, type Leaf, mismatch, type Parsed, ParseError, type Schema } from './definition.ts';

type Shape = Readonly<Record<string, Definition<unknown>>>;
type OptionalKey<S extends Shape> = {
  [K in keyof S]: undefined extends Parsed<S[K]> ? K : never;
}[keyof S];

/** The type of an object with these fields; a field that may be undefined may be absent. */
export type ParsedObject<S extends Shape> = {
  readonly [K in Exclude<keyof S, OptionalKey<S>>]: Parsed<S[K]>;
} & {
  readonly [K in OptionalKey<S>]?: Exclude<Parsed<S[K]>, undefined>;
};

/** A JSON object whose fields are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a value; none where it is no object. */
export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** An object with these fields. Fields without a definition are left out. */
export function object<S extends Shape>(shape: S): Definition<ParsedObject<S>> {
  const parseFields = toFieldsParser(shape);
  return {
    expected: 'an object',
    schema: toObjectSchema(shape),
    parse: (value, field = '') =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? parseFields(value as Fields, field)
        : mismatch(field, value, 'an object'),
  };
}

/** As {@link object}, of a value that may be no object: it then has none of the fields. */
export function looseObject<S extends Shape>(shape: S): Definition<ParsedObject<S>> {
  const parseFields = toFieldsParser(shape);
  return {
    expected: 'an object',
    schema: toObjectSchema(shape),
    parse: (value, field = '') => parseFields(asFields(value), field),
  };
}

function toFieldsParser<S extends Shape>(shape: S): (fields: Fields, field: string) => ParsedObject<S> {
  const definitions = Object.entries(shape).map(([name, { parse }]) => ({ name, parse }));
  return (fields, field) => {
    const parsed: Record<string, unknown> = {};
    let current = '';
    try {
      for (const { name, parse } of definitions) {
        current = name;
        const value = parse(fields[name]);
        if (value !== undefined) parsed[name] = value;
      }
    } catch (error) {
      throw widen(error, current, field);
    }
    return parsed as ParsedObject<S>;
  };
}

/** A list of values of one kind, of any length or of at most so many. */
export function list<T>(element: Definition<T>, most?: number): Definition<readonly T[]> {
  return {
    expected: 'a list',
    schema: { type: 'array', items: element.schema, ...(most !== undefined && { maxItems: most }) },
    parse: (value, field = '') => {
      if (!Array.isArray(value)) return mismatch(field, value, 'a list');
      let current = 0;
      try {
        return value.map((each, index) => {
          current = index;
          return element.parse(each);
        });
      } catch (error) {
        throw widen(error, `[${current}]`, field);
      }
    },
  };
}

/** A value that is null where it is not known. */
export function nullable<T>(definition: Definition<T>): Definition<T | null> {
  const expected = `${definition.expected} or null`;
  return {
    expected,
    schema: { anyOf: [definition.schema, { type: 'null' }] },
    parse: (value, field) => (value === null ? null : reworded(definition, value, field, expected)),
  };
}

/** A value that may be absent, or null, which other SDKs write for the same. */
export function optional<T>(definition: Definition<T>): Definition<T | undefined> {
  return {
    ...definition,
    parse: (value, field) =>
      value === undefined || value === null ? undefined : definition.parse(value, field),
  };
}

/** A value that counts only where it is as expected: undefined for any other. */
export function maybe<T>(definition: Definition<T> | Leaf<T>): Definition<T | undefined> {
  // Most are absent in an event: an error for each takes longer than the review.
  if ('read' in definition) return { ...definition, parse: definition.read };
  return {
    ...definition,
    parse: value => {
      try {
        return definition.parse(value);
      } catch (error) {
        if (error instanceof ParseError) return undefined;
        throw error;
      }
    },
  };
}

/** The same definition with a sentence for the schema. */
export function described<T>(description: string, definition: Definition<T>): Definition<T> {
  return { ...definition, schema: { ...definition.schema, description } };
}

/** An error about the value itself says what it may be instead; one about a part of it stays as it is. */
function reworded<T>(
  definition: Definition<T>,
  value: unknown,
  field: string | undefined,
  expected: string,
): T {
  try {
    return definition.parse(value, field);
  } catch (error) {
    if (!(error instanceof ParseError) || error.expected !== definition.expected) throw error;
    throw new ParseError(error.field, error.found, expected);
  }
}

function widen(error: unknown, name: string, field: string): unknown {
  return error instanceof ParseError ? error.within(name).within(field) : error;
}

function toObjectSchema(shape: Shape): Schema {
  const names = Object.keys(shape);
  const properties = Object.fromEntries(names.map(name => [name, shape[name]?.schema]));
  return { type: 'object', properties, required: names };
}

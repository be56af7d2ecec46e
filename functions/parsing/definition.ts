import { escapeUnprintable } from './printable.ts';

/** A part of a JSON schema (draft 7). */
export type Schema = Readonly<Record<string, unknown>>;

/** What an untrusted value has to be: one definition gives the type, the parser, the error and the schema. */
export interface Definition<T> {
  /** Completes "expected …". */
  readonly expected: string;
  readonly schema: Schema;
  /**
   * The value as it is used inside.
   *
   * @param field - where the value is, for the error; a field that ends with a space is kept as a prefix
   * @throws ParseError
   */
  readonly parse: (value: unknown, field?: string) => T;
}

/** The type of the values that a definition accepts. */
export type Parsed<D> = D extends Definition<infer T> ? T : never;

/** A definition of a value without parts. */
export interface Leaf<T> extends Definition<T> {
  /** Undefined where the value is not as expected. */
  readonly read: (value: unknown) => T | undefined;
}

/** Characters of a value that an error shows, with the mark of a cut. */
const LONGEST_FOUND = 120;
const CUT = '...';

/** A value that is not as defined. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  readonly field: string;
  /** The value as JSON, cut; or `missing`. */
  readonly found: string;
  readonly expected: string;

  constructor(field: string, found: string, expected: string) {
    super(`${field} is ${found}, expected ${expected}`);
    this.field = field;
    this.found = found;
    this.expected = expected;
  }

  /** The same error, as seen from around the value. */
  within(outer: string): ParseError {
    return new ParseError(toPath(outer, this.field), this.found, this.expected);
  }
}

/** @throws ParseError that shows the value */
export function mismatch(field: string, value: unknown, expected: string): never {
  throw new ParseError(field, show(value), expected);
}

function show(value: unknown): string {
  const shown = escapeUnprintable(toJson(value));
  return shown.length > LONGEST_FOUND ? shown.slice(0, LONGEST_FOUND - CUT.length) + CUT : shown;
}

function toJson(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON has no word for the result of 1e999.
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deep to show';
    throw error;
  }
}

/**
 * A definition of a value without parts.
 *
 * @param read - undefined for a value that is not as expected
 */
export function leaf<T>(expected: string, schema: Schema, read: (value: unknown) => T | undefined): Leaf<T> {
  return {
    expected,
    schema,
    read,
    parse: (value, field = '') => read(value) ?? mismatch(field, value, expected),
  };
}

function toPath(outer: string, inner: string): string {
  if (outer === '' || inner === '') return outer + inner;
  return outer.endsWith(' ') || inner.startsWith('[') ? outer + inner : `${outer}.${inner}`;
}

import { asFields, type Fields } from '../untrusted.ts';

/** An answer of EC2, or a file of one, that is not as EC2 describes it: "FIELD is VALUE, expected …". */
export class ExposureShapeError extends Error {
  override readonly name = 'ExposureShapeError';
}

/** Characters of a value that a message quotes. */
const LONGEST_QUOTE = 80;
const ID_CHARACTERS = '-[\\da-zA-Z-]{1,64}$';

/** An object that EC2 describes, with readers for its fields. A field that is null counts as absent. */
export class Described {
  readonly #fields: Fields;
  readonly #path: () => string;

  /**
   * @param path - what the object is called in messages; asked for when one is written
   * @throws ExposureShapeError where the value is no object
   */
  constructor(value: unknown, path: () => string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ExposureShapeError(`${path().replace(/:$/, '')} is ${quote(value)}, expected an object`);
    this.#fields = asFields(value);
    this.#path = path;
  }

  /** One element of a describe call's list, which messages call by its id. */
  static resource(value: unknown, what: string, idField: string): Described {
    const id = asFields(value)[idField];
    return new Described(value, () => (typeof id === 'string' && id !== '' ? `${id}:` : `${what}:`));
  }

  /** @throws ExposureShapeError where it is neither a text nor absent */
  text(field: string): string | undefined {
    const value = this.#fields[field] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    return this.fail(field, 'a text');
  }

  /** @throws ExposureShapeError where it is no id of that kind, such as `subnet-0123abcd` */
  id(field: string, prefix: string): string {
    return this.optionalId(field, prefix) ?? this.fail(field, toIdExample(prefix));
  }

  /** @throws ExposureShapeError where it is neither absent nor an id of that kind */
  optionalId(field: string, prefix: string): string | undefined {
    const value = this.#fields[field] ?? undefined;
    if (value === undefined) return undefined;
    const pattern = ID_PATTERNS.get(prefix) ?? learnPattern(prefix);
    return typeof value === 'string' && pattern.test(value) ? value : this.fail(field, toIdExample(prefix));
  }

  /** @throws ExposureShapeError where it is neither absent nor a whole number in the range, both ends inclusive */
  integer(field: string, least: number, most: number): number | undefined {
    const value = this.#fields[field] ?? undefined;
    if (value === undefined) return undefined;
    const isInRange = typeof value === 'number' && Number.isInteger(value) && least <= value && value <= most;
    return isInRange ? value : this.fail(field, `a whole number from ${least} to ${most}`);
  }

  /** The object of a field; undefined where it is absent. @throws ExposureShapeError where it is something else */
  object(field: string): Described | undefined {
    const value = this.#fields[field] ?? undefined;
    return value === undefined ? undefined : new Described(value, () => this.#join(field));
  }

  /** The objects of a list; none where it is absent. @throws ExposureShapeError where it holds something else */
  objects(field: string): Described[] {
    const value = this.#fields[field] ?? [];
    if (!Array.isArray(value)) return this.fail(field, 'a list');
    return value.map((element, index) => new Described(element, () => this.#join(`${field}[${index}]`)));
  }

  /** @throws ExposureShapeError always */
  fail(field: string, expected: string): never {
    throw new ExposureShapeError(
      `${this.#join(field)} is ${quote(this.#fields[field] ?? undefined)}, expected ${expected}`,
    );
  }

  #join(field: string): string {
    const path = this.#path();
    return path.endsWith(':') ? `${path} ${field}` : `${path}.${field}`;
  }
}

/** Each prefix is met many thousand times. */
const ID_PATTERNS = new Map<string, RegExp>();

function learnPattern(prefix: string): RegExp {
  const pattern = new RegExp(`^${prefix}${ID_CHARACTERS}`);
  ID_PATTERNS.set(prefix, pattern);
  return pattern;
}

function toIdExample(prefix: string): string {
  return `an id such as ${prefix}-0123abcd`;
}

function quote(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value)).slice(0, LONGEST_QUOTE);
}

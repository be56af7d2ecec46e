import { describe, expect, it } from 'vitest';
import { type Definition, ParseError } from '../../functions/parsing/definition.ts';
import {
  described,
  list,
  looseObject,
  maybe,
  nullable,
  object,
  optional,
} from '../../functions/parsing/structures.ts';
import { flagText, integerText, textParsedBy } from '../../functions/parsing/text-values.ts';
import {
  anything,
  filledText,
  flag,
  integer,
  knownOr,
  matching,
  number,
  oneOf,
  text,
  time,
} from '../../functions/parsing/values.ts';

const even = textParsedBy('an even digit', value => {
  if (value === '7') throw new RangeError('odd');
  return /^[02468]$/.test(value) ? Number(value) : undefined;
});
const words = ['red', 'green', 'blue'] as const;

describe('a definition', () => {
  it.each<[string, Definition<unknown>, unknown, unknown]>([
    ['a text', text, '', ''],
    ['a filled text', filledText, ' a ', ' a '],
    ['a flag', flag, false, false],
    ['a whole number', integer(0, 5), 5, 5],
    ['a whole number without an upper end', integer(1), 2 ** 40, 2 ** 40],
    ['a number', number(0, 1), 0.5, 0.5],
    ['a time', time, '2026-11-20T10:00:00Z', new Date('2026-11-20T10:00:00Z')],
    ['a known word', oneOf(words), 'red', 'red'],
    ['a word of a later version', knownOr(words), 'violet', 'violet'],
    ['a match', matching('a letter', /^[a-z]$/), 'x', 'x'],
    ['anything', anything, undefined, undefined],
    ['a number as text', integerText(0, 900), '60', 60],
    ['a flag as text', flagText, 'false', false],
    ['a text that is parsed', even, '4', 4],
    ['null', nullable(text), null, null],
    ['a value that may be null', nullable(text), 'a', 'a'],
    ['an absent value', optional(text), undefined, undefined],
    ['null for an absent value', optional(text), null, undefined],
    ['another value where it does not count', maybe(text), 7, undefined],
    ['a list', list(integer(0)), [1, 2], [1, 2]],
    ['an object, without what is unknown', object({ a: text }), { a: 'x', b: 1 }, { a: 'x' }],
    ['an object without an optional field', object({ a: optional(text) }), {}, {}],
    ['no object at all', looseObject({ a: optional(text) }), 'text', {}],
    ['the same with a description', described('A name.', text), 'a', 'a'],
  ])('accepts %s', (_, definition, value, parsed) => expect(definition.parse(value, 'x')).toEqual(parsed));

  it.each<[Definition<unknown>, unknown, string]>([
    [text, undefined, 'x is missing, expected a text'],
    [text, null, 'x is null, expected a text'],
    [filledText, '  ', 'x is "  ", expected a text'],
    [flag, 'true', 'x is "true", expected true or false'],
    [integer(0, 5), 5.5, 'x is 5.5, expected a whole number from 0 to 5'],
    [integer(0, 5), 6, 'x is 6, expected a whole number from 0 to 5'],
    [integer(1), 0, 'x is 0, expected a whole number from 1'],
    [integer(1), '1', 'x is "1", expected a whole number from 1'],
    [number(0, 1), 1.5, 'x is 1.5, expected a number from 0 to 1'],
    [time, 'yesterday', 'x is "yesterday", expected a time in ISO 8601'],
    [time, 7, 'x is 7, expected a time in ISO 8601'],
    [oneOf(words), 'violet', 'x is "violet", expected red, green or blue'],
    [oneOf(['red']), 'blue', 'x is "blue", expected red'],
    [knownOr(words), 7, 'x is 7, expected a text'],
    [matching('a letter', /^[a-z]$/), 'xy', 'x is "xy", expected a letter'],
    [integerText(0, 900), '060', 'x is "060", expected a whole number from 0 to 900'],
    [integerText(0, 900), 60, 'x is 60, expected a whole number from 0 to 900'],
    [flagText, 'yes', 'x is "yes", expected true or false'],
    [even, '3', 'x is "3", expected an even digit'],
    [even, '7', 'x is "7", expected an even digit'],
    [nullable(text), 7, 'x is 7, expected a text or null'],
    [optional(text), 7, 'x is 7, expected a text'],
    [list(text), {}, 'x is {}, expected a list'],
    [list(text), ['a', 7], 'x[1] is 7, expected a text'],
    [object({ a: text }), 'a', 'x is "a", expected an object'],
    [object({ a: text }), {}, 'x.a is missing, expected a text'],
    [object({ a: list(object({ b: text })) }), { a: [{ b: 1 }] }, 'x.a[0].b is 1, expected a text'],
    [nullable(object({ a: text })), { a: 7 }, 'x.a is 7, expected a text'],
    [looseObject({ a: text }), null, 'x.a is missing, expected a text'],
    [text, { long: 'y'.repeat(200) }, `x is {"long":"${'y'.repeat(108)}..., expected a text`],
  ])('refuses %#: %j', (definition, value, message) => {
    expect(() => definition.parse(value, 'x')).toThrow(new ParseError(...parts(message)));
  });

  it('keeps a field that ends with a space as a prefix, and names a field without one', () => {
    const definition = object({ a: object({ b: text }) });
    expect(() => definition.parse({ a: {} }, 'rule 100: ')).toThrow('rule 100: a.b is missing');
    expect(() => definition.parse({ a: {} })).toThrow('a.b is missing');
  });

  it('throws what is no mismatch as it is', () => {
    const broken = textParsedBy('a text', () => {
      throw new TypeError('a bug');
    });
    expect(() => broken.parse('x')).toThrow(TypeError);
    expect(() => maybe(object({ a: broken })).parse({ a: 'x' })).toThrow(TypeError);
  });

  it('says in its schema what it accepts', () => {
    const definition = object({
      a: described('A name.', nullable(text)),
      b: list(integer(0, 5), 3),
      c: oneOf(words),
      d: knownOr(words),
    });
    expect(definition.schema).toEqual({
      type: 'object',
      properties: {
        a: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'A name.' },
        b: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 5 }, maxItems: 3 },
        c: { enum: words },
        d: { type: 'string', examples: words },
      },
      required: ['a', 'b', 'c', 'd'],
    });
  });
});

/** Field, value and expectation of a message. */
function parts(message: string): [string, string, string] {
  const [, field = '', found = '', expected = ''] = /^(\S+) is (.+), expected (.+)$/.exec(message) ?? [];
  return [field, found, expected];
}

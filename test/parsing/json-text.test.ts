import { expect, it } from 'vitest';
import { ParseError } from '../../functions/parsing/definition.ts';
import { parseJson } from '../../functions/parsing/json-text.ts';
import { list, looseObject } from '../../functions/parsing/structures.ts';
import { integer, text } from '../../functions/parsing/values.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

it.each(['{"a":[1,"]]"]}', '"\\"[["', nested(500), JSON.stringify({ text: '['.repeat(10_000) })])(
  'reads %.40s as JSON.parse does',
  json => expect(parseJson(json)).toEqual(JSON.parse(json)),
);

it.each([
  ['501 levels', nested(501)],
  ['100,000 lists', nested(100_000)],
  ['100,000 objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['100,000 lists that do not end', '['.repeat(100_000)],
  ['lists behind a string with an escaped quote', `["\\"",${nested(501)}]`],
])('refuses %s', (_, json) => {
  expect(() => parseJson(json)).toThrow(new SyntaxError('more than 500 nested levels'));
});

it.each(['', '{', '"\\', ']]]]'])('refuses %j as JSON.parse does', json => {
  expect(() => parseJson(json)).toThrow(SyntaxError);
});

it('lets a key change no prototype', () => {
  const parsed = parseJson('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const definition = looseObject({ polluted: text });
  expect(() => definition.parse(parsed)).toThrow(ParseError);
  expect({}).not.toHaveProperty('polluted');
});

it('shows a value in an error whatever it is', () => {
  const deep: unknown = JSON.parse(nested(100_000));
  expect(() => text.parse(deep, 'x')).toThrow('x is nested too deep to show, expected a text');
  expect(() => list(text).parse([deep], 'x')).toThrow('x[0] is nested too deep to show, expected a text');
  expect(() => integer(0).parse(JSON.parse('1e999'), 'x')).toThrow('x is Infinity, expected a whole');
  expect(() => integer(0).parse('\u202e\u009b', 'x')).toThrow('x is "\\u202e\\u009b", expected a whole');
});

import { describe, expect, test } from 'vitest';
import { matchesPattern, type Pattern } from './event-pattern.ts';

const cases: [Pattern, unknown, boolean][] = [
  [{}, { a: 'x' }, true],
  [{ a: ['x'] }, { a: 'x', b: 'y' }, true],
  [{ a: ['x', 'y'] }, { a: 'y' }, true],
  [{ a: ['x'] }, { a: 'X' }, false],
  [{ a: ['x'] }, { a: 'xx' }, false],
  [{ a: ['x'] }, {}, false],
  [{ a: ['x'] }, { a: ['w', 'x'] }, true],
  [{ a: ['x'], b: ['y'] }, { a: 'x', b: 'z' }, false],
  [{ a: { b: ['x'] } }, { a: { b: 'x' } }, true],
  [{ a: { b: ['x'] } }, { b: 'x' }, false],
  [{ a: { b: ['x'] } }, { a: null }, false],
  [{ a: { b: ['x'] } }, { a: 'x' }, false],
  [{ a: [{ exists: false }] }, {}, true],
  [{ a: [{ exists: false }] }, { a: '' }, false],
  [{ a: [{ exists: false }] }, { a: null }, false],
  [{ a: [{ exists: true }] }, { a: null }, true],
  [{ a: [{ exists: true }] }, {}, false],
  [{ a: { b: [{ exists: false }] } }, { a: {} }, true],
  [{ toString: [{ exists: false }] }, {}, true],
  [{ a: [false] }, { a: false }, true],
  [{ a: [false] }, { a: 'false' }, false],
  [{ a: [false] }, {}, false],
  [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, true],
  [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
  [{ a: [{ 'anything-but': ['x'] }] }, {}, false],
  [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
  [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'y', b: 'x' }, false],
  [{ a: ['x'], $or: [{ b: ['y'] }, { b: ['z'] }] }, { a: 'w', b: 'y' }, false],
  [{ a: [{ prefix: 'x' }] }, { a: 'xy' }, true],
  [{ a: [{ prefix: 'x' }] }, { a: 'yx' }, false],
  [{ a: [{ prefix: 'x' }] }, {}, false],
  [{ a: [{ suffix: 'y' }] }, { a: 'xy' }, true],
  [{ a: [{ suffix: 'y' }] }, { a: ['x', 'xy'] }, true],
  [{ a: [{ suffix: 'x' }] }, { a: 'xy' }, false],
  [{ a: [{ suffix: 'x' }] }, {}, false],
  [{ a: { b: ['x'] } }, { a: [{ b: 'y' }, { b: 'x' }] }, true],
  [{ a: { b: ['x'] } }, { a: [{ b: 'y' }] }, false],
  [{ a: { b: ['x'] } }, { a: [] }, false],
  [{ a: { $or: [{ b: ['y'] }, { b: ['z'] }] } }, { a: { b: 'z' } }, true],
];

describe('matchesPattern', () => {
  for (const [pattern, event, expected] of cases) {
    test(`${JSON.stringify(pattern)} ${expected ? 'matches' : 'does not match'} ${JSON.stringify(event)}`, () => {
      expect(matchesPattern(pattern, event)).toBe(expected);
    });
  }

  test.each([
    { wildcard: 'x' },
    { exists: 'false' },
    { exists: false, prefix: 'x' },
    { 'anything-but': 'x' },
  ])('refuses %j', operator => {
    const pattern = { a: [operator] } as unknown as Pattern;
    expect(() => matchesPattern(pattern, { a: 'x' })).toThrow('Unsupported in a pattern');
  });
});

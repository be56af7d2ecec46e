import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Recent } from '../../../functions/aws/members/recent.ts';

it('keeps exactly those that were asked for last', () => {
  const keys = fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 50 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 5 }), (asked, most) => {
      const recent = new Recent<string>(most);
      for (const key of asked) expect(recent.getOr(key, () => `${key}!`)).toBe(`${key}!`);
      const last = [...new Set(asked.toReversed())];
      expect(recent.size).toBe(Math.min(most, last.length));
      for (const key of last.slice(0, most).toReversed()) expect(recent.get(key)).toBe(`${key}!`);
      for (const key of last.slice(most)) expect(recent.get(key)).toBeUndefined();
    }),
  );
});

it('makes what is not at hand once', () => {
  const recent = new Recent<object>(2);
  const made = recent.getOr('a', () => ({}));
  expect(recent.getOr('a', () => ({}))).toBe(made);
  recent.delete('a');
  expect(recent.getOr('a', () => ({}))).not.toBe(made);
});

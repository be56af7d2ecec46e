import { expect, it } from 'vitest';
import { Choices } from './choices.ts';

const many = (choices: Choices) => Array.from({ length: 200 }, () => choices.pick(7));

it('a seed gives the same choices each time, and another seed gives others', () => {
  expect(many(Choices.seeded(5))).toEqual(many(Choices.seeded(5)));
  expect(many(Choices.seeded(5))).not.toEqual(many(Choices.seeded(6)));
});

it('a seed makes every choice within bounds, and none much rarer than the others', () => {
  const choices = Array.from({ length: 7_000 }, (_, seed) => Choices.seeded(seed).pick(7));
  const counts = Array.from({ length: 7 }, (_, choice) => choices.filter(one => one === choice).length);
  for (const count of counts) expect(count).toBeGreaterThan(850);
  expect(counts.reduce((sum, count) => sum + count)).toBe(7_000);
});

it('what was taken can be played again', () => {
  const first = Choices.seeded(9);
  const picked = many(first);
  expect(many(Choices.recorded(first.taken))).toEqual(picked);
});

it('behind the end of a record, every choice is the harmless one', () => {
  const choices = Choices.recorded([3]);
  expect(choices.pick(5)).toBe(3);
  expect(choices.pick(5)).toBe(0);
  expect(choices.once(2)).toBe(false);
  expect(choices.of(['fine', 'broken'])).toBe('fine');
});

it('a recorded choice that is too large for the question is the largest possible', () => {
  expect(Choices.recorded([9]).pick(3)).toBe(2);
});

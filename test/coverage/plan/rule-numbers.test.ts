import { describe, expect, it } from 'vitest';
import { numberDownwards, numberUpwards } from '../../../functions/coverage/plan/rule-numbers.ts';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('numbers upwards', () => {
  it.each([
    ['none is taken', [], 32_767, [100, 110]],
    ['some are taken', [100, 114], 32_767, [120, 130]],
    ['some behind the limit are taken', [100, 500], 500, [110, 120]],
    ['the last is right before the limit', [100], 121, [110, 120]],
    ['the last is at the limit', [100], 120, undefined],
  ])('where %s', (_, taken, before, expected) => {
    const numbered = numberUpwards(['a', 'b'], new Set(taken), before);
    expect(numbered?.map(({ ruleNumber }) => ruleNumber)).toEqual(expected);
  });
});

describe('numbers downwards', () => {
  it.each([
    ['all are free', [], { after: 0, before: 10 }, [8, 9]],
    ['some are taken', [9, 7], { after: 0, before: 10 }, [6, 8]],
    ['the lowest are free', range(3, 9), { after: 0, before: 10 }, [1, 2]],
    ['only the lowest is free', range(2, 9), { after: 0, before: 10 }, undefined],
    ['none is free', range(1, 9), { after: 0, before: 10 }, undefined],
    ['there is just room', [5], { after: 5, before: 8 }, [6, 7]],
    ['there is no room', [5], { after: 5, before: 7 }, undefined],
  ])('where %s', (_, taken, limits, expected) => {
    const numbered = numberDownwards(['a', 'b'], new Set(taken), limits);
    expect(numbered?.map(({ ruleNumber }) => ruleNumber)).toEqual(expected);
  });
});

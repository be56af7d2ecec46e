import { expect, it } from 'vitest';
import { shrink } from './shrink.ts';

const NOISE = Array.from({ length: 60 }, (_, index) => (index * 7) % 5);

it('only the choices that matter are left', async () => {
  const tape = [...NOISE, 9, ...NOISE, 8, ...NOISE];
  const fails = async (candidate: readonly number[]) => candidate.includes(9) && candidate.includes(8);
  expect(await shrink(tape, fails)).toEqual([9, 8]);
});

it('a choice whose place matters keeps its place', async () => {
  const tape = [1, 2, 3, 4, 9, 1];
  expect(await shrink(tape, async candidate => candidate[4] === 9)).toEqual([0, 0, 0, 0, 9]);
});

it('what cannot be made smaller stays as it is', async () => {
  const tape = [1, 1, 1];
  expect(await shrink(tape, async candidate => candidate.join() === '1,1,1')).toEqual([1, 1, 1]);
});

it('every smaller schedule it takes has failed', async () => {
  const asked: string[] = [];
  const fails = async (candidate: readonly number[]) => {
    if (candidate.length % 3 !== 0) return false;
    asked.push(candidate.join());
    return true;
  };
  const smallest = await shrink(NOISE, fails);
  expect(asked).toContain(smallest.join());
  expect(smallest).toEqual([]);
});

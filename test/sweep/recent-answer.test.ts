import { expect, it } from 'vitest';
import { rememberAnswer } from '../../functions/sweep/recent-answer.ts';

function started(answers: readonly (number | Error)[]) {
  let [now, reads] = [0, 0];
  const read = async () => {
    const answer = answers[reads++] ?? 0;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const ask = rememberAnswer(read, 60, () => now);
  return {
    at: (time: number) => {
      now = time;
      return ask();
    },
    reads: () => reads,
  };
}

it('reads once for all who ask in the lifetime of an answer', async () => {
  const { at, reads } = started([1, 2]);
  expect(await Promise.all([at(0), at(0), at(59)])).toEqual([1, 1, 1]);
  expect([await at(60), reads()]).toEqual([2, 2]);
});

it('reads again after a failure', async () => {
  const { at } = started([new Error('Throttling'), 2]);
  await expect(at(0)).rejects.toThrow('Throttling');
  expect(await at(1)).toBe(2);
});

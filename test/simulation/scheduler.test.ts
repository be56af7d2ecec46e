import { expect, it } from 'vitest';
import { Choices } from './choices.ts';
import { type Run, Scheduler } from './scheduler.ts';

const run = (name: string): Run => ({ name, crashed: false });

/** Two runs that make two calls each; returns the order in which the calls were carried out. */
async function interleave(choices: Choices): Promise<string> {
  const scheduler = new Scheduler(choices);
  const order: string[] = [];
  const work = async (name: string) => {
    const worker = run(name);
    for (const step of [1, 2]) await scheduler.call(worker, () => order.push(`${name}${step}`));
  };
  void work('a');
  void work('b');
  await scheduler.drain();
  return order.join(' ');
}

it('carries out all calls of all runs', async () => {
  expect((await interleave(Choices.recorded([]))).split(' ').sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
});

it('every interleaving happens for some seed', async () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 200; seed += 1) seen.add(await interleave(Choices.seeded(seed)));
  expect(seen.size).toBe(6);
});

it('a crashed run never gets an answer, and its later calls are not carried out', async () => {
  const scheduler = new Scheduler(Choices.recorded([]));
  const crashed = run('crashed');
  const done: string[] = [];
  void (async () => {
    await scheduler.call(crashed, () => {
      done.push('first');
      crashed.crashed = true;
    });
    done.push('after');
    await scheduler.call(crashed, () => done.push('second'));
  })();
  await scheduler.drain();
  expect(done).toEqual(['first']);
});

it('what a call throws is what its caller gets', async () => {
  const scheduler = new Scheduler(Choices.recorded([]));
  const call = scheduler.call(run('a'), () => {
    throw new Error('throttled');
  });
  const caught = call.catch((error: unknown) => String(error));
  await scheduler.drain();
  expect(await caught).toBe('Error: throttled');
});

it('a call that waits is carried out after its time, and others go before it', async () => {
  const scheduler = new Scheduler(Choices.recorded([]));
  const order: string[] = [];
  void scheduler.call(run('a'), () => order.push(`late at ${scheduler.now >= 60_000}`), 60_000);
  void scheduler.call(run('b'), () => order.push('soon'));
  await scheduler.drain();
  expect(order).toEqual(['soon', 'late at true']);
});

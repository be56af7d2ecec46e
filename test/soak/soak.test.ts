import { expect, test, vi } from 'vitest';
import { Account } from './account.ts';
import { fuzz } from './fuzz.ts';
import { soak } from './soak.ts';

// Small versions; `npm run test:soak` goes on for much longer.

test('mutated events end in one place each', async () => {
  const { places, faults } = await fuzz(2_000, 1);
  expect(faults).toEqual([]);
  expect(Object.keys(places).toSorted()).toEqual(
    expect.arrayContaining(['pending', 'dead letter', 'ignored', 'refused']),
  );
});

test('events end in one place each, with mixed faults', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', '');
  // The SDK waits a random share of its delays: none of them, here.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { places, faults, injected } = await soak(300, 7);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  expect(faults).toEqual([]);
  expect(injected).toBeGreaterThan(5);
  expect(Object.values(places).reduce((sum, count) => sum + count, 0)).toBe(300);
  expect(places).toMatchObject({ pending: expect.any(Number), covered: expect.any(Number) });
});

test('the account finds what is lost and what ends twice', () => {
  const account = new Account(3);
  account.settle('0', 'covered');
  account.settle('2', 'alerted');
  account.settle('2', 'dead letter');
  expect(account.faults()).toEqual(['message 1: lost', 'message 2: ended 2 times']);
  expect(account.places()).toEqual({ covered: 1, alerted: 1, 'dead letter': 1 });
});

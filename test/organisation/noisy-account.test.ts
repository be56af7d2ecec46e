import { describe, expect, it } from 'vitest';
import { type Noise, waitOfOthers } from './noisy-account.ts';

/** 85 changes in a second: what EC2 lets an account do in 17 regions; a batch takes half a second. */
const NOISE: Noise = {
  ...{ concurrency: 10, perSecond: 85, seconds: 600, batchSeconds: 0.5, noisyBatchSeconds: 0.5 },
};
const longest = (noise: Partial<Noise>) => waitOfOthers({ ...NOISE, ...noise }).at(-1) ?? Number.NaN;

describe('while one account changes 85 network ACLs in a second for ten minutes, the others wait', () => {
  it('less than two minutes with the concurrency of a hub', () => {
    expect(longest({})).toBeLessThan(120);
  });

  it('longer with that of a single account', () => {
    expect(longest({ concurrency: 2 })).toBeGreaterThan(120);
  });

  it.each([1, 1.1])('less than two minutes while its batches take %s s', noisyBatchSeconds => {
    expect(longest({ noisyBatchSeconds })).toBeLessThan(120);
  });

  // EC2 throttles the noisy account: docs/organisation.md names the parameter IgnoredAccounts.
  it('longer where its batches take 10 s', () => {
    expect(longest({ noisyBatchSeconds: 10 })).toBeGreaterThan(120);
  });
});

it('no one waits without noise', () => {
  expect(longest({ perSecond: 0 })).toBeCloseTo(0.5);
});

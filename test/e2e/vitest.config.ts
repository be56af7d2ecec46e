import { defineConfig } from 'vitest/config';

/** For main.ts, which starts what these need. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.e2e.ts'],
    reporters: ['verbose'],
    // One after the other, in one account: each test continues where the one before it ended.
    fileParallelism: false,
    bail: 1,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});

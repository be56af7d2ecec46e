import { defineConfig } from 'vitest/config';

/** The tests of the engine alone, with few enough cases of the oracle to run them for each mutant. */
export default defineConfig({
  test: {
    include: ['test/coverage/*.test.ts', 'test/oracle/hard-cases.test.ts', 'test/oracle/deep-case.test.ts'],
    testTimeout: 60_000,
  },
});

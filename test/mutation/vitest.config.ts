import { defineConfig } from 'vitest/config';

/** The tests that judge the engine alone, and few enough cases of the oracle to be run for each of its mutants. */
export default defineConfig({
  test: {
    include: ['test/coverage/*.test.ts', 'test/oracle/hard-cases.test.ts', 'test/oracle/deep-case.test.ts'],
    testTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

/** The tests of the engine alone. */
export default defineConfig({
  test: {
    include: ['test/coverage/**/*.test.ts'],
    testTimeout: 60_000,
  },
});

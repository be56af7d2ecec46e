import { defineConfig } from 'vitest/config';

/** Many more alerts than `npm test` has time for. */
export default defineConfig({
  test: {
    include: ['test/alert/forms/*.test.ts'],
    env: { ALERTS: '100000' },
    testTimeout: 3_600_000,
  },
});

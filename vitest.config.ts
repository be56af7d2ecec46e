import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/infra/run-packages.ts'],
    testTimeout: 60_000,
    // By default one core is left idle, which on two cores doubles the time.
    maxWorkers: '100%',
  },
});

import { defineConfig } from 'vitest/config';

/** Rooms whose tests compute only: they change nothing that another file could meet, so that files share their modules. */
const PURE = ['alert', 'coverage', 'oracle', 'parsing', 'reporting', 'review', 'simulation'].map(
  room => `test/${room}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    globalSetup: ['test/infra/run-packages.ts'],
    testTimeout: 60_000,
    // By default one core is left idle, which on two cores doubles the time.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'others', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});

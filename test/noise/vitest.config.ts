import { defineConfig } from 'vitest/config';

/** Minutes of work over HTTP, which `npm test` has no time for. */
export default defineConfig({
  test: { include: ['test/noise/*.noise.ts'], testTimeout: 3_600_000 },
});

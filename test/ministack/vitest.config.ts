import { defineConfig } from 'vitest/config';

/** For main.ts, which starts what these need. */
export default defineConfig({
  test: {
    include: ['test/ministack/*.ministack.ts'],
    reporters: ['verbose'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});

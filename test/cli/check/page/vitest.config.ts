import { defineConfig } from 'vitest/config';

/** The page in a real browser, which `npm test` does without. */
export default defineConfig({
  test: { include: ['test/cli/check/page/*.browser.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});

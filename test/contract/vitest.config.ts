import { defineConfig } from 'vitest/config';
import { ACCOUNT_VARIABLE } from './account-target.ts';

const isAccount = ACCOUNT_VARIABLE in process.env;
/** Peers on this machine. `npm test` runs those of them that end in `.test.ts`. */
const PEERS = [
  'test/contract/*.test.ts',
  'test/contract/moto.suite.ts',
  'test/contract/account/*.suite.ts',
  'test/moto/*.suite.ts',
];

/** What reads of an account may lag behind; peers on this machine do not. Milliseconds. */
const LAG = { timeout: 30_000, interval: 500 };

export default defineConfig({
  test: {
    include: isAccount ? ['test/contract/account.suite.ts'] : PEERS,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: '100%',
    expect: { poll: isAccount ? LAG : {} },
  },
});

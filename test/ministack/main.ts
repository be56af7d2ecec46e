// Starts MiniStack, and runs the tests against it in a process that trusts its certificate. Exit code 3, and one line: it
// cannot be installed here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonToolUnavailableError } from '../python/tools.ts';
import { startMiniStack } from './ministack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const UNAVAILABLE = 3;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function runTests(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-'));
  try {
    const miniStack = await startMiniStack(directory, await freePort());
    try {
      const vitest = join(root, 'node_modules/vitest/vitest.mjs');
      const options = ['run', '--config', 'test/ministack/vitest.config.ts', ...process.argv.slice(2)];
      const env = { ...process.env, ...miniStack.variables, MINISTACK_DIRECTORY: directory };
      const tests = spawn(process.execPath, [vitest, ...options], { cwd: root, env, stdio: 'inherit' });
      const [code] = await once(tests, 'exit');
      return code ?? 1;
    } finally {
      await miniStack.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

try {
  process.exitCode = await runTests();
} catch (error) {
  if (!(error instanceof PythonToolUnavailableError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = UNAVAILABLE;
}

// Starts moto, and runs the tests of the service as it is deployed. Exit code 1: a test failed; 3, and one line: what
// they need cannot be installed on this machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MotoError, startMoto } from '../moto/moto.ts';
import { PythonToolUnavailableError } from '../python/tools.ts';
import { lambdaRuntime, RuntimeUnavailableError } from './runtime.ts';
import { startStackRelay } from './stack-relay.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const UNAVAILABLE = 3;
/** Milliseconds between being asked to end and being killed. */
const END_TIMEOUT = 5_000;

const stop = new AbortController();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
for (const signal of signals) process.on(signal, () => stop.abort(signal));

async function testDeployed(): Promise<number> {
  const runtime = await lambdaRuntime(stop.signal);
  stop.signal.throwIfAborted();
  const moto = await startMoto();
  const stacks = await startStackRelay(moto.endpoint);
  const directory = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-'));
  try {
    const endpoints = { E2E_ENDPOINT: moto.endpoint, E2E_STACKS: stacks.endpoint };
    return await runTests({ ...endpoints, E2E_RUNTIME: runtime, E2E_DIRECTORY: directory });
  } finally {
    await stacks.close();
    await moto.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** In a process group of its own, so that it can be ended with all that it has started. */
async function runTests(variables: Readonly<Record<string, string>>): Promise<number> {
  stop.signal.throwIfAborted();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--config', 'test/e2e/vitest.config.ts', ...process.argv.slice(2)];
  const tests = spawn(process.execPath, [vitest, ...options], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const exited = once(tests, 'exit');
  stop.signal.addEventListener('abort', () => void endGroup(tests, exited));
  const [code] = await exited;
  stop.signal.throwIfAborted();
  return code ?? 1;
}

async function endGroup(tests: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (tests.pid !== undefined) process.kill(-tests.pid, signal);
    } catch {
      // All of them have ended.
    }
  };
  kill('SIGTERM');
  const late = setTimeout(() => kill('SIGKILL'), END_TIMEOUT);
  await exited;
  clearTimeout(late);
  // What was started by those that have ended.
  kill('SIGKILL');
}

function exitCodeOf(error: unknown): number {
  if (stop.signal.aborted) return 128 + constants.signals[stop.signal.reason as NodeJS.Signals];
  const unavailable = error instanceof PythonToolUnavailableError || error instanceof RuntimeUnavailableError;
  if (!unavailable && !(error instanceof MotoError)) throw error;
  process.stderr.write(`${error.message}\n`);
  return unavailable ? UNAVAILABLE : 1;
}

process.exitCode = await testDeployed().catch(exitCodeOf);
// What a signal aborted may keep the process alive, such as a connection of npm's.
process.exit();

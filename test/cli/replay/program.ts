import { spawnSync } from 'node:child_process';
import { vi } from 'vitest';
import { start } from '../../../cli/replay/start.ts';
import { SHORT_WAITS } from '../../fixtures/short-waits.ts';

/** What `npm start` runs after its build, in this process; each function has a process of its own. */
export async function run(...args: readonly string[]) {
  const written = { log: '', error: '' };
  const toWriter = (stream: keyof typeof written) => (text: string) => {
    written[stream] += `${text}\n`;
  };
  vi.stubEnv('NODE_OPTIONS', SHORT_WAITS);
  const output = { log: toWriter('log'), error: toWriter('error') };
  const status = await start(args, output).finally(() => vi.unstubAllEnvs());
  return { status, stdout: written.log, stderr: written.error };
}

/** The same in a process of its own, as a user runs it. */
export function spawned(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, NODE_OPTIONS: SHORT_WAITS, ...environment };
  return spawnSync(process.execPath, ['cli/replay/main.ts', ...args], { encoding: 'utf8', env });
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { SQSEvent } from 'aws-lambda';
import { vi } from 'vitest';
import type { Mode } from '../../functions/review/words/mode.ts';
import { SHORT_WAITS } from '../fixtures/short-waits.ts';
import { type Region, toEnvironment } from './region.ts';

const INVOKE = new URL('../../cli/replay/invoke.ts', import.meta.url);
/** It starts in a fraction of the time that its sources take. */
const BUNDLE = new URL('../../dist/guard/index.mjs', import.meta.url);

/** When the function is killed: before such a call is applied, which it then never is, or after it was. */
export interface Moment {
  readonly action: string;
  /** How many such calls the function lives through first. */
  readonly skip?: number;
  readonly applied?: boolean;
}

/** Invokes the guard in a process of its own and kills that at the given moment, as Lambda does at a time-out. */
export async function invokeAndKill(
  region: Region,
  mode: Mode,
  event: SQSEvent,
  { action, skip = 0, applied = false }: Moment,
): Promise<void> {
  const { standIn } = region;
  const child = fork(INVOKE, {
    env: { ...toEnvironment(standIn, mode), NODE_OPTIONS: SHORT_WAITS },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = (left: number): void =>
    standIn.before(action, async () => {
      if (left > 0) return kill(left - 1);
      await killNow(child);
      if (!applied) throw new Error('the caller was killed before the call');
    });
  kill(skip);
  const exited = once(child, 'exit');
  child.send({ bundle: BUNDLE.href, event });
  const [, signal] = await exited;
  if (signal !== 'SIGKILL') throw new Error(`the guard made no ${action} to be killed at`);
  // No process waits for the answer any more, so the call may still be on its way.
  await vi.waitUntil(() => region.calls(action).length > skip);
}

async function killNow(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

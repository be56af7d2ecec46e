import { fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The result of one invocation of a function. */
export interface InvocationResult {
  readonly response?: unknown;
  /** The message of the error that the handler threw. */
  readonly error?: string;
  /** The lines that the function logged, each one JSON. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Invokes a built function once, in a new process with the given environment.
 *
 * @param timeLeft - the remaining time of the invocation, in milliseconds; undefined: the function does not know it
 */
export async function invoke(
  bundle: URL,
  event: object,
  environment: Readonly<Record<string, string | undefined>>,
  timeLeft?: number,
): Promise<InvocationResult> {
  const child = fork(fileURLToPath(new URL('invoke.ts', import.meta.url)), {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  let answer: { response?: unknown; error?: string } = { error: 'the function ended without a result' };
  child.once('message', message => {
    answer = message as typeof answer;
  });
  child.send({ bundle: bundle.href, event, timeLeft });
  const outputs = [child.stdout, child.stderr].filter(stream => stream !== null);
  const [lines = '', errors = ''] = await Promise.all(outputs.map(stream => text(stream)));
  await exited;
  return { ...answer, log: `${lines}\n${errors}`.split('\n').flatMap(parseLine) };
}

function parseLine(line: string): Readonly<Record<string, unknown>>[] {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? [parsed as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}

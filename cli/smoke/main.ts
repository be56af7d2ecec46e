import { createInterface } from 'node:readline/promises';
import { createClients } from './clients.ts';
import { REAL_CLOCK } from './clock.ts';
import { smoke } from './smoke.ts';

const { stdin, stdout, stderr } = process;

// The clean-up goes on when the reader of a pipe, such as head, ends.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stderr.write(`${signal}: ${stop.signal.aborted ? 'still cleaning up' : 'cleaning up'}\n`);
    stop.abort();
  });
}

/** While readline waits, Ctrl-C is an event of readline and not a signal. It means no. */
async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stdout });
  terminal.on('SIGINT', () => stop.abort());
  try {
    const answer = await terminal.question(question, { signal: stop.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    stdout.write('\n');
    return false;
  } finally {
    terminal.close();
  }
}

process.exitCode = await smoke(process.argv.slice(2), {
  stdout,
  stderr,
  createClients,
  clock: REAL_CLOCK,
  signal: stop.signal,
  confirm: stdin.isTTY && stdout.isTTY ? confirm : undefined,
});

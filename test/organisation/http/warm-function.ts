import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SQSBatchResponse } from 'aws-lambda';
import type { Log } from '../../../functions/review/interfaces.ts';

interface FunctionAnswer {
  readonly response?: SQSBatchResponse;
  readonly error?: string;
}

/** A built function in a process of its own, which keeps what it remembers from one event to the next. */
export class WarmFunction {
  readonly #child: ChildProcess;
  readonly #linesRead: Promise<unknown>[];
  /** Rejects once the process has ended. */
  readonly #ended: Promise<never>;

  /** @param log - gets each line of the function's log; all of them once {@link end} is over */
  constructor(bundle: URL, environment: Readonly<Record<string, string | undefined>>, log: Log) {
    const process = fileURLToPath(new URL('warm-process.ts', import.meta.url));
    this.#child = fork(process, [bundle.href], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#ended = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`the function ended with ${code}`);
    });
    this.#ended.catch(() => undefined);
    const streams = [this.#child.stdout, this.#child.stderr].filter(stream => stream !== null);
    this.#linesRead = streams.map(input => {
      const lines = createInterface({ input });
      lines.on('line', line => parseLine(line, log));
      return once(lines, 'close');
    });
  }

  /** @returns the ids of the messages that failed @throws Error where the function throws, or ends */
  async handle(Records: readonly object[]): Promise<readonly string[]> {
    const answered = new Promise<FunctionAnswer>(resolve => this.#child.once('message', resolve));
    this.#child.send({ Records });
    const { response, error } = await Promise.race([answered, this.#ended]);
    if (response !== undefined) return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    throw new Error(error ?? 'the function answered nothing');
  }

  async end(): Promise<void> {
    this.#child.disconnect();
    await Promise.all(this.#linesRead);
  }
}

function parseLine(line: string, log: Log): void {
  if (line.startsWith('{')) log(JSON.parse(line));
  else throw new Error(`a line of the log is no JSON: ${line}`);
}

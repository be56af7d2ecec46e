import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pythonTool } from '../python/tools.ts';

/** A moto server for one test file: an empty account in every region. */
export interface Moto {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** moto could not be started; with its last output. */
export class MotoError extends Error {
  override name = 'MotoError';
}

type Server = ChildProcessByStdio<null, null, Readable>;

/** Milliseconds that moto may take to answer; a second is usual. */
const START_TIMEOUT = 60_000;
/** Milliseconds between being asked to end and being killed. */
const END_TIMEOUT = 5_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts moto on a free port of 127.0.0.1. It ends with this process, at the latest.
 *
 * @param program - the path of moto_server; found or installed where it is not given
 * @throws PythonToolUnavailableError where moto cannot be installed
 * @throws MotoError where it ends or hangs instead of answering
 */
export async function startMoto(program?: string): Promise<Moto> {
  const server = spawn(program ?? (await pythonTool('moto_server')), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const letGo = endWithThisProcess(server);
  const close = async () => {
    await end(server);
    letGo();
  };
  try {
    const endpoint = await announced(server);
    await fetch(`${endpoint}/moto-api/data.json`);
    return { endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The address that the server says it runs on. It chooses the port itself, so that no other process can take it in between. */
async function announced(server: Server): Promise<string> {
  const said: string[] = [];
  let endpoint: string | undefined;
  const ran = new Promise<string>((resolve, reject) => {
    // Reading never stops: the server logs each request, and would stop at a full pipe.
    createInterface(server.stderr).on('line', line => {
      if (endpoint === undefined) said.push(line);
      endpoint ??= /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
    server.once('error', error => reject(new MotoError(`moto does not start: ${error.message}`)));
    // 'close', not 'exit': by then all that it said has been read.
    server.once('close', (code, signal) => {
      reject(
        new MotoError(
          `moto ended at its start with ${signal ?? `code ${code}`}: ${said.slice(-5).join(' | ')}`,
        ),
      );
    });
  });
  const late = setTimeout(() => server.kill('SIGKILL'), START_TIMEOUT);
  return ran.finally(() => clearTimeout(late));
}

async function end(server: Server): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  const late = setTimeout(() => server.kill('SIGKILL'), END_TIMEOUT);
  server.kill();
  await exited;
  clearTimeout(late);
}

/** @returns a function that removes the listeners again */
function endWithThisProcess(server: Server): () => void {
  const kill = () => server.kill('SIGKILL');
  const onSignal = (signal: NodeJS.Signals) => {
    kill();
    letGo();
    // A listener keeps a signal from ending the process. Where no other listener exists, the signal has to end it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const letGo = () => {
    process.off('exit', kill);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on('exit', kill);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return letGo;
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pythonTool } from '../python/tools.ts';

/** Milliseconds; it starts within five seconds on an idle machine. */
const START_TIMEOUT = 60_000;

/** What a client of MiniStack needs: the account's administrator, and the certificate. */
export interface MiniStack {
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts MiniStack with permissions enforced, on this machine alone, over TLS: the policies of the stack refuse plain HTTP.
 *
 * @param directory - for its certificate and what it keeps
 * @throws PythonToolUnavailableError where it cannot be installed
 */
export async function startMiniStack(directory: string, port: number): Promise<MiniStack> {
  const program = await pythonTool('ministack');
  const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
  await promisify(execFile)('openssl', [...request, '-keyout', key, '-out', certificate]);
  const client = {
    AWS_ACCESS_KEY_ID: 'administrator',
    AWS_SECRET_ACCESS_KEY: 'administrator',
    NODE_EXTRA_CA_CERTS: certificate,
  };
  const server = spawn(program, [], {
    cwd: directory,
    env: {
      ...client,
      ...{ AUTH: 'true', USE_SSL: '1', MINISTACK_SSL_CERT: certificate, MINISTACK_SSL_KEY: key },
      ...{ BIND_HOST: '127.0.0.1', MINISTACK_HOST: '127.0.0.1', GATEWAY_PORT: `${port}` },
      ...{ TMPDIR: directory, HOME: directory, LOG_LEVEL: 'WARNING' },
      // The functions run with the Node.js of the tests.
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    },
    stdio: 'ignore',
    detached: true,
  });
  const exited = once(server, 'exit');
  const close = async () => {
    // With the processes of the functions.
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGKILL');
    await exited;
  };
  await ready(`127.0.0.1`, port, close);
  return { variables: { ...client, AWS_ENDPOINT_URL: `https://127.0.0.1:${port}` }, close };
}

async function ready(host: string, port: number, close: () => Promise<void>): Promise<void> {
  const { connect } = await import('node:net');
  for (const end = Date.now() + START_TIMEOUT; Date.now() < end; await wait(200)) {
    const socket = connect(port, host);
    const connected = await new Promise<boolean>(resolve => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (connected) return;
  }
  await close();
  throw new Error(`MiniStack did not start within ${START_TIMEOUT} ms`);
}

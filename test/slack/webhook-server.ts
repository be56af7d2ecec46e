import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What the webhook does with one request; `hangAfter` is a status that half a body follows. */
export type Answer =
  | 'hang'
  | 'reset'
  | { readonly hangAfter: number }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export const OK: Answer = { status: 200, body: 'ok' };
/** The secret part of the URL. */
export const PATH = '/services/T0SECRET1/B0SECRET2/s3cr3tT0ken';
export const SECRETS = ['T0SECRET1', 'B0SECRET2', 's3cr3tT0ken', 'services'];

/** A webhook of Slack's on this machine. */
export interface WebhookServer {
  readonly url: string;
  /** The bodies of the requests so far. */
  readonly bodies: string[];
}

/** Starts a webhook that gives each answer once, and the last again and again; it ends with the test. */
export async function startWebhook(...answers: [Answer, ...Answer[]]): Promise<WebhookServer> {
  const bodies: string[] = [];
  const waiting = [...answers];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    const answer = (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? OK;
    give(answer, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${PATH}`, bodies };
}

function give(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    request.socket.resetAndDestroy();
  } else if ('hangAfter' in answer) {
    response.writeHead(answer.hangAfter, { 'content-length': 100 }).write('half');
  } else {
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}

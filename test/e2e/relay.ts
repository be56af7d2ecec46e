import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Of HTTP/1.1 between two neighbours; each connection has its own. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'];

/** An answer that the relay gives itself. */
export interface OwnAnswer {
  readonly status: number;
  readonly text: string;
}

/** What happens to a request: its body is passed on, as it is or changed, or the relay answers. */
export type Pass = (request: IncomingMessage, body: Buffer) => Promise<Buffer | OwnAnswer>;

/** An HTTP server between clients and moto, on this machine alone. */
export class Relay {
  readonly #server: Server;

  /** @param to - the endpoint of moto */
  private constructor(to: string, pass: Pass) {
    this.#server = createServer((request, response) => {
      relay(to, pass, request, response).catch(error => response.destroy(error));
    });
  }

  static async start(to: string, pass: Pass): Promise<Relay> {
    const started = new Relay(to, pass);
    started.#server.listen(0, '127.0.0.1');
    await once(started.#server, 'listening');
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function relay(to: string, pass: Pass, request: IncomingMessage, response: ServerResponse) {
  const passed = await pass(request, await buffer(request));
  if (!Buffer.isBuffer(passed)) {
    response.writeHead(passed.status, { 'content-type': 'text/xml' }).end(passed.text);
    return;
  }
  const answer = await fetch(`${to}${request.url}`, {
    method: request.method ?? 'GET',
    headers: withoutHops(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    ...(passed.length > 0 && { body: new Uint8Array(passed) }),
  });
  const content = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, withoutHops([...answer.headers])).end(content);
}

const withoutHops = (headers: readonly [string, string][]): Record<string, string> =>
  Object.fromEntries(headers.filter(([name]) => !HOP_BY_HOP.includes(name)));

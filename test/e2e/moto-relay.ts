import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ENDPOINT } from './region.ts';

/** The filter that guard uses for network ACLs, and moto's name for it: moto does not know EC2's name. */
const FILTER = { ec2: '.Name=network-acl-id', moto: '.Name=association.network-acl-id' };

/** Of HTTP/1.1 between two neighbours; each connection has its own. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'];

/** Between the functions and moto: passes everything on unchanged except one filter, and records the calls to EC2. */
export class MotoRelay {
  readonly #server: Server;
  #ec2Actions: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#relay(request, response).catch(error => response.destroy(error));
    });
  }

  static async start(): Promise<MotoRelay> {
    const relay = new MotoRelay();
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The actions of EC2 since the last call of this method. */
  takeEc2Actions(): string[] {
    const actions = this.#ec2Actions;
    this.#ec2Actions = [];
    return actions;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = this.#translate(request, await buffer(request));
    const answer = await fetch(`${ENDPOINT}${request.url}`, {
      method: request.method ?? 'GET',
      headers: withoutHops(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const content = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, withoutHops([...answer.headers])).end(content);
  }

  #translate({ headers: { authorization = '' } }: IncomingMessage, body: Buffer): Buffer {
    if (!/\/ec2\/aws4_request/.test(authorization)) return body;
    const form = body.toString();
    this.#ec2Actions.push(new URLSearchParams(form).get('Action') ?? '');
    return Buffer.from(form.replaceAll(FILTER.ec2, FILTER.moto));
  }
}

const withoutHops = (headers: readonly [string, string][]): Record<string, string> =>
  Object.fromEntries(headers.filter(([name]) => !HOP_BY_HOP.includes(name)));

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The result of an invocation. */
export type Answer =
  | { readonly kind: 'response'; readonly response: unknown }
  /** The handler threw, or could not be loaded. */
  | { readonly kind: 'error'; readonly type: string; readonly message: string };

/** An event for the runtime, and the promise of its answer. */
interface Invocation {
  readonly id: string;
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly settle: (answer: Answer) => void;
  answer?: Answer;
}

const ROUTE =
  /^\/2018-06-01\/runtime\/(?:(init\/error)|invocation\/(next)|invocation\/([\w-]+)\/(response|error))$/;

/**
 * The server of the Lambda Runtime API for one execution environment
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): the runtime asks it for one event after another.
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #functionArn: string;
  #current: Invocation | undefined;
  /** The runtime's request for the next event, while there is none. */
  #question: ServerResponse | undefined;
  /** Why there will be no more answers. */
  #end: Answer | undefined;

  private constructor(functionArn: string) {
    this.#functionArn = functionArn;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(error => response.destroy(error));
    });
  }

  static async start(functionArn: string): Promise<RuntimeApi> {
    const api = new RuntimeApi(functionArn);
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  /** As AWS_LAMBDA_RUNTIME_API has it. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Gives the runtime an event, and answers when the runtime is done with it and asks for the next, or is gone. */
  async invoke(event: unknown, deadline: number): Promise<Answer> {
    if (this.#end) return this.#end;
    if (this.#current) throw new Error('an execution environment takes one event at a time');
    return new Promise(settle => {
      this.#current = { id: randomUUID(), event: JSON.stringify(event), deadline, settle };
      this.#give();
    });
  }

  /** The runtime is gone: its open invocation and all later ones end like this. */
  end(answer: Answer): void {
    this.#end ??= answer;
    this.#settle(this.#current?.answer ?? this.#end);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, initError, next, id, answer] = ROUTE.exec(request.url ?? '') ?? [];
    const body = await text(request);
    if (next && request.method === 'GET') return this.#next(response);
    if (request.method !== 'POST') return refuse(response, 404, `no ${request.method} ${request.url}`);
    if (initError) this.#end = toError(body);
    else if (id === undefined || id !== this.#current?.id)
      return refuse(response, 400, `no invocation ${id}`);
    else this.#current.answer = answer === 'response' ? toResponse(body) : toError(body);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  }

  #next(response: ServerResponse): void {
    // Before its next request the runtime has written all that it logs about the last event.
    if (this.#current?.answer) this.#settle(this.#current.answer);
    this.#question = response;
    this.#give();
  }

  #give(): void {
    if (!this.#question || !this.#current) return;
    const { id, deadline, event } = this.#current;
    const headers = {
      'Lambda-Runtime-Aws-Request-Id': id,
      'Lambda-Runtime-Deadline-Ms': String(deadline),
      'Lambda-Runtime-Invoked-Function-Arn': this.#functionArn,
      'Lambda-Runtime-Trace-Id': `Root=1-${Math.floor(Date.now() / 1_000).toString(16)}-${id.replaceAll('-', '').slice(0, 24)};Sampled=0`,
      'Content-Type': 'application/json',
    };
    this.#question.writeHead(200, headers).end(event);
    this.#question = undefined;
  }

  #settle(answer: Answer): void {
    const settled = this.#current;
    this.#current = undefined;
    settled?.settle(answer);
  }
}

const toResponse = (body: string): Answer => ({
  kind: 'response',
  response: body === '' ? undefined : JSON.parse(body),
});

function toError(body: string): Answer {
  const { errorType, errorMessage } = JSON.parse(body) as { errorType: string; errorMessage: string };
  return { kind: 'error', type: errorType, message: errorMessage };
}

function refuse(response: ServerResponse, status: number, errorMessage: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errorType: 'InvalidRequest', errorMessage }));
}

import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { Fault } from './faults.ts';

/** Puts the answer on the wire, spoilt in the way of the fault. */
export function deliver(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  switch (fault) {
    case 'reply-lost':
      response.destroy();
      break;
    case 'truncated':
      deliverHalf(response, answer);
      break;
    case 'empty':
      response.writeHead(200, { 'content-length': 0 }).end();
      break;
    default:
      response.writeHead(answer.status, withLength(answer)).end(answer.body);
  }
}

function deliverHalf(response: ServerResponse, answer: Answer): void {
  const half = Buffer.from(answer.body).subarray(0, Buffer.byteLength(answer.body) / 2);
  response.writeHead(answer.status, withLength(answer));
  response.write(half, () => response.destroy());
}

function withLength({ headers, body }: Answer): Record<string, string | number> {
  return { ...headers, 'content-length': Buffer.byteLength(body) };
}

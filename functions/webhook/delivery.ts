import type { Clock } from '../review/interfaces.ts';
import { readAnswer } from './answer.ts';
import { describeFailure } from './failure.ts';
import { toRetryDelay } from './retry-delay.ts';
import type { WebhookService } from './service.ts';

/** What a delivery may take. Milliseconds, but for the number of requests. */
export interface DeliveryLimits {
  readonly requests: number;
  /** For one request, the reading of its answer included. */
  readonly requestTimeout: number;
  /** For everything that one invocation posts: requests and the waits between them. */
  readonly budget: number;
}

/** All that a delivery needs from outside. */
export interface DeliveryContext {
  readonly service: WebhookService;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly limits: DeliveryLimits;
}

/** A message that a chat did not take; it says nothing of the webhook's URL, which is a secret. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}

/** What became of one request. */
type Reply =
  | { readonly kind: 'delivered' }
  /** Another request may do better, after so many milliseconds where the chat says so. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly retryAfter?: number }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Posts the message until the chat takes it, as often as the limits allow, and answers how many requests that took.
 *
 * Delivery is at least once: a message whose answer was lost is posted again, and no chat
 * has a key to recognise it.
 *
 * @param deadline - milliseconds since the epoch
 * @throws DeliveryError
 */
export async function deliver(
  url: URL,
  message: object,
  deadline: number,
  context: DeliveryContext,
): Promise<number> {
  const { clock, limits, random, service } = context;
  const body = JSON.stringify(message);
  for (let request = 1; ; request += 1) {
    const left = Math.max(1, deadline - clock.now().getTime());
    const reply = await post(url, body, Math.min(limits.requestTimeout, left), context);
    if (reply.kind === 'delivered') return request;
    const { kind, reason } = reply;
    if (kind === 'refused') throw new DeliveryError(`${service.name} refused the message: ${reason}`);
    const failed = `${service.name} did not take the message: ${reason}, request ${request} of ${limits.requests}`;
    if (request >= limits.requests) throw new DeliveryError(failed);
    const delay = reply.retryAfter ?? backOff(request, random);
    if (clock.now().getTime() + delay >= deadline) {
      throw new DeliveryError(
        `${failed}; the next would come in ${seconds(delay)}, too late for this invocation`,
      );
    }
    await clock.wait(delay);
  }
}

async function post(url: URL, body: string, timeout: number, context: DeliveryContext): Promise<Reply> {
  const { fetch, clock, service } = context;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      // An alert goes to where the operator sent it, nowhere else; and a redirected POST would become a GET.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    if (response.ok) {
      // Delivered: the rest of the answer changes nothing. Unread, it would hold the connection.
      await response.body?.cancel().catch(() => undefined);
      return { kind: 'delivered' };
    }
    const reason = `${response.status} ${await readAnswer(response, service)}`.trim();
    if (response.status !== 429 && response.status < 500) return { kind: 'refused', reason };
    const retryAfter = toRetryDelay(response.headers.get('retry-after'), clock.now());
    return { kind: 'unavailable', reason, ...(retryAfter !== undefined && { retryAfter }) };
  } catch (error) {
    return { kind: 'unavailable', reason: describeFailure(error, timeout) };
  }
}

/** Milliseconds of the first wait at its longest. */
const FIRST_WAIT = 1_000;

/** Twice as long each time, and anything from half of it: clients that failed together come back apart. */
function backOff(request: number, random: () => number): number {
  return FIRST_WAIT * 2 ** (request - 1) * (0.5 + random() / 2);
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1_000)} s`;
}

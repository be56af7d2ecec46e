import { expect, it } from 'vitest';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { createPoster } from '../../functions/webhook/post-alerts.ts';
import { GAP } from '../fixtures/alert-document.ts';

const SECOND = 1_000;
/** As infra/slack.yml sets them. */
const WORKERS = 2;
const VISIBILITY = 180 * SECOND;
const MOST_RECEIVES = 10;
/** What Slack takes. */
const A_SECOND = 1;
const BURST = 5;

/** Time that passes when all that runs waits for it. */
class ModelTime {
  now = Date.parse('2026-11-20T10:00:00Z');
  readonly #timers: { readonly at: number; readonly resolve: () => void }[] = [];

  wait(milliseconds: number): Promise<void> {
    return new Promise(resolve => void this.#timers.push({ at: this.now + milliseconds, resolve }));
  }

  async runWhile(isRunning: () => boolean): Promise<void> {
    while (isRunning()) {
      await new Promise(setImmediate);
      this.#timers.sort((one, other) => one.at - other.at);
      const next = this.#timers.shift();
      if (next === undefined) continue;
      this.now = Math.max(this.now, next.at);
      next.resolve();
    }
  }
}

/** A webhook that takes one message a second, and five at once. */
class RateLimitedSlack {
  readonly posted: string[] = [];
  readonly #time: ModelTime;
  #tokens = BURST;
  #filledAt: number;

  constructor(time: ModelTime) {
    this.#time = time;
    this.#filledAt = time.now;
  }

  readonly fetch = async (_: unknown, init: RequestInit | undefined): Promise<Response> => {
    await this.#time.wait(100);
    const passed = (this.#time.now - this.#filledAt) / SECOND;
    this.#tokens = Math.min(BURST, this.#tokens + passed * A_SECOND);
    this.#filledAt = this.#time.now;
    if (this.#tokens < 1)
      return new Response('rate_limited', { status: 429, headers: { 'retry-after': '1' } });
    this.#tokens -= 1;
    this.posted.push(String(init?.body));
    return new Response('ok');
  };
}

it('500 alerts at once reach a Slack that takes one a second, and none ends as a dead letter', async () => {
  const time = new ModelTime();
  const webhook = new RateLimitedSlack(time);
  const slack = createPoster({
    service: SLACK,
    webhookParameter: '/slack',
    webhookHosts: 'service',
    fetch: webhook.fetch as typeof fetch,
    clock: { now: () => new Date(time.now), wait: milliseconds => time.wait(milliseconds) },
    random: () => 0.5,
    limits: { requests: 3, requestTimeout: 4_000, budget: 16_000 },
    log: () => {},
  });
  const ids = Array.from({ length: 500 }, (_, index) => String(index).padStart(16, '0'));
  const queue = ids.map(id => ({ id, visibleAt: time.now, receives: 0 }));
  const deadLetters: string[] = [];
  let working = WORKERS;
  const work = async () => {
    while (queue.length > 0) {
      const index = queue.findIndex(({ visibleAt }) => visibleAt <= time.now);
      if (index < 0) {
        await time.wait(SECOND);
        continue;
      }
      const [message] = queue.splice(index, 1);
      if (message === undefined) continue;
      const { id, receives } = message;
      const event = { Records: [{ messageId: id, body: JSON.stringify({ ...GAP, id }) }] };
      const failed = await slack(event, { webhookUrl: 'https://hooks.slack.com/services/T/B/x' }).then(
        () => false,
        () => true,
      );
      if (!failed) continue;
      const again = { id, receives: receives + 1, visibleAt: time.now + VISIBILITY };
      if (again.receives < MOST_RECEIVES) queue.push(again);
      else deadLetters.push(id);
    }
    working -= 1;
  };
  const workers = Array.from({ length: WORKERS }, work);
  await time.runWhile(() => working > 0);
  await Promise.all(workers);
  const posted = ids.filter(id => webhook.posted.some(body => body.includes(id)));
  expect([posted.length, webhook.posted.length, deadLetters]).toEqual([500, 500, []]);
});

import { expect, it } from 'vitest';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { createPoster } from '../../functions/webhook/post-alerts.ts';
import { type Answer, OK, startWebhook } from '../slack/webhook-server.ts';
import { AT_ONCE, change, deliverUntilSettled } from './change-queue.ts';
import { startRegion } from './region.ts';

/** Lambda invokes a function that SNS calls once, and twice more where it fails; then it moves the event to the dead-letter queue. */
const INVOCATIONS = 3;

/** Delivers what the topic took to slack, as SNS and Lambda do. @returns where the alert ended */
async function deliverToSlack(lambdaText: string, webhookUrl: string): Promise<'delivered' | 'dead letter'> {
  const slack = createPoster({
    service: SLACK,
    webhookParameter: '/nacl-ephemeral-guard/slack-webhook',
    webhookHosts: 'service-or-loopback',
    fetch,
    clock: { now: () => new Date(), wait: async () => {} },
    random: () => 0,
    limits: { requests: 3, requestTimeout: 2_000, budget: 16_000 },
    log: () => {},
  });
  const event = { Records: [{ Sns: { MessageId: 'message-1', Message: lambdaText } }] };
  for (let invocation = 1; invocation <= INVOCATIONS; invocation++) {
    const error = await slack(event, { webhookUrl }).catch((thrown: Error) => thrown);
    if (error === undefined) return 'delivered';
  }
  return 'dead letter';
}

it.each<[string, Answer, requests: number]>([
  ['fails', { status: 503 }, 9],
  ['refuses', { status: 404, body: 'no_service' }, 3],
  ['is out of reach', 'reset', 9],
])(
  'while Slack %s, the alert ends as a dead letter of slack, and email is not affected',
  async (_, answer, requests) => {
    const region = await startRegion();
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    const texts = JSON.parse(region.standIn.published[0]?.message ?? '{}');
    const { url, bodies } = await startWebhook(answer);
    expect(await deliverToSlack(texts.lambda, url)).toBe('dead letter');
    expect(bodies).toHaveLength(requests);
    expect(texts.email).toContain('Clients get no replies from SSH (tcp/22)');
    expect(region.kinds()).toEqual(['gap']);
  },
);

it('once Slack is back, the alert is posted by the next invocation', async () => {
  const region = await startRegion();
  await deliverUntilSettled(region, change());
  const texts = JSON.parse(region.standIn.published[0]?.message ?? '{}');
  const down: Answer = { status: 503 };
  const { url, bodies } = await startWebhook(down, down, down, OK);
  expect(await deliverToSlack(texts.lambda, url)).toBe('delivered');
  expect(bodies).toHaveLength(4);
  expect(new Set(bodies).size).toBe(1);
});

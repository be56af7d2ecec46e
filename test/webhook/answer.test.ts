import { expect, it, vi } from 'vitest';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { readAnswer } from '../../functions/webhook/answer.ts';

it.each([
  ['invalid_payload', 'invalid_payload'],
  ['no_service\n', 'no_service'],
  ['', ''],
  ['no_service: https://hooks.slack.com/services/T0/B0/secret', 'an unknown answer'],
  ['INVALID_PAYLOAD', 'an unknown answer'],
  ['\u001b[31mno_service', 'an unknown answer'],
  ['<html>', 'an unknown answer'],
  ['constructor', 'an unknown answer'],
  ['x'.repeat(100_000), 'an unknown answer'],
])('of the answer %.60j is said %j', async (body, answer) => {
  expect(await readAnswer(new Response(body), SLACK)).toBe(answer);
});

it('reads no more of an answer than a word takes, and lets go of the rest', async () => {
  const cancel = vi.fn();
  let chunks = 0;
  const pull = (controller: ReadableStreamDefaultController) => {
    chunks += 1;
    controller.enqueue(new Uint8Array(600));
  };
  const endless = new ReadableStream({ pull, cancel });
  expect(await readAnswer(new Response(endless), SLACK)).toBe('an unknown answer');
  expect(chunks).toBeLessThanOrEqual(4);
  expect(cancel).toHaveBeenCalledOnce();
});

it('says nothing of an answer that breaks off', async () => {
  const broken = new ReadableStream({ pull: controller => controller.error(new Error('reset')) });
  expect(await readAnswer(new Response(broken), SLACK)).toBe('');
});

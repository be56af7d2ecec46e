import { SLACK } from '../../functions/slack/slack-service.ts';
import { readAnswer } from '../../functions/webhook/answer.ts';
import { describeFailure } from '../../functions/webhook/failure.ts';

/** The answer to a request that posts nothing; `said` has no part of the URL. */
export type Probe =
  /** Slack knows the webhook and reports that the text is missing. */
  | { readonly kind: 'alive'; readonly said: string }
  | { readonly kind: 'refused'; readonly said: string }
  | { readonly kind: 'unreachable'; readonly said: string }
  | { readonly kind: 'unclear'; readonly said: string };

/** Milliseconds. */
const TIMEOUT = 10_000;

/**
 * What Slack answers if a working webhook gets no text (api.slack.com/changelog "Improving error conditions for
 * Incoming Webhooks"; github.com/fluxcd/flagger/pull/1031; github.com/trufflesecurity/trufflehog/pull/1427).
 */
const MISSES_TEXT = /^(no_text|missing_text|missing_text_or_fallback_or_attachments|invalid_payload)$/;

/** Tests a webhook without a post: it sends an empty message, which Slack refuses. */
export async function probeWebhook(url: URL, send: typeof fetch): Promise<Probe> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return toProbe(response.status, await readAnswer(response, SLACK));
  } catch (error) {
    return { kind: 'unreachable', said: describeFailure(error, TIMEOUT) };
  }
}

function toProbe(status: number, answer: string): Probe {
  const said = `${status} ${answer}`.trim();
  if (status === 400 && MISSES_TEXT.test(answer)) return { kind: 'alive', said };
  if (status >= 500) return { kind: 'unreachable', said };
  // Slack throttles this sender, so the answer says nothing about the webhook.
  if (status === 429 || status < 300) return { kind: 'unclear', said };
  return { kind: 'refused', said };
}

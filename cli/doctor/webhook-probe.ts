import { describeFailure, redact } from '../../functions/slack/failure.ts';

/** What became of a request that posts nothing; `said` holds no part of the URL. */
export type Probe =
  /** Slack knows the webhook and misses the text of a message. */
  | { readonly kind: 'alive'; readonly said: string }
  | { readonly kind: 'refused'; readonly said: string }
  | { readonly kind: 'unreachable'; readonly said: string }
  | { readonly kind: 'unclear'; readonly said: string };

/** Milliseconds. */
const TIMEOUT = 10_000;

/**
 * What Slack answers a live webhook that is sent no text (api.slack.com/changelog "Improving error conditions for
 * Incoming Webhooks"; github.com/fluxcd/flagger/pull/1031; github.com/trufflesecurity/trufflehog/pull/1427).
 */
const MISSES_TEXT = /^(no_text|missing_text|missing_text_or_fallback_or_attachments|invalid_payload)$/;

/** Asks a webhook whether it is alive without posting a message: by an empty one, which Slack refuses to post. */
export async function probeWebhook(url: URL, send: typeof fetch): Promise<Probe> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const answer = redact(await response.text().catch(() => ''), url);
    return toProbe(response.status, answer);
  } catch (error) {
    return { kind: 'unreachable', said: describeFailure(error, TIMEOUT) };
  }
}

function toProbe(status: number, answer: string): Probe {
  const said = `${status} ${answer}`.trim();
  if (status === 400 && MISSES_TEXT.test(answer)) return { kind: 'alive', said };
  if (status >= 500) return { kind: 'unreachable', said };
  // Slack holds this sender back, for a webhook that it knows or not.
  if (status === 429 || status < 300) return { kind: 'unclear', said };
  return { kind: 'refused', said };
}

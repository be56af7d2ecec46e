/**
 * What Slack answers to a webhook's request (docs.slack.dev, "Sending messages using incoming webhooks", "Handling
 * errors", and "Rate limits"; changelog of 2016-05-17; github.com/fluxcd/flagger/pull/1031).
 */
const KNOWN_ANSWERS: ReadonlySet<string> = new Set([
  'ok',
  ...['action_prohibited', 'channel_is_archived', 'channel_not_found', 'invalid_blocks'],
  ...['invalid_blocks_format', 'invalid_payload', 'invalid_token', 'message_limit_exceeded'],
  ...['missing_text', 'missing_text_or_fallback_or_attachments', 'no_active_hooks', 'no_service'],
  ...['no_service_id', 'no_team', 'no_text', 'posting_to_general_channel_denied', 'rate_limited'],
  ...['ratelimited', 'rollup_error', 'team_disabled', 'too_many_attachments', 'user_not_found'],
]);

/** Characters that are read of an answer; those of Slack are a word. */
const LONGEST_ANSWER = 1_000;

/**
 * The answer where it is one of Slack's own. Any other can quote the URL, which is a secret, and is not repeated.
 *
 * @returns an empty text where there is no answer, or it does not end in the time of the request
 */
export async function readAnswer(response: Response): Promise<string> {
  const answer = (await readStart(response).catch(() => '')).trim();
  return answer === '' || KNOWN_ANSWERS.has(answer) ? answer : 'an unknown answer';
}

/** Leaves the rest unread, however much there is. */
async function readStart({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
}

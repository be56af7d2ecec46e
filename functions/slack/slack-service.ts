import { renderSlack } from '../alert/slack/slack.ts';
import type { WebhookService } from '../webhook/service.ts';

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

export const SLACK: WebhookService = {
  name: 'Slack',
  // Of incoming webhooks, and of those of GovSlack (docs.slack.dev, "GovSlack").
  hosts: new Set(['hooks.slack.com', 'hooks.slack-gov.com']),
  answers: KNOWN_ANSWERS,
  render: renderSlack,
};

import { parseSlackEnvironment } from '../aws/environment.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { createWebhookHandler } from '../webhook/webhook-handler.ts';
import { slackThatMentions } from './slack-service.ts';

const { webhookParameter, mention } = parseSlackEnvironment(process.env);

/** Alert topic -> Slack queue -> incoming webhook of Slack. */
export const handler = createWebhookHandler(
  slackThatMentions(mention),
  webhookParameter,
  createTelemetry('slack'),
);

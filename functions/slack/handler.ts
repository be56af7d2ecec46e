import { parseSlackEnvironment } from '../aws/environment.ts';
import { createTelemetry } from '../aws/telemetry.ts';
import { createWebhookHandler } from '../webhook/webhook-handler.ts';
import { SLACK } from './slack-service.ts';

const { webhookParameter } = parseSlackEnvironment(process.env);

/** Alert topic -> incoming webhook of Slack. */
export const handler = createWebhookHandler(SLACK, webhookParameter, createTelemetry('slack'));

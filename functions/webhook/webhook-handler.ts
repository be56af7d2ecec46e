import { setTimeout as wait } from 'node:timers/promises';
import { SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import ssm from '@middy/ssm';
import { CLIENT_SETTINGS } from '../aws/clients.ts';
import type { Log } from '../review/interfaces.ts';
import { namedParameter } from './named-parameter.ts';
import { createPoster } from './post-alerts.ts';
import type { WebhookService } from './service.ts';
import { isLoopback } from './webhook-url.ts';

/**
 * Alert topic -> incoming webhook of a chat.
 *
 * @param webhookParameter - the SSM parameter that holds the URL of the webhook
 */
export function createWebhookHandler(service: WebhookService, webhookParameter: string, log: Log) {
  return middy()
    .use(namedParameter(webhookParameter))
    .use(
      ssm({
        AwsClient: SSMClient,
        awsClientOptions: CLIENT_SETTINGS,
        fetchData: { webhookUrl: webhookParameter },
        setToContext: true,
        // Milliseconds. Lambda waits a minute before it invokes again: by then a URL that was rotated is taken up.
        cacheExpiry: 45_000,
      }),
    )
    .handler(
      createPoster({
        service,
        webhookParameter,
        // Only where the parameter, too, comes from a stand-in for AWS on this machine.
        webhookHosts: isLoopback(process.env.AWS_ENDPOINT_URL) ? 'service-or-loopback' : 'service',
        fetch,
        clock: { now: () => new Date(), wait },
        random: Math.random,
        // Of the function's own timeout of 30 seconds, reading the parameter may take 13.
        limits: { requests: 3, requestTimeout: 4_000, budget: 16_000 },
        log,
      }),
    );
}

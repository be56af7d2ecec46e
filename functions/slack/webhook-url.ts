import { DeliveryError } from './webhook.ts';

/** Of incoming webhooks, and of those of GovSlack (docs.slack.dev, "GovSlack"). */
const SLACK_HOSTS: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/** Where plain HTTP goes through no network. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether an endpoint is on this machine, as that of a stand-in for AWS is. */
export function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && URL.canParse(endpoint) && LOOPBACK.test(new URL(endpoint).hostname);
}

/** Which URLs may be those of a webhook: `slack-or-loopback` is for tests on one machine. */
export type WebhookHosts = 'slack' | 'slack-or-loopback';

/**
 * The URL of the webhook, which is a secret: whoever has it can post.
 *
 * @param parameter - the SSM parameter that holds it, for the message
 * @throws DeliveryError that does not quote the value
 */
export function parseWebhookUrl(value: unknown, parameter: string, hosts: WebhookHosts): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url && isAllowed(url, hosts)) return url;
  const found = value === undefined || value === '' ? 'no value' : 'a value that is not shown here';
  throw new DeliveryError(
    `SSM parameter ${parameter} has ${found}, expected the https:// URL of an incoming webhook of Slack`,
  );
}

/** fetch takes no URL with a user in it. */
function isAllowed(url: URL, hosts: WebhookHosts): boolean {
  const { protocol, hostname, port, username, password } = url;
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:' && port === '' && SLACK_HOSTS.has(hostname)) return true;
  return hosts === 'slack-or-loopback' && LOOPBACK.test(hostname);
}

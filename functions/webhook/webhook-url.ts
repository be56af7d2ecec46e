import { DeliveryError } from './delivery.ts';
import type { WebhookService } from './service.ts';

/** Where plain HTTP goes through no network. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether an endpoint is on this machine, as that of a stand-in for AWS is. */
export function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && URL.canParse(endpoint) && LOOPBACK.test(new URL(endpoint).hostname);
}

/** Which URLs may be those of a webhook: `service-or-loopback` is for tests on one machine. */
export type WebhookHosts = 'service' | 'service-or-loopback';

/**
 * The URL of the webhook, which is a secret: whoever has it can post.
 *
 * @param parameter - the SSM parameter that holds it, for the message
 * @throws DeliveryError that does not quote the value
 */
export function parseWebhookUrl(
  value: unknown,
  parameter: string,
  hosts: WebhookHosts,
  service: Pick<WebhookService, 'name' | 'hosts'>,
): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url && isAllowed(url, hosts, service)) return url;
  const found = value === undefined || value === '' ? 'no value' : 'a value that is not shown here';
  throw new DeliveryError(
    `SSM parameter ${parameter} has ${found}, expected the https:// URL of an incoming webhook of ${service.name}`,
  );
}

/** fetch takes no URL with a user in it. */
function isAllowed(url: URL, hosts: WebhookHosts, service: Pick<WebhookService, 'hosts'>): boolean {
  const { protocol, hostname, port, username, password } = url;
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:' && port === '' && service.hosts.has(hostname)) return true;
  return hosts === 'service-or-loopback' && LOOPBACK.test(hostname);
}

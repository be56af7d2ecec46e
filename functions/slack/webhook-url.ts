import { DeliveryError } from './webhook.ts';

/** Where plain HTTP goes through no network. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The URL of the webhook, which is a secret: whoever has it can post.
 *
 * @param parameter - the SSM parameter that holds it, for the message
 * @throws DeliveryError that does not quote the value
 */
export function parseWebhookUrl(value: unknown, parameter: string): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url && isSafe(url)) return url;
  const found = value === undefined || value === '' ? 'no value' : 'a value that is not shown here';
  throw new DeliveryError(
    `SSM parameter ${parameter} has ${found}, expected the https:// URL of an incoming webhook`,
  );
}

/** fetch takes no URL with a user in it. */
function isSafe({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

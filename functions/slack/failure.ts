import { asFields } from '../parsing/structures.ts';

/** Characters of Slack's answer; its own are a word or two, such as `invalid_payload`. */
const LONGEST_ANSWER = 100;

/** What Slack answered, on one line, short, and without any part of the URL that the answer may quote. */
export function redact(answer: string, url: URL): string {
  const secrets = [url.href, ...partsOf(url)].filter(part => part !== '');
  const longestFirst = secrets.toSorted((one, other) => other.length - one.length);
  const safe = longestFirst.reduce((text, secret) => text.replaceAll(secret, '***'), answer);
  return safe
    .replaceAll(/[^!-~]+/g, ' ')
    .trim()
    .slice(0, LONGEST_ANSWER);
}

/** The parts of the path and the query from which the URL could be rebuilt, as written and decoded. */
function partsOf({ pathname, search, hash }: URL): string[] {
  const written = [pathname, ...pathname.split('/'), ...search.slice(1).split(/[&=]/), hash.slice(1)];
  return written.flatMap(part => [part, decode(part)]);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Why no answer came, by code alone: messages and causes of fetch can name the URL, which is a secret. For the same
 * reason nothing that is thrown has a `cause`.
 */
export function describeFailure(error: unknown, timeout: number): string {
  const { name, cause } = asFields(error);
  if (name === 'TimeoutError') return `no answer within ${Math.round(timeout)} ms`;
  const { code } = asFields(cause);
  return typeof code === 'string' && /^[A-Z\d_]{1,50}$/.test(code) ? `no answer: ${code}` : 'no answer';
}

import { asFields } from '../parsing/structures.ts';

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

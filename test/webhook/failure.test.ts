import { expect, it } from 'vitest';
import { describeFailure } from '../../functions/webhook/failure.ts';

it.each<[unknown, string]>([
  [new DOMException('', 'TimeoutError'), 'no answer within 4000 ms'],
  [new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }), 'no answer: ECONNRESET'],
  [new TypeError('fetch failed', { cause: { code: 'https://hooks.slack.com' } }), 'no answer'],
  [new TypeError('cannot fetch https://hooks.slack.com/services/AB'), 'no answer'],
  [undefined, 'no answer'],
])('says of %o: %s', (error, expected) => {
  expect(describeFailure(error, 4_000)).toBe(expected);
});

import { expect, it } from 'vitest';
import { describeFailure, redact } from '../../functions/slack/failure.ts';

it.each([
  ['invalid_payload', 'invalid_payload'],
  ['no AB, no ABCD', 'no ***, no ***'],
  ['https://hooks.slack.com/services/AB/ABCD?key=a%2Fb', '***'],
  ['the key is a/b', 'the *** is ***'],
  ['line\r\nbreak \u202e\u{1f512}', 'line break'],
  ['x'.repeat(200), 'x'.repeat(100)],
])('of the answer %j keeps %j', (answer, expected) => {
  expect(redact(answer, new URL('https://hooks.slack.com/services/AB/ABCD?key=a%2Fb'))).toBe(expected);
});

it.each<[unknown, string]>([
  [new DOMException('', 'TimeoutError'), 'no answer within 4000 ms'],
  [new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }), 'no answer: ECONNRESET'],
  [new TypeError('fetch failed', { cause: { code: 'https://hooks.slack.com' } }), 'no answer'],
  [new TypeError('cannot fetch https://hooks.slack.com/services/AB'), 'no answer'],
  [undefined, 'no answer'],
])('says of %o: %s', (error, expected) => {
  expect(describeFailure(error, 4_000)).toBe(expected);
});

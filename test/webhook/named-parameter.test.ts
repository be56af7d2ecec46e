import { expect, it } from 'vitest';
import { namedParameter } from '../../functions/webhook/named-parameter.ts';

const SECRET = 'https://hooks.slack.com/services/T0SECRET1';
const fault = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException', $fault: 'client' });

async function replaced(error: Error): Promise<unknown> {
  const request = { error } as Parameters<NonNullable<ReturnType<typeof namedParameter>['onError']>>[0];
  await namedParameter('/webhook').onError?.(request);
  return request.error;
}

it.each<[string, Error, string]>([
  ['a refusal', fault, 'AccessDeniedException: not authorized'],
  [
    'a missing parameter',
    new Error('InvalidParameter /webhook', { cause: { package: '@middy/ssm' } }),
    'InvalidParameter /webhook',
  ],
  ['an answer that cannot be parsed', new SyntaxError(`Unexpected token in "${SECRET}"`), 'SyntaxError'],
])('says which parameter could not be read because of %s', async (_, reason, expected) => {
  const error = await replaced(new Error('Failed to resolve internal values', { cause: { data: [reason] } }));
  expect(error).toEqual(new Error(`SSM parameter /webhook could not be read: ${expected}`));
  expect(error).not.toHaveProperty('cause');
});

it('leaves other errors alone', async () => {
  const error = new Error('Slack refused the message');
  expect(await replaced(error)).toBe(error);
});

import { createHash } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { expectRefusal } from './network-acl-steps.ts';

/** What SQS does with the message of a sweep that continues. */
export function promiseQueue(promise: DeclarePromise): void {
  const send = ({ sqs, queueUrl }: ContractTarget, MessageBody: string, suffix = '') =>
    sqs.send(new SendMessageCommand({ QueueUrl: queueUrl + suffix, MessageBody }));

  promise('send takes a message, and answers its id and the MD5 of its text', async target => {
    const body = '{"progress":{"nextToken":"Antwort \u{1f512} & <b>"}}';
    expect(await send(target, body)).toMatchObject({
      MessageId: expect.stringMatching(/^[\da-f-]{36}$/),
      MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
    });
  });

  promise('send refuses a message without text', async target => {
    await expectRefusal(send(target, ''), /^Missing(Required)?Parameter/);
  });

  promise('send refuses an unknown queue', async target => {
    await expectRefusal(send(target, 'text', '-that-is-not-there'), 'QueueDoesNotExist');
  });
}

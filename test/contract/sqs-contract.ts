import { createHash } from 'node:crypto';
import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
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

  promise('a batch takes messages of several groups in a standard queue', async ({ sqs, queueUrl }) => {
    const Entries = ['111111111111', '222222222222'].map((MessageGroupId, index) => ({
      ...{ Id: `${index}`, MessageGroupId, MessageBody: `{"member":{"account":"${MessageGroupId}"}}` },
    }));
    const { Successful = [], Failed } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
    );
    expect(Successful.map(({ Id }) => Id).toSorted()).toEqual(['0', '1']);
    expect(Failed ?? []).toEqual([]);
  });

  promise('send refuses a message without text', async target => {
    await expectRefusal(send(target, ''), /^Missing(Required)?Parameter/);
  });

  promise('send refuses an unknown queue', async target => {
    await expectRefusal(send(target, 'text', '-that-is-not-there'), 'QueueDoesNotExist');
  });
}

import { PublishCommand, type PublishCommandInput } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { expectRefusal } from './network-acl-steps.ts';

const MAX_BYTES = 262_144;
const SEVERITY = { severity: { DataType: 'String', StringValue: 'high' } } as const;

type Publish = Partial<PublishCommandInput>;

const TAKEN: Readonly<Record<string, Publish>> = {
  'a message of 262,144 bytes': { Message: 'x'.repeat(MAX_BYTES) },
  'a subject of 99 characters': { Subject: 'x'.repeat(99) },
  'a subject beyond ASCII': { Subject: 'Gefährdet' },
  'a message in any language': { Message: 'Antworten erreichen niemanden \u{1f512}\n<b>&</b>' },
  'a text for each protocol': {
    MessageStructure: 'json',
    Message: '{"default":"text","email":"mail","sms":1}',
  },
  attributes: { MessageAttributes: SEVERITY },
};

const REFUSED: Readonly<Record<string, Publish>> = {
  'an empty message': { Message: '' },
  'a message of 262,145 bytes': { Message: 'x'.repeat(MAX_BYTES + 1) },
  'a message of fewer characters but too many bytes': { Message: '€'.repeat(MAX_BYTES / 3 + 1) },
  'a message that its attributes make too long': {
    Message: 'x'.repeat(MAX_BYTES),
    MessageAttributes: SEVERITY,
  },
  'an empty subject': { Subject: '' },
  'a subject of more than 100 characters': { Subject: 'x'.repeat(101) },
  'a subject with a line break': { Subject: 'one\ntwo' },
  'a subject with a control character': { Subject: 'one\u0007two' },
  'JSON that does not parse': { MessageStructure: 'json', Message: '{"default":' },
  'JSON that is no object': { MessageStructure: 'json', Message: '"default"' },
  'JSON without a default': { MessageStructure: 'json', Message: '{"email":"mail"}' },
  'JSON whose default is no string': { MessageStructure: 'json', Message: '{"default":{"text":1}}' },
  'an unknown message structure': { MessageStructure: 'yaml' },
};

/** What SNS takes and what it refuses. */
export function promisePublish(promise: DeclarePromise): void {
  const publish = ({ sns, topicArn }: ContractTarget, input: Publish) =>
    sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'text', ...input }));

  for (const [title, input] of Object.entries(TAKEN)) {
    promise(`publish takes ${title}`, async target => {
      expect(await publish(target, input)).toMatchObject({
        MessageId: expect.stringMatching(/^[\da-f-]{36}$/),
      });
    });
  }

  for (const [title, input] of Object.entries(REFUSED)) {
    promise(`publish refuses ${title}`, async target => {
      await expectRefusal(publish(target, input), 'InvalidParameterException');
    });
  }

  promise('publish refuses an attribute without a value', async target => {
    const MessageAttributes = { vpc: { DataType: 'String', StringValue: '' } };
    await expectRefusal(publish(target, { MessageAttributes }), 'InvalidParameterValueException');
  });

  promise('publish refuses an unknown topic', async target => {
    const call = publish(target, { TopicArn: `${target.topicArn}-that-is-not-there` });
    await expect(call).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
}

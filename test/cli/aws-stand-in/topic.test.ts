import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { startRegion, TOPIC_ARN } from './region.ts';

test('a published message is kept as it was sent', async () => {
  const { publish, standIn } = await startRegion();
  const Message = '{"default":"Antworten <b>&\u{1f512}","email":"line 1\\nline 2"}';
  const answer = await publish({
    Message,
    MessageStructure: 'json',
    Subject: 'Replies blocked: acl-1 & more',
    MessageAttributes: {
      severity: { DataType: 'String', StringValue: 'high' },
      count: { DataType: 'Number', StringValue: '2' },
      digest: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) },
    },
  });
  expect(standIn.published).toEqual([
    {
      topicArn: TOPIC_ARN,
      subject: 'Replies blocked: acl-1 & more',
      message: Message,
      messageStructure: 'json',
      attributes: {
        severity: { dataType: 'String', value: 'high' },
        count: { dataType: 'Number', value: '2' },
        digest: { dataType: 'Binary', value: 'AQ==' },
      },
      messageId: (answer as { MessageId?: string }).MessageId,
    },
  ]);
});

test('a message may do without subject, structure and attributes', async () => {
  const { publish, standIn } = await startRegion();
  await publish();
  expect(standIn.published).toMatchObject([
    { subject: undefined, message: 'text', messageStructure: undefined, attributes: {} },
  ]);
});

test.each([
  ['a subject of 100 characters', { Subject: 'x'.repeat(100) }],
  ['a subject that begins with a space', { Subject: ' x' }],
  ['no topic', { TopicArn: undefined }],
])('%s is refused, and nothing is kept', async (_, input) => {
  const { publish, standIn } = await startRegion();
  await expect(publish(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(standIn.published).toEqual([]);
});

test('an attribute of an unknown type is refused', async () => {
  const { publish } = await startRegion();
  const MessageAttributes = { flag: { DataType: 'Boolean', StringValue: 'true' } };
  await expect(publish({ MessageAttributes })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

test('an action that it does not know is invalid', async () => {
  const { sns } = await startRegion();
  await expect(sns.send(new ListTopicsCommand())).rejects.toMatchObject({ name: 'InvalidAction' });
});

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { AlertTopic } from '../../functions/aws/alert-topic.ts';
import { gapAlert } from '../fixtures/alerts.ts';

it('publishes a text for each protocol, with attributes to filter by', async () => {
  const sns = mockClient(SNSClient).on(PublishCommand).resolves({});
  const topic = new AlertTopic(
    () => new SNSClient({}),
    'arn:aws:sns:us-east-1:123456789012:alerts',
    ({ id, mode }) => ({
      subject: `subject ${id}`,
      texts: { default: 'text', lambda: '{}' },
      attributes: { mode },
    }),
  );
  await topic.publish(gapAlert([], { id: 'id-1', mode: 'opt-in' }));

  expect(sns.call(0).args[0].input).toEqual({
    TopicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
    Subject: 'subject id-1',
    MessageStructure: 'json',
    Message: '{"default":"text","lambda":"{}"}',
    MessageAttributes: { mode: { DataType: 'String', StringValue: 'opt-in' } },
  });
});

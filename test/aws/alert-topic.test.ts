import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { AlertTopic } from '../../functions/aws/alert-topic.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { Alert } from '../../functions/review/interfaces.ts';
import { ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';

it('publishes the rendered alert with attributes to filter by', async () => {
  const sns = mockClient(SNSClient).on(PublishCommand).resolves({});
  const entries = ingress('100 allow tcp 22 0.0.0.0/0');
  const alert: Alert = {
    id: 'id-1',
    kind: 'gap',
    account: '123456789012',
    region: 'us-east-1',
    mode: 'opt-in',
    networkAcl: networkAcl(entries, { vpcId: '' }),
    coverage: evaluateCoverage(entries, SETTINGS),
    since: new Date(0),
  };
  const renderers = { subject: ({ id }: Alert) => `subject ${id}`, text: ({ id }: Alert) => `text ${id}` };
  await new AlertTopic(new SNSClient({}), 'arn:aws:sns:us-east-1:123456789012:alerts', renderers).publish(
    alert,
  );

  const value = (StringValue: string) => ({ DataType: 'String', StringValue });
  expect(sns.call(0).args[0].input).toEqual({
    TopicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
    Subject: 'subject id-1',
    Message: 'text id-1',
    // SNS refuses an attribute without a value: the VPC is unknown here.
    MessageAttributes: {
      kind: value('gap'),
      severity: value('high'),
      status: value('gap'),
      account: value('123456789012'),
      region: value('us-east-1'),
      mode: value('opt-in'),
    },
  });
});

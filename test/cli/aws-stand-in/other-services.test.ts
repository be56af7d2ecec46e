import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { type AnswerOther, ServiceError } from '../../../cli/aws-stand-in/stand-in.ts';
import { startRegion } from './region.ts';

async function startOthers(answerOther: AnswerOther) {
  const region = await startRegion({ answerOther });
  const { endpoint } = region.standIn;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  return {
    ...region,
    cloudFormation: new CloudFormationClient(config),
    eventBridge: new EventBridgeClient(config),
  };
}

describe('a service without state', () => {
  test('answers in the query protocol what the test says', async () => {
    const CreationTime = new Date('2026-11-22T12:00:00Z');
    const stack = { StackName: 'guard', CreationTime, StackStatus: 'CREATE_COMPLETE', Outputs: [] };
    const { cloudFormation, standIn } = await startOthers(({ action, parameters }) =>
      action === 'DescribeStacks' ? { Stacks: [{ ...stack, StackName: parameters.StackName }] } : undefined,
    );
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'a & b' }));
    expect(Stacks).toMatchObject([{ ...stack, StackName: 'a & b' }]);
    expect(standIn.calls).toMatchObject([{ service: 'unknown', action: 'DescribeStacks', outcome: 'ok' }]);
  });

  test('answers in the JSON protocol', async () => {
    const disabled: unknown[] = [];
    const { eventBridge } = await startOthers(({ action, parameters, caller }) => {
      disabled.push([action, parameters.Name, caller.account, caller.region]);
      return {};
    });
    await eventBridge.send(new DisableRuleCommand({ Name: 'change' }));
    expect(disabled).toEqual([['DisableRule', 'change', '123456789012', 'us-east-1']]);
  });

  test.each(['cloudFormation', 'eventBridge'] as const)('refuses in the protocol of %s', async client => {
    const region = await startOthers(() => {
      throw new ServiceError('AccessDenied', 403, 'not allowed');
    });
    const call =
      client === 'cloudFormation'
        ? region.cloudFormation.send(new DescribeStacksCommand({}))
        : region.eventBridge.send(new DisableRuleCommand({ Name: 'change' }));
    await expect(call).rejects.toMatchObject({ name: 'AccessDenied', message: 'not allowed' });
  });

  test('is unknown where the test does not answer', async () => {
    const { eventBridge } = await startOthers(() => undefined);
    const call = eventBridge.send(new DisableRuleCommand({ Name: 'change' }));
    await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  });
});

test('calls about another queue are answered by the test', async () => {
  const Attributes = { ApproximateNumberOfMessages: '3' };
  const { sqs, sendMessage, standIn } = await startOthers(({ action }) =>
    action === 'GetQueueAttributes' ? { Attributes } : undefined,
  );
  const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/other';
  expect(await sqs.send(new GetQueueAttributesCommand({ QueueUrl }))).toMatchObject({ Attributes });
  await sendMessage();
  expect(standIn.queued).toHaveLength(1);
});

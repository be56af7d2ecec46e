import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODES } from '../../functions/review/words/mode.ts';
import { makeGap, nextAlert, reportChange, subscribe } from './network.ts';
import { deployByOsls } from './osls.ts';
import { aws } from './region.ts';
import { deployByTemplate } from './single-file.ts';
import type { Deployed } from './stack.ts';

/** Exposure would need interfaces, which MiniStack makes for no service. */
const ALWAYS = { settleSeconds: '0', readExposure: 'false', minSeverity: 'low', email: 'you@example.com' };

const ways = { 'npm run deploy': deployByOsls, 'the single file': deployByTemplate };
const cases = Object.entries(ways).flatMap(([way, deploy]) => MODES.map(mode => ({ way, deploy, mode })));

describe.each(cases)('$way, in $mode mode', ({ deploy, mode }) => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await deploy({ ...ALWAYS, mode });
  });

  test('a change ends as an alert: queue, guard, table, sweep, topic and subscriber, with permissions enforced', async () => {
    const alerts = await subscribe(deployed.idOf('AlertTopic'), `alerts-${Date.now()}`);
    const networkAclId = await makeGap();
    await reportChange(deployed.idOf('ChangeQueue'), networkAclId);
    expect(await nextAlert(alerts)).toContain(networkAclId);
  });

  test('the email address is subscribed', async () => {
    const TopicArn = deployed.idOf('AlertTopic');
    const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toContainEqual(
      expect.objectContaining({ Protocol: 'email', Endpoint: ALWAYS.email }),
    );
  });

  test('removal leaves nothing', async () => {
    await deployed.remove();
    const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}));
    const { QueueUrls = [] } = await aws.sqs.send(new ListQueuesCommand({ QueueNamePrefix: deployed.name }));
    const { Stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
    expect(Functions.filter(({ FunctionName }) => FunctionName?.startsWith(deployed.name))).toEqual([]);
    expect(QueueUrls).toEqual([]);
    const left = Stacks.filter(
      each => each.StackName === deployed.name && each.StackStatus !== 'DELETE_COMPLETE',
    );
    expect(left).toEqual([]);
  });

  afterAll(() => deployed?.remove().catch(() => undefined));
});

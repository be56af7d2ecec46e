import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../fixtures/shell.ts';
import { type Account, idOf, NOW, REGION, serviceError, WEBHOOK } from './account.ts';
import { current, denied, render, states, table } from './broken-account.ts';

describe('queues', () => {
  const aged = (logicalId: string, seconds: number | undefined) => (one: Account) => {
    one.fill(logicalId, 1, 1, 1);
    one.metric(seconds === undefined ? {} : { ApproximateAgeOfOldestMessage: [[NOW, seconds]] });
  };
  table('queues', [
    ['empty', () => undefined, /^ok: all 4 dead-letter queues are empty$/],
    [
      'settling changes',
      aged('ChangeQueue', 50),
      /^ok: the change queue holds 3 messages; the oldest is 50 seconds old$/,
    ],
    [
      'changes without a metric yet',
      aged('ChangeQueue', undefined),
      /^ok: the change queue holds 3 messages, at most a few minutes old$/,
    ],
    [
      'late changes',
      aged('ChangeQueue', 3_600),
      /^problem: the change queue holds 3 messages; the oldest is 60 minutes old -> see docs\/operations.md#late-reviews/,
    ],
    ['a running sweep', aged('SweepQueue', 3_600), /^ok: the sweep queue/],
    [
      'a late sweep',
      aged('SweepQueue', 7_200),
      /^problem: the sweep queue holds 3 messages; the oldest is 2 hours old/,
    ],
    [
      'an age without the permission to read it',
      one => {
        one.fill('ChangeQueue', 2);
        one.cloudWatch.on(GetMetricDataCommand).rejects(denied());
      },
      /^warning: cannot check how old the 2 messages of the change queue are: the permission cloudwatch:GetMetricData is missing/,
    ],
    [
      'failed reviews',
      one => one.fill('ChangeDeadLetterQueue', 1),
      /^problem: the change dead-letter queue holds 1 message of changes that the guard could not review -> .+start-message-move-task --source-arn arn:aws:sqs:eu-central-1:111122223333:\S+ChangeDeadLetterQueue\S+ --region eu-central-1 \(docs\/operations.md#redrive\)$/,
    ],
    [
      'undelivered changes',
      one => one.fill('RuleDeadLetterQueue', 0, 0, 2),
      /^problem: the rule dead-letter queue holds 2 messages that did not reach.+send-message --message-body '\{\}' --queue-url \S+SweepQueue\S+ .+purge-queue/,
    ],
    [
      'failed sweeps',
      one => one.fill('SweepDeadLetterQueue', 1),
      /^problem: the sweep dead-letter queue holds 1 message of sweeps/,
    ],
    [
      'alerts that Slack did not receive',
      one => one.fill('SlackDeadLetterQueue', 1),
      /^problem: the Slack dead-letter queue holds 1 message that Slack did not receive/,
    ],
    [
      'one of four',
      one => one.fill('SlackDeadLetterQueue', 1),
      /^ok: the other 3 dead-letter queues are empty$/,
    ],
    ['no tampering', () => undefined, /^(?!.*never makes)/],
    [
      'tampering',
      one => one.fill('TamperQueue', 2),
      /^problem: the guard's roles made 2 calls that the guard never makes -> see docs\/operations.md#tampering/,
    ],
    [
      'gone',
      one =>
        void one.sqs
          .on(GetQueueAttributesCommand, { QueueUrl: idOf('ChangeQueue') }, false)
          .rejects(serviceError('QueueDoesNotExist')),
      /^problem: cannot check what is in the change queue: it does not exist/,
    ],
  ]);
});

describe('subscriptions', () => {
  const email = (Endpoint: string, SubscriptionArn = 'PendingConfirmation') => ({
    Protocol: 'email',
    Endpoint,
    SubscriptionArn,
  });
  const slack = {
    Protocol: 'lambda',
    Endpoint: `arn:aws:lambda:${REGION}:1:function:${idOf('SlackLambdaFunction')}`,
    SubscriptionArn: 'arn:2',
  };
  const https = {
    Protocol: 'https',
    Endpoint: 'https://global.sns-api.chatbot.amazonaws.com/?secret=1',
    SubscriptionArn: 'arn:3',
  };
  const topic =
    (...Subscriptions: object[]) =>
    (one: Account) =>
      void one.sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions });
  table('subscriptions', [
    ['confirmed', () => undefined, /^ok: alerts go to you@example.com \(email\)$/],
    [
      'several',
      topic(email('a@b.c', 'arn:1'), slack, https),
      /^ok: alerts go to a@b.c \(email\), \S+SlackLambdaFunction\S* \(lambda\) and global.sns-api.chatbot.amazonaws.com \(https\)$/,
    ],
    ['none', topic(), /^problem: no one receives alerts: the topic has no subscription -> aws sns subscribe/],
    ['deleted', topic(email('a@b.c', 'Deleted')), /^problem: no one receives/],
    [
      'all pending',
      topic(email('a@b.c')),
      /^problem: no one receives alerts yet: a@b.c has not confirmed the subscription -> click/,
    ],
    [
      'some pending',
      topic(email('a@b.c', 'arn:1'), email('d@e.f')),
      /^warning: d@e.f has not confirmed.+--notification-endpoint d@e.f/,
    ],
    ['Slack alone', topic(slack), /^warning: no one receives the alarms about the guard itself/],
    [
      'gone',
      one => void one.sns.on(ListSubscriptionsByTopicCommand).rejects(serviceError('NotFoundException', 404)),
      /^problem: cannot check who receives the alerts: it does not exist/,
    ],
  ]);

  it('are read page by page', async () => {
    current.account.sns
      .on(ListSubscriptionsByTopicCommand)
      .callsFake(({ NextToken }) =>
        NextToken
          ? { Subscriptions: [email('z@y.x', 'arn:9')] }
          : { Subscriptions: [email('a@b.c')], NextToken: 'more' },
      );
    expect(states(await current.account.check('subscriptions'))).toEqual(['ok', 'warning']);
  });

  it('end with a problem where a page is repeated', async () => {
    current.account.sns
      .on(ListSubscriptionsByTopicCommand)
      .resolves({ Subscriptions: [email('a@b.c')], NextToken: 'more' });
    const [result] = await current.account.check('subscriptions');
    expect(result).toMatchObject({
      state: 'problem',
      says: expect.stringContaining('sns:ListSubscriptionsByTopic failed: RepeatedTokenError'),
    });
  });

  it.each(['a`id`@b.c', "o'x$(id)@b.c", '{a,b}|id&@b.c'])(
    'give a command that has the address %s as one word',
    async address => {
      topic(email(address, 'PendingConfirmation'))(current.account);
      const [, command = ''] =
        /(aws sns subscribe .+)$/.exec((await current.account.check('subscriptions')).map(render).join()) ??
        [];
      const [words = []] = splitWords(`${command}\n`);
      expect(words[words.indexOf('--notification-endpoint') + 1]).toBe(address);
    },
  );
});

describe('slack', () => {
  const answers = (status: number, text: string) => (one: Account) =>
    void one.fetch.mockResolvedValue(new Response(text, { status }));
  const holds = (Parameter: object | undefined) => (one: Account) =>
    void one.ssm.on(GetParameterCommand).resolves({ Parameter });
  const fails = (error: Error) => (one: Account) => void one.fetch.mockRejectedValue(error);
  table('slack', [
    ['alive', () => undefined, /^ok: the webhook in \/nacl\/slack works \(answer: 400 no_text\)$/],
    ['alive, with another answer', answers(400, 'invalid_payload'), /^ok/],
    ['alive, with a newer answer', answers(400, 'missing_text_or_fallback_or_attachments'), /^ok/],
    [
      'revoked',
      answers(404, 'no_service'),
      /^problem: Slack does not accept the webhook in \/nacl\/slack: 404 no_service -> create a new/,
    ],
    ['disabled', answers(403, 'no_active_hooks'), /^problem: .+403 no_active_hooks/],
    ['revoked with a 400', answers(400, 'no_service'), /^problem: Slack does not accept/],
    ['an archived channel', answers(410, 'channel_is_archived'), /^problem/],
    ['redirected', answers(302, ''), /^problem: Slack does not accept/],
    ['too many requests', answers(429, 'rate_limited'), /^warning/],
    [
      'an unexpected answer',
      answers(200, 'ok'),
      /^warning: the webhook in \/nacl\/slack gave an unexpected answer: 200 ok/,
    ],
    [
      'down',
      answers(503, 'busy'),
      /^problem: this machine cannot reach the webhook in \/nacl\/slack: 503 an unknown answer/,
    ],
    [
      'no connection',
      fails(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })),
      /^problem: this machine cannot reach .+: no answer: ECONNREFUSED/,
    ],
    [
      'no answer in time',
      fails(Object.assign(new Error('x'), { name: 'TimeoutError' })),
      /^problem: .+no answer within 10000 ms/,
    ],
    [
      'no parameter',
      one => void one.ssm.on(GetParameterCommand).rejects(serviceError('ParameterNotFound')),
      /^problem: the SSM parameter \/nacl\/slack does not exist -> aws ssm put-parameter/,
    ],
    [
      'a parameter that is not encrypted',
      holds({ Type: 'String', Value: WEBHOOK }),
      /^problem: .+is a String, expected a SecureString.+delete-parameter/,
    ],
    [
      'a parameter that is no URL',
      holds({ Type: 'SecureString', Value: 'verysecretindeed' }),
      /^problem: SSM parameter \/nacl\/slack has a value that is not shown here, expected the https/,
    ],
    ['an empty answer', holds(undefined), /^problem: SSM parameter \/nacl\/slack has no value/],
    [
      'a webhook of another service',
      holds({ Type: 'SecureString', Value: 'https://example.com/hook' }),
      /^problem: SSM parameter \/nacl\/slack has a value that is not shown here, expected the https.+ of Slack/,
    ],
    [
      'a webhook that starts a workflow',
      holds({ Type: 'SecureString', Value: 'https://hooks.slack.com/triggers/T0/1/secret' }),
      /^warning: the URL in the SSM parameter \/nacl\/slack is not an incoming webhook of Slack, so it was not tested/,
    ],
    [
      'a parameter without the permission to read it',
      one => void one.ssm.on(GetParameterCommand).rejects(denied()),
      /^warning: cannot check the SSM parameter \/nacl\/slack: the permission ssm:GetParameter is missing/,
    ],
    [
      'a key without the permission to use it',
      one =>
        void one.ssm
          .on(GetParameterCommand)
          .rejects(
            serviceError(
              'AccessDeniedException',
              400,
              'User: arn is not authorized to perform: kms:Decrypt on the resource',
            ),
          ),
      /^warning: .+the permission kms:Decrypt is missing/,
    ],
  ]);

  it('gets no message, and no result quotes its URL', async () => {
    answers(404, `no_service ${WEBHOOK} verysecretindeed`)(current.account);
    const text = (await current.account.check('slack')).map(render).join('\n');
    expect(text).not.toMatch(/SECRET|verysecretindeed/);
    const [, request] = current.account.fetch.mock.calls[0] ?? [];
    expect(request).toMatchObject({ method: 'POST', body: '{}', redirect: 'manual' });
  });
});

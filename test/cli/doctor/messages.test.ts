import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { type Account, idOf, NOW, REGION, serviceError, WEBHOOK } from './account.ts';
import { current, denied, render, states, table } from './spoilt-account.ts';

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
      /^ok: change queue holds 3 messages, the oldest 50 seconds old$/,
    ],
    [
      'changes that nobody measured yet',
      aged('ChangeQueue', undefined),
      /^ok: change queue holds 3 messages, a few minutes old at most$/,
    ],
    [
      'late changes',
      aged('ChangeQueue', 3_600),
      /^problem: change queue holds 3 messages, the oldest 60 minutes old -> see docs\/operations.md#late-reviews/,
    ],
    ['a sweep under way', aged('SweepQueue', 3_600), /^ok: sweep queue/],
    [
      'a late sweep',
      aged('SweepQueue', 7_200),
      /^problem: sweep queue holds 3 messages, the oldest 2 hours old/,
    ],
    [
      'an age that nobody may know',
      one => {
        one.fill('ChangeQueue', 2);
        one.cloudWatch.on(GetMetricDataCommand).rejects(denied());
      },
      /^warning: cannot tell how old the 2 messages of the change queue are: the permission cloudwatch:GetMetricData is missing/,
    ],
    [
      'failed reviews',
      one => one.fill('ChangeDeadLetterQueue', 1),
      /^problem: change dead-letter queue holds 1 message whose review failed every time -> .+start-message-move-task --source-arn arn:aws:sqs:eu-central-1:111122223333:\S+ChangeDeadLetterQueue\S+ --region eu-central-1 \(docs\/operations.md#redrive\)$/,
    ],
    [
      'undelivered changes',
      one => one.fill('RuleDeadLetterQueue', 0, 0, 2),
      /^problem: rule dead-letter queue holds 2 messages that did not reach.+send-message --message-body '\{\}' --queue-url \S+SweepQueue\S+ .+purge-queue/,
    ],
    [
      'failed sweeps',
      one => one.fill('SweepDeadLetterQueue', 1),
      /^problem: sweep dead-letter queue holds 1 message of sweeps/,
    ],
    [
      'alerts that Slack did not get',
      one => one.fill('SlackDeadLetterQueue', 1),
      /^problem: Slack dead-letter queue holds 1 message that Slack did not get/,
    ],
    ['no tampering', () => undefined, /^(?!.*never makes)/],
    [
      'tampering',
      one => one.fill('TamperQueue', 2),
      /^problem: the guard's roles made 2 calls that the guard never makes -> see docs\/operations.md#tampering/,
    ],
    ['one of four', one => one.fill('SlackDeadLetterQueue', 1), /^ok: the other 3 are empty$/],
    [
      'gone',
      one =>
        void one.sqs
          .on(GetQueueAttributesCommand, { QueueUrl: idOf('ChangeQueue') }, false)
          .rejects(serviceError('QueueDoesNotExist')),
      /^problem: cannot tell what waits in the change queue: it is not there/,
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
    [
      'none',
      topic(),
      /^problem: nobody hears of an alert: the topic has no subscription -> aws sns subscribe/,
    ],
    ['deleted', topic(email('a@b.c', 'Deleted')), /^problem: nobody hears/],
    [
      'all pending',
      topic(email('a@b.c')),
      /^problem: nobody hears of an alert yet: a@b.c has not confirmed the subscription -> confirm it/,
    ],
    [
      'some pending',
      topic(email('a@b.c', 'arn:1'), email('d@e.f')),
      /^warning: d@e.f has not confirmed.+--notification-endpoint d@e.f/,
    ],
    ['Slack alone', topic(slack), /^warning: alarms about the guard itself reach nobody/],
    [
      'gone',
      one => void one.sns.on(ListSubscriptionsByTopicCommand).rejects(serviceError('NotFoundException', 404)),
      /^problem: cannot tell who gets the alerts: it is not there/,
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
});

describe('slack', () => {
  const answers = (status: number, text: string) => (one: Account) =>
    void one.fetch.mockResolvedValue(new Response(text, { status }));
  const holds = (Parameter: object | undefined) => (one: Account) =>
    void one.ssm.on(GetParameterCommand).resolves({ Parameter });
  const fails = (error: Error) => (one: Account) => void one.fetch.mockRejectedValue(error);
  table('slack', [
    ['alive', () => undefined, /^ok: the webhook in \/nacl\/slack answers \(400 no_text\)$/],
    ['alive, in other words', answers(400, 'invalid_payload'), /^ok/],
    ['alive, in newer words', answers(400, 'missing_text_or_fallback_or_attachments'), /^ok/],
    [
      'revoked',
      answers(404, 'no_service'),
      /^problem: Slack does not take the webhook in \/nacl\/slack: 404 no_service -> make another/,
    ],
    ['disabled', answers(403, 'no_active_hooks'), /^problem: .+403 no_active_hooks/],
    ['revoked with a 400', answers(400, 'no_service'), /^problem: Slack does not take/],
    ['an archived channel', answers(410, 'channel_is_archived'), /^problem/],
    ['redirected', answers(302, ''), /^problem: Slack does not take/],
    ['too many requests', answers(429, 'rate_limited'), /^warning/],
    [
      'an answer that makes no sense',
      answers(200, 'ok'),
      /^warning: the webhook in \/nacl\/slack answered what it should not: 200 ok/,
    ],
    [
      'down',
      answers(503, 'busy'),
      /^problem: the webhook in \/nacl\/slack cannot be reached from here: 503 busy/,
    ],
    [
      'no way to it',
      fails(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })),
      /^problem: .+cannot be reached from here: no answer: ECONNREFUSED/,
    ],
    [
      'no answer in time',
      fails(Object.assign(new Error('x'), { name: 'TimeoutError' })),
      /^problem: .+no answer within 10000 ms/,
    ],
    [
      'no parameter',
      one => void one.ssm.on(GetParameterCommand).rejects(serviceError('ParameterNotFound')),
      /^problem: there is no SSM parameter \/nacl\/slack -> aws ssm put-parameter/,
    ],
    [
      'a parameter in the open',
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
      "a webhook of somebody else's",
      holds({ Type: 'SecureString', Value: 'https://example.com/hook' }),
      /^warning: SSM parameter \/nacl\/slack leads to no incoming webhook of Slack's, and is not asked/,
    ],
    [
      'a webhook that starts a workflow',
      holds({ Type: 'SecureString', Value: 'https://hooks.slack.com/triggers/T0/1/secret' }),
      /^warning: SSM parameter \/nacl\/slack leads to no incoming webhook of Slack's, and is not asked/,
    ],
    [
      'a parameter that may not be read',
      one => void one.ssm.on(GetParameterCommand).rejects(denied()),
      /^warning: cannot tell what SSM parameter \/nacl\/slack holds: the permission ssm:GetParameter is missing/,
    ],
    [
      'a key that may not be used',
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

  it('is sent no message, and nothing that quotes the URL is passed on', async () => {
    answers(404, `no_service ${WEBHOOK} verysecretindeed`)(current.account);
    const text = (await current.account.check('slack')).map(render).join('\n');
    expect(text).not.toMatch(/SECRET|verysecretindeed/);
    const [, request] = current.account.fetch.mock.calls[0] ?? [];
    expect(request).toMatchObject({ method: 'POST', body: '{}', redirect: 'manual' });
  });
});

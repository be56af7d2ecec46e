import { describe, expect, test } from 'vitest';
import { givenParameters, parameterErrors } from '../../infra/parameters.ts';
import { packageService } from './service-package.ts';

const valid = {
  mode: 'notify',
  email: 'none',
  alertKeyArn: 'none',
  slackWebhookParameter: 'none',
  slackWorkspaceId: 'none',
  slackChannelId: 'none',
  sweepSchedule: 'rate(1 day)',
  settleSeconds: 60,
  ephemeralPorts: '1024-65535',
  readExposure: 'true',
  reportIngress: 'true',
  minSeverity: 'medium',
  ruleQuota: '20',
  remindAfterHours: '168',
  logRetentionDays: 90,
};

describe('parameterErrors', () => {
  const accepted: Record<keyof typeof valid, unknown[]> = {
    mode: ['notify', 'opt-in', 'remediate'],
    email: ['none', 'me@x.org', 'network+alerts@mail.example.org'],
    alertKeyArn: [
      'none',
      'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab',
    ],
    slackWebhookParameter: ['none', '/webhook', '/nacl-ephemeral-guard/prod/slack_webhook.url'],
    slackWorkspaceId: ['none'],
    slackChannelId: ['none'],
    sweepSchedule: [
      'rate(1 minute)',
      'rate(15 minutes)',
      'rate(1440 minutes)',
      'rate(1 hour)',
      'rate(24 hours)',
      'cron(0 6 * * ? *)',
      'cron(59 23 ? * * *)',
      'cron(0/15 * * * ? *)',
      'cron(5,35 8-18 * * ? *)',
    ],
    settleSeconds: [0, '0', '900'],
    ephemeralPorts: ['0-65535', '32768-32768', '1025-5000,32768-60999,49152-65535'],
    readExposure: [true, 'false'],
    reportIngress: [false, 'true'],
    minSeverity: ['low', 'medium', 'high'],
    ruleQuota: [1, '40'],
    remindAfterHours: [0, '8760'],
    logRetentionDays: [7, '365'],
  };
  const refused: Record<keyof typeof valid, unknown[]> = {
    mode: ['', 'Notify', 'optin', 'notify,remediate'],
    email: ['', 'me', '@x.org', 'me@', 'me@x@y.org', 'me@x.org you@x.org'],
    alertKeyArn: [
      '',
      'alias/alerts',
      '1234abcd-12ab-34cd-56ef-1234567890ab',
      'arn:aws:kms:eu-central-1:123456789012:alias/alerts',
      'arn:aws:kms:eu-central-1:12345:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'arn:aws:sns:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'arn:aws:kms:eu-central-1:123456789012:key/*',
    ],
    slackWebhookParameter: [
      '',
      'webhook',
      '/',
      '/a/',
      '//a',
      '/a b',
      '/a*',
      'https://hooks.slack.com/services/T/B/x',
    ],
    slackWorkspaceId: ['', 'C0123ABCD', 't0123abcd', 'T', 'my-workspace', 'T0123ABCD '],
    slackChannelId: ['', 'T0123ABCD', '#general', 'c0123abcd', 'C'],
    sweepSchedule: [
      '',
      'none',
      '1 day',
      'rate(0 days)',
      'rate(1 days)',
      'rate(2 days)',
      'rate(2 hour)',
      'rate(25 hours)',
      'rate(1441 minutes)',
      'rate(01 hours)',
      'rate(1 week)',
      'rate(1 day) ',
      'cron(0 6 * * ?)',
      'cron(0 6 * * * *)',
      'cron(0 6 ? * ? *)',
      'cron(0 6 ? * MON-FRI *)',
      'cron(0 6 1 * ? *)',
      'cron(0 6 * * ? 2026)',
      'cron(60 6 * * ? *)',
      'cron(0 24 * * ? *)',
      'cron(, 6 * * ? *)',
      'cron(0  6 * * ? *)',
    ],
    settleSeconds: ['', '-1', '901', '60s', '1.5', '060', ' 60', '1e2'],
    ephemeralPorts: ['', '1024', '65535-1024', '1024-65536', '1024-65535,', 'a-b'],
    readExposure: ['', 'yes', 'True', '1'],
    reportIngress: ['', 'no'],
    minSeverity: ['', 'none', 'critical'],
    ruleQuota: ['', '0', '41', 'twenty'],
    remindAfterHours: ['', '-1', '8761', '7d'],
    logRetentionDays: ['', '0', '8', 'forever'],
  };

  test('the defaults are accepted', () => {
    expect(parameterErrors(valid)).toEqual([]);
  });

  for (const [name, values] of Object.entries(accepted)) {
    test.each(values)(`${name} accepts %j`, value => {
      expect(parameterErrors({ ...valid, [name]: value })).toEqual([]);
    });
  }

  for (const [name, values] of Object.entries(refused)) {
    test.each(values)(`${name} refuses %j, naming itself, the value and what was expected`, value => {
      expect(parameterErrors({ ...valid, [name]: value })).toEqual([
        expect.stringContaining(`Parameter "${name}" is "${value}", expected `),
      ]);
    });

    test(`${name} is required`, () => {
      expect(parameterErrors({ ...valid, [name]: undefined })).toEqual([
        expect.stringContaining(`Parameter "${name}" is missing, expected `),
      ]);
    });
  }

  test.each([
    ['T0123ABCD', 'C0123ABCD'],
    ['T0123ABCD', 'G0123ABCD'],
  ])('workspace %s with channel %s is accepted', (slackWorkspaceId, slackChannelId) => {
    expect(parameterErrors({ ...valid, slackWorkspaceId, slackChannelId })).toEqual([]);
  });

  test.each([
    [
      { slackWorkspaceId: 'T0123ABCD' },
      'Parameter "slackChannelId" is "none", expected an id, because "slackWorkspaceId" has one.',
    ],
    [
      { slackChannelId: 'C0123ABCD' },
      'Parameter "slackWorkspaceId" is "none", expected an id, because "slackChannelId" has one.',
    ],
  ])('%j alone is refused', (given, message) => {
    expect(parameterErrors({ ...valid, ...given })).toEqual([message]);
  });

  test.each(['emial', 'Mode', 'toString', ''])('an unknown parameter is refused: %j', name => {
    expect(parameterErrors({ ...valid, [name]: 'x' })).toEqual([
      `Parameter "${name}" is unknown, expected one of ${Object.keys(valid).join(', ')}.`,
    ]);
  });

  test('a parameter that is gone is refused, whatever its value', () => {
    expect(parameterErrors({ ...valid, inferReceivers: 'true' })).toEqual([
      'Parameter "inferReceivers" is "true", expected none: remove the parameter.',
    ]);
  });

  test('everything that is wrong is said at once', () => {
    expect(parameterErrors({ ...valid, mode: 'x', ruleQuota: 'y' })).toHaveLength(2);
  });
});

describe('givenParameters', () => {
  const configuration = {
    params: { default: { mode: 'notify', email: 'none' }, prod: { mode: 'opt-in' } },
    provider: { stage: 'prod' },
  };

  test('the command line comes before the stage, the stage before the defaults', () => {
    expect(givenParameters(configuration, { param: ['email=me@x.org'] })).toEqual({
      mode: 'opt-in',
      email: 'me@x.org',
    });
    expect(givenParameters(configuration, { param: ['mode=remediate'] })).toMatchObject({
      mode: 'remediate',
    });
    expect(givenParameters(configuration, { stage: 'test' })).toMatchObject({ mode: 'notify' });
  });

  test.each([
    ['email=', { email: '' }],
    ['email', { email: '' }],
    ['email=a=b', { email: 'a=b' }],
    ['=x', { '': 'x' }],
  ])('%j on the command line is read as %j', (text, expected) => {
    expect(givenParameters(configuration, { param: [text] })).toMatchObject(expected);
  });

  test('a service without parameters has none', () => {
    expect(givenParameters({}, {})).toEqual({});
  });
});

describe('osls package', () => {
  test.each([
    ['mode=remidiate', 'Parameter "mode" is "remidiate", expected notify, opt-in or remediate.'],
    ['emial=me@x.org', /^Parameter "emial" is unknown, expected one of mode, email, .*\.$/],
  ])('refuses --param=%s in one line', async (parameter, message) => {
    const { stdout } = await packageService(parameter).then(
      () => ({ stdout: '' }),
      (error: { stdout: string }) => error,
    );
    expect(stdout.trimEnd().split('\n')).toEqual([
      'Error:',
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });
});

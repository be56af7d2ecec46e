import { describe, expect, test } from 'vitest';
import { givenParameters } from '../../infra/osls-plugin.ts';
import { parameterErrors, regionErrors } from '../../infra/parameter-errors.ts';
import { PARAMETERS } from '../../infra/parameters.ts';
import { packageService } from './service-package.ts';
import { templateAccepts } from './template-parameters.ts';

const names = PARAMETERS.map(({ name }) => name);
const defaults = Object.fromEntries(PARAMETERS.map(({ name, fallback }) => [name, fallback]));

const hundredAccounts = Array.from({ length: 100 }, (_, index) => 111122223333 + index).join();

describe('parameterErrors', () => {
  const accepted: Record<string, unknown[]> = {
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
    slackMention: ['none', 'here', 'S0123ABCD'],
    teamsTenantId: ['none'],
    teamsTeamId: ['none'],
    teamsChannelId: ['none'],
    namespace: ['abc', 'nacl-ephemeral-guard-prod', 'N'.repeat(40)],
    lean: ['true', false],
    rolePath: ['/', '/platform/', '/platform/network_1/'],
    permissionsBoundaryName: ['none', 'workload', 'boundaries/work+load'],
    handedOver: ['true', 'false'],
    organizationId: ['none', 'o-a1b2c3d4e5', `o-${'a1'.repeat(16)}`],
    memberAccountIds: ['none', '111122223333', '111122223333,444455556666', hundredAccounts],
    ignoredAccounts: ['none', '111122223333', '111122223333,444455556666'],
    externalId: ['none', 'ab', 'Team:network/2026', 'x'.repeat(200)],
    digestBy: ['organisation', 'account'],
  };
  const refused: Record<string, unknown[]> = {
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
    slackMention: ['', '@here', 'everyone', 'U'],
    teamsTenantId: ['', 'contoso', '01234567-89ab-cdef-0123-456789abcde'],
    teamsTeamId: ['', '{01234567-89ab-cdef-0123-456789abcdef}'],
    teamsChannelId: ['', '19:abc@thread.tacv2', `19%3A${'a'.repeat(250)}%40x`],
    namespace: ['', 'ab', '1abc', 'abc-', 'a b c', 'a_b_c', 'N'.repeat(41)],
    lean: ['', 'yes'],
    rolePath: ['', 'platform', '/platform', '//', '/a b/', `/${'a'.repeat(99)}/`],
    permissionsBoundaryName: ['', '/workload', 'a/', 'arn:aws:iam::123456789012:policy/x', 'a'.repeat(513)],
    handedOver: ['', 'True'],
    organizationId: ['', 'o-a1b2', 'O-A1B2C3D4E5', 'r-a1b2', '*'],
    memberAccountIds: [
      '',
      '11112222333',
      '1111-2222-3333',
      '111122223333,',
      '111122223333, 444455556666',
      '*',
      `${hundredAccounts},444455556666`,
    ],
    ignoredAccounts: ['', '11112222333', '111122223333;444455556666'],
    externalId: ['', 'a', 'a b', 'x'.repeat(201), "it's"],
    digestBy: ['', 'organization', 'region'],
  };

  test('every parameter is in both tables', () => {
    expect(Object.keys(accepted).toSorted()).toEqual(names.toSorted());
    expect(Object.keys(refused).toSorted()).toEqual(names.toSorted());
  });

  test('the defaults are accepted', () => {
    expect(parameterErrors(defaults)).toEqual([]);
    expect(parameterErrors({})).toEqual([]);
  });

  for (const [name, values] of Object.entries(accepted)) {
    test.each(values)(`${name} accepts %j`, value => {
      expect(parameterErrors({ [name]: value })).toEqual([]);
      expect(templateAccepts(name, String(value))).toBe(true);
    });
  }

  for (const [name, values] of Object.entries(refused)) {
    test.each(values)(`${name} refuses %j, naming itself, the value and what was expected`, value => {
      expect(parameterErrors({ [name]: value })).toEqual([
        expect.stringContaining(`Parameter "${name}" is "${String(value).slice(0, 100)}`),
      ]);
      // No pattern compares two numbers.
      expect(templateAccepts(name, String(value))).toBe(value === '65535-1024');
    });
  }

  test.each([
    ['T0123ABCD', 'C0123ABCD'],
    ['T0123ABCD', 'G0123ABCD'],
  ])('workspace %s with channel %s is accepted', (slackWorkspaceId, slackChannelId) => {
    expect(parameterErrors({ slackWorkspaceId, slackChannelId })).toEqual([]);
  });

  const id = '01234567-89ab-cdef-0123-456789abcdef';
  const teams = { teamsTenantId: id, teamsTeamId: id, teamsChannelId: '19%3Aabc-d_e%40thread.tacv2' };
  test('a tenant, a team and a channel are accepted', () => {
    expect(parameterErrors(teams)).toEqual([]);
    for (const [name, value] of Object.entries(teams)) expect(templateAccepts(name, value)).toBe(true);
  });

  test.each(Object.keys(teams))('the others without %s are refused', missing => {
    expect(parameterErrors({ ...teams, [missing]: 'none' })).toEqual([
      expect.stringMatching(
        `^Parameter "${missing}" is "none", expected an id, because "teams\\w+" has one.$`,
      ),
    ]);
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
    expect(parameterErrors(given)).toEqual([message]);
  });

  test.each(['emial', 'Mode', 'toString', ''])('an unknown parameter is refused: %j', name => {
    expect(parameterErrors({ [name]: 'x' })).toEqual([
      `Parameter "${name}" is unknown, expected one of ${names.join(', ')}.`,
    ]);
  });

  test('a parameter that is gone is refused, whatever its value', () => {
    expect(parameterErrors({ inferReceivers: 'true' })).toEqual([
      'Parameter "inferReceivers" is "true", expected none: remove the parameter.',
    ]);
  });

  test('everything that is wrong is said at once', () => {
    expect(parameterErrors({ mode: 'x', ruleQuota: 'y' })).toHaveLength(2);
  });
});

describe('regionErrors', () => {
  const chat = { slackWorkspaceId: 'T0123ABCD', slackChannelId: 'C0123ABCD' };
  const alertKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const noChat = (name: string, value: string) =>
    `Parameter "${name}" is "${value}", expected none, because Amazon Q Developer in chat applications does not exist in this partition.`;

  test.each<[string, object, string[]]>([
    ['eu-central-1', { ...chat, alertKeyArn }, []],
    ['us-gov-west-1', { alertKeyArn: 'none' }, []],
    ...['cn-north-1', 'us-gov-west-1'].map((region): [string, object, string[]] => [
      region,
      chat,
      [noChat('slackWorkspaceId', 'T0123ABCD'), noChat('slackChannelId', 'C0123ABCD')],
    ]),
    [
      'eu-west-1',
      { alertKeyArn },
      [
        `Parameter "alertKeyArn" is "${alertKeyArn}", expected a key of eu-west-1, the region of the deployment.`,
      ],
    ],
  ])('in %s, %j', (region, given, expected) => {
    expect(regionErrors({ ...given }, region)).toEqual(expected);
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
    ['emial=me@x.org', /^Parameter "emial" is unknown, expected one of mode, readExposure, .*\.$/],
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

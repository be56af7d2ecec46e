import { describe, expect, it } from 'vitest';
import { parseEnvironment, parseSlackEnvironment } from '../../functions/aws/environment.ts';
import { ParseError } from '../../functions/parsing/definition.ts';

const REQUIRED = {
  ALERT_TOPIC_ARN: 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:alerts',
  FINDINGS_TABLE: 'findings',
};

describe('parseEnvironment', () => {
  it('has defaults for all but the topic and the table', () => {
    expect(parseEnvironment(REQUIRED)).toEqual({
      settings: {
        mode: 'notify',
        ephemeralPorts: [{ from: 1024, to: 65535 }],
        reportIngress: true,
        minSeverity: 'medium',
        ruleQuota: 20,
        remindAfterHours: 168,
      },
      readExposure: true,
      alertTopicArn: REQUIRED.ALERT_TOPIC_ARN,
      partition: 'aws-us-gov',
      account: '123456789012',
      region: 'us-gov-west-1',
      findingsTables: { current: 'findings' },
    });
  });

  it.each([
    ['MODE', 'Notify'],
    ['MODE', ''],
    ['EPHEMERAL_PORTS', '1024'],
    ['EPHEMERAL_PORTS', '65535-1024'],
    ['READ_EXPOSURE', 'yes'],
    ['INFER_RECEIVERS', 'true'],
    ['REPORT_INGRESS', '1'],
    ['MIN_SEVERITY', 'critical'],
    ['RULE_QUOTA', '0'],
    ['RULE_QUOTA', '41'],
    ['RULE_QUOTA', '2e1'],
    ['REMIND_AFTER_HOURS', '-1'],
    ['REMIND_AFTER_HOURS', '1.5'],
    ['ALERT_TOPIC_ARN', 'alerts'],
    ['ALERT_TOPIC_ARN', 'arn:aws:sqs:us-east-1:123456789012:queue'],
    ['FINDINGS_TABLE', 'a b'],
  ])('refuses %s="%s", naming it, the value and what was expected', (name, value) => {
    const parse = () => parseEnvironment({ ...REQUIRED, [name]: value });
    expect(parse).toThrow(ParseError);
    expect(parse).toThrow(new RegExp(`^environment variable ${name} is "${value}", expected .+`));
  });

  it.each(['true', 'false', ''])('refuses INFER_RECEIVERS="%s", which is gone', value => {
    expect(() => parseEnvironment({ ...REQUIRED, INFER_RECEIVERS: value })).toThrow(
      `environment variable INFER_RECEIVERS is "${value}", expected none: remove the variable`,
    );
  });

  it.each(Object.keys(REQUIRED))('refuses to do without %s', name => {
    expect(() => parseEnvironment({ ...REQUIRED, [name]: undefined })).toThrow(
      `${name} is missing, expected`,
    );
  });
});

describe('the environment of a hub', () => {
  const HUB = { ...REQUIRED, NAMESPACE: 'guard-prod' };
  const NOT_SET = { ORGANIZATION_ID: 'none', MEMBER_ACCOUNT_IDS: 'none', IGNORED_ACCOUNTS: 'none' };

  it.each([
    ['without the variables', REQUIRED],
    ['with variables that are none', { ...HUB, ...NOT_SET, EXTERNAL_ID: 'none', ROLE_PATH: '/' }],
    ['without an organisation and accounts', { ...HUB, EXTERNAL_ID: 'x-1', DIGEST_BY: 'account' }],
  ])('is none %s', (_, texts) => {
    expect(parseEnvironment(texts)).not.toHaveProperty('hub');
  });

  it('has an organisation', () => {
    expect(parseEnvironment({ ...HUB, ...NOT_SET, ORGANIZATION_ID: 'o-a1b2c3d4e5' }).hub).toEqual({
      ...{ namespace: 'guard-prod', rolePath: '/', organizationId: 'o-a1b2c3d4e5' },
      ...{ memberAccountIds: [], ignoredAccounts: [], digestBy: 'organisation' },
    });
  });

  it('has accounts, and everything else', () => {
    const texts = {
      ...{ ...HUB, ...NOT_SET, ROLE_PATH: '/platform/', EXTERNAL_ID: 'x:1', DIGEST_BY: 'account' },
      ...{ MEMBER_ACCOUNT_IDS: '222222222222,333333333333', IGNORED_ACCOUNTS: '444444444444' },
    };
    expect(parseEnvironment(texts).hub).toEqual({
      ...{ namespace: 'guard-prod', rolePath: '/platform/', externalId: 'x:1', digestBy: 'account' },
      memberAccountIds: ['222222222222', '333333333333'],
      ignoredAccounts: ['444444444444'],
    });
  });

  it.each([
    ['ORGANIZATION_ID', 'o-1'],
    ['ORGANIZATION_ID', ''],
    ['MEMBER_ACCOUNT_IDS', '222222222222, 333333333333'],
    ['MEMBER_ACCOUNT_IDS', '22222222222'],
    ['IGNORED_ACCOUNTS', ''],
    ['EXTERNAL_ID', 'x'],
    ['EXTERNAL_ID', 'a b'],
    ['ROLE_PATH', 'platform'],
    ['ROLE_PATH', `/${'x'.repeat(100)}/`],
    ['NAMESPACE', 'a b'],
    ['DIGEST_BY', 'owner'],
  ])('refuses %s="%s", naming it, the value and what was expected', (name, value) => {
    const texts = { ...HUB, MEMBER_ACCOUNT_IDS: '222222222222', [name]: value };
    expect(() => parseEnvironment(texts)).toThrow(
      new RegExp(`^environment variable ${name} is "${value.slice(0, 90)}.*", expected .+`),
    );
  });

  it('refuses to do without NAMESPACE', () => {
    const texts = { ...REQUIRED, ORGANIZATION_ID: 'o-a1b2c3d4e5' };
    expect(() => parseEnvironment(texts)).toThrow(
      'environment variable NAMESPACE is missing, expected 3 to 40',
    );
  });
});

describe('parseSlackEnvironment', () => {
  it.each([
    // The deployment's default, and what it accepts besides.
    ['none', undefined],
    [undefined, undefined],
    ['here', 'here'],
    ['S01', 'S01'],
    [`S${'A'.repeat(30)}`, `S${'A'.repeat(30)}`],
  ])('reads whom messages mention: %s', (SLACK_MENTION, mention) => {
    const texts = { SLACK_WEBHOOK_PARAMETER: '/slack', SLACK_MENTION };
    expect(parseSlackEnvironment(texts)).toEqual({
      webhookParameter: '/slack',
      ...(mention !== undefined && { mention }),
    });
  });

  it('refuses a mention of everyone', () => {
    const texts = { SLACK_WEBHOOK_PARAMETER: '/slack', SLACK_MENTION: 'everyone' };
    expect(() => parseSlackEnvironment(texts)).toThrow('environment variable SLACK_MENTION is "everyone"');
  });

  it.each(['/webhook', '/nacl-ephemeral-guard/prod/slack_webhook.url'])('takes %s', name => {
    expect(parseSlackEnvironment({ SLACK_WEBHOOK_PARAMETER: name })).toEqual({ webhookParameter: name });
  });

  it.each([
    'webhook',
    '/',
    '/webhooks/',
    '//webhook',
    '/web hook',
    '/a'.repeat(16),
    'https://hooks.slack.com/services/T/B/x',
  ])('refuses %j, naming the variable, the value and what was expected', name => {
    const parse = () => parseSlackEnvironment({ SLACK_WEBHOOK_PARAMETER: name });
    expect(parse).toThrow(ParseError);
    expect(parse).toThrow(
      `environment variable SLACK_WEBHOOK_PARAMETER is "${name}", expected the name of an SSM parameter`,
    );
  });

  it('refuses a name that is too long, of which the error shows the beginning', () => {
    const parse = () => parseSlackEnvironment({ SLACK_WEBHOOK_PARAMETER: `/${'x'.repeat(1_000)}` });
    expect(parse).toThrow(/^environment variable SLACK_WEBHOOK_PARAMETER is "\/x{115}\.\.\., expected/);
  });

  it('refuses to do without the parameter', () => {
    expect(() => parseSlackEnvironment({})).toThrow('SLACK_WEBHOOK_PARAMETER is missing, expected');
  });
});

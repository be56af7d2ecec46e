import { describe, expect, it, onTestFinished } from 'vitest';
import { startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { invoke } from '../../cli/replay/function-process.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { GAP } from '../fixtures/alert-document.ts';
import { type Answer, OK, SECRETS, startWebhook } from './webhook-server.ts';

/** What the built bundle does over the real SDK and real HTTP; `npm test` builds it first. */
const SLACK = new URL('../../dist/slack/index.mjs', import.meta.url);
const PARAMETER = '/nacl-ephemeral-guard/slack-webhook';
const EVENT = {
  Records: [{ eventSource: 'aws:sqs', messageId: 'message-0', body: JSON.stringify(GAP) }],
};

async function startParameters(parameters: Record<string, string>) {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  const standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings', parameters });
  onTestFinished(() => standIn.close());
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const environment = {
    ...Object.fromEntries(own),
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: standIn.endpoint,
    SLACK_WEBHOOK_PARAMETER: PARAMETER,
  };
  return { standIn, environment };
}

async function run(...answers: [Answer, ...Answer[]]) {
  const { url, bodies } = await startWebhook(...answers);
  const { standIn, environment } = await startParameters({ [PARAMETER]: url });
  const invocation = await invoke(SLACK, EVENT, environment);
  for (const secret of SECRETS) expect(JSON.stringify(invocation)).not.toContain(secret);
  // Metrics are lines of the log, too.
  const log = invocation.log.filter(line => !('_aws' in line));
  return { ...invocation, log, bodies, calls: standIn.calls };
}

describe('the slack bundle', () => {
  it('reads the URL from SSM, decrypted, and posts the alert', async () => {
    const { error, log, bodies, calls } = await run(OK);
    expect(error).toBeUndefined();
    expect(calls).toMatchObject([
      {
        service: 'ssm',
        action: 'GetParameters',
        parameters: { Names: [PARAMETER], WithDecryption: true },
        outcome: 'ok',
      },
    ]);
    expect(bodies.map(body => JSON.parse(body))).toEqual([renderSlack(GAP)]);
    expect(log).toMatchObject([
      { message: 'alert delivered', outcome: 'delivered', alertId: GAP.id, attempts: 1 },
    ]);
  });

  it('delivers one message where Slack asks to wait', async () => {
    const { error, log, bodies } = await run({ status: 429, headers: { 'retry-after': '1' } }, OK);
    expect(error).toBeUndefined();
    expect(bodies).toHaveLength(2);
    expect(log).toMatchObject([{ outcome: 'delivered', attempts: 2 }]);
  });

  it('fails where Slack refuses the message', async () => {
    const { error, bodies } = await run({ status: 400, body: 'invalid_payload' });
    expect(error).toBe('Slack refused the message: 400 invalid_payload');
    expect(bodies).toHaveLength(1);
  });

  it('says which parameter there is not', async () => {
    const { environment } = await startParameters({});
    const { error } = await invoke(SLACK, EVENT, environment);
    expect(error).toBe(`SSM parameter ${PARAMETER} could not be read: InvalidParameter ${PARAMETER}`);
  });

  it('says why the parameter could not be read', async () => {
    const { standIn, environment } = await startParameters({});
    standIn.inject({ action: 'GetParameters', fault: 'denied', times: Number.POSITIVE_INFINITY });
    const { error } = await invoke(SLACK, EVENT, environment);
    expect(error).toMatch(
      /^SSM parameter \/nacl-ephemeral-guard\/slack-webhook could not be read: AccessDenied/,
    );
  });

  it.each([undefined, 'https://ssm.example'])(
    'refuses a webhook on its machine where AWS is at %s',
    async at => {
      const { url, bodies } = await startWebhook(OK);
      const { standIn, environment } = await startParameters({ [PARAMETER]: url });
      const endpoints = { AWS_ENDPOINT_URL: at, AWS_ENDPOINT_URL_SSM: standIn.endpoint };
      const { error } = await invoke(SLACK, EVENT, { ...environment, ...endpoints });
      expect(error).toMatch(/has a value that is not shown here, expected the https:/);
      expect(bodies).toEqual([]);
    },
  );

  it('refuses to start without the name of the parameter', async () => {
    const { environment } = await startParameters({});
    const { error } = await invoke(SLACK, EVENT, { ...environment, SLACK_WEBHOOK_PARAMETER: undefined });
    expect(error).toMatch(/SLACK_WEBHOOK_PARAMETER is missing/);
  });
});

import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { createPoster } from '../../functions/webhook/post-alerts.ts';
import { parseWebhookUrl, type WebhookHosts } from '../../functions/webhook/webhook-url.ts';
import { GAP } from '../fixtures/alert-document.ts';
import { type Answer, OK, SECRETS, startWebhook } from './webhook-server.ts';

const PARAMETER = '/nacl-ephemeral-guard/slack-webhook';

/** The event with which Lambda delivers messages of the queue. */
const event = (...messages: readonly unknown[]) => ({
  Records: messages.map((body, index) => ({
    eventSource: 'aws:sqs',
    messageId: `message-${index}`,
    body,
  })),
});
const ALERT = event(JSON.stringify(GAP));

/** Invokes slack with a clock that waits at once, but as long as it was asked to. */
async function invoke(
  webhookUrl: unknown,
  sent: unknown = ALERT,
  requestTimeout = 2_000,
  hosts: WebhookHosts = 'service-or-loopback',
) {
  const log: Readonly<Record<string, unknown>>[] = [];
  const waits: number[] = [];
  let now = Date.parse('2026-11-20T10:00:00Z');
  const slack = createPoster({
    service: SLACK,
    webhookParameter: PARAMETER,
    webhookHosts: hosts,
    fetch,
    clock: {
      now: () => new Date(now),
      wait: async milliseconds => {
        waits.push(milliseconds);
        now += milliseconds;
      },
    },
    random: () => 0.5,
    limits: { requests: 3, requestTimeout, budget: 16_000 },
    log: line => void log.push(line),
  });
  const error = await slack(sent, { webhookUrl }).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  const said = inspect({ error, log }, { depth: 20, showHidden: true });
  return { error, log, waits, said };
}

/** Sends one alert to a webhook that answers so. */
async function send(...answers: [Answer, ...Answer[]]) {
  const { url, bodies } = await startWebhook(...answers);
  const result = await invoke(url, ALERT, 200);
  for (const secret of SECRETS) expect(result.said).not.toContain(secret);
  return { ...result, bodies };
}

describe('slack', () => {
  it('posts the rendered alert and logs one line', async () => {
    const { error, log, bodies } = await send(OK);
    expect(error).toBeUndefined();
    expect(bodies.map(body => JSON.parse(body))).toEqual([renderSlack(GAP)]);
    expect(log).toEqual([
      {
        level: 'INFO',
        message: 'alert delivered',
        outcome: 'delivered',
        alertId: GAP.id,
        alertKind: 'gap',
        networkAclId: GAP.networkAcl.id,
        attempts: 1,
        messageIds: ['message-0'],
      },
    ]);
  });

  it.each<[string, Answer, number]>([
    ['429 with seconds', { status: 429, headers: { 'retry-after': '7' } }, 7_000],
    ['429 with 0 seconds', { status: 429, headers: { 'retry-after': '0' } }, 0],
    ['429 with a date', { status: 429, headers: { 'retry-after': 'Fri, 20 Nov 2026 10:00:05 GMT' } }, 5_000],
    [
      '429 with a date that is past',
      { status: 429, headers: { 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' } },
      0,
    ],
    ['429 with nonsense', { status: 429, headers: { 'retry-after': 'soon' } }, 750],
    ['429', { status: 429 }, 750],
    ['503 with seconds', { status: 503, headers: { 'retry-after': '3' } }, 3_000],
    ['500', { status: 500, body: 'rollup_error' }, 750],
    ['no answer', 'hang', 750],
    ['a reset connection', 'reset', 750],
    ['an answer that does not end', { hangAfter: 503 }, 750],
  ])('after %s tries again, and the message is delivered by the second request', async (_, answer, wait) => {
    const { error, log, waits, bodies } = await send(answer, OK);
    expect(error).toBeUndefined();
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
    expect(waits).toEqual([wait]);
    expect(log).toMatchObject([{ outcome: 'delivered', attempts: 2 }]);
  });

  it.each<[string, Answer, RegExp]>([
    ['500', { status: 500, body: 'rollup_error' }, /: 500 rollup_error, request 3 of 3$/],
    ['503 without a word', { status: 503 }, /: 503, request 3 of 3$/],
    ['429', { status: 429, headers: { 'retry-after': '1' } }, /: 429, request 3 of 3$/],
    ['no answer', 'hang', /: no answer within 200 ms, request 3 of 3$/],
    ['a reset connection', 'reset', /: no answer: (ECONNRESET|UND_ERR_SOCKET), request 3 of 3$/],
  ])('gives up after %s three times', async (_, answer, message) => {
    const { error, log, bodies } = await send(answer);
    expect(error?.message).toMatch(/^Slack did not take the message/);
    expect(error?.message).toMatch(message);
    expect(bodies).toHaveLength(3);
    expect(log).toMatchObject([{ level: 'ERROR', outcome: 'failed' }]);
  });

  it('counts a message as delivered whose answer does not end', async () => {
    const { error, log, bodies } = await send({ hangAfter: 200 });
    expect(error).toBeUndefined();
    expect(bodies).toHaveLength(1);
    expect(log).toMatchObject([{ outcome: 'delivered', attempts: 1 }]);
  });

  it('waits longer each time', async () => {
    expect((await send({ status: 500 })).waits).toEqual([750, 1_500]);
  });

  it.each(['16', '3600', 'Fri, 20 Nov 2026 11:00:00 GMT'])(
    'gives up at once where Retry-After is %s, longer than it may take',
    async retryAfter => {
      const { error, bodies, waits } = await send({ status: 429, headers: { 'retry-after': retryAfter } });
      expect(error?.message).toMatch(/too late for this invocation$/);
      expect(bodies).toHaveLength(1);
      expect(waits).toEqual([]);
    },
  );

  it.each<[Answer, string]>([
    [{ status: 400, body: 'invalid_payload' }, '400 invalid_payload'],
    [{ status: 403, body: 'action_prohibited\r\n\u001b[31m' }, '403 an unknown answer'],
    [{ status: 404, body: 'no_service '.repeat(50) }, '404 an unknown answer'],
    [{ status: 410 }, '410'],
    [{ hangAfter: 400 }, '400'],
    [{ status: 302, headers: { location: 'https://elsewhere.example/' } }, '302'],
    [
      { status: 404, body: 'no /services/T0SECRET1/B0SECRET2/s3cr3tT0ken; T0SECRET1%2FB0SECRET2' },
      '404 an unknown answer',
    ],
  ])('fails after one request that is answered with %j', async (answer, reason) => {
    const { error, log, bodies } = await send(answer);
    expect(error?.message).toBe(`Slack refused the message: ${reason}`);
    expect(bodies).toHaveLength(1);
    expect(log).toMatchObject([{ level: 'ERROR', outcome: 'failed' }]);
  });

  it('does not say where it could not connect to', async () => {
    const { error, said } = await invoke('http://127.0.0.1:9/services/T0SECRET1/s3cr3tT0ken');
    expect(error?.message).toMatch(/^Slack did not take the message: no answer/);
    for (const secret of SECRETS) expect(said).not.toContain(secret);
  });
});

describe('the URL of the webhook', () => {
  it.each([
    'hooks.slack.com/services/T0SECRET1/s3cr3tT0ken',
    'http://hooks.slack.com/services/T0SECRET1/s3cr3tT0ken',
    'http://127.0.0.1.evil.example/services/T0SECRET1',
    'https://user:s3cr3tT0ken@hooks.slack.com/services',
    'ftp://hooks.slack.com/services/T0SECRET1',
    'https://evil.example/services/T0SECRET1',
    'https://hooks.slack.com.evil.example/services/T0SECRET1',
    'https://hooks.slack.com./services/T0SECRET1',
    'https://hooks.slack.com:8443/services/T0SECRET1',
    'https://evilhooks.slack.com/services/T0SECRET1',
    'https://169.254.169.254/services/T0SECRET1',
    { url: 'https://hooks.slack.com/services/T0SECRET1' },
    42,
  ])('is refused without being quoted: %j', async url => {
    const { error, said } = await invoke(url);
    expect(error?.message).toBe(
      `SSM parameter ${PARAMETER} has a value that is not shown here, expected the https:// URL of an incoming webhook of Slack`,
    );
    for (const secret of [...SECRETS, 'hooks', 'evil']) expect(said).not.toContain(secret);
  });

  it.each([
    'http://127.0.0.1:9/services/T0SECRET1',
    'https://localhost/services/T0SECRET1',
    'http://[::1]:9/',
  ])('is refused in a deployment: %s', async url => {
    const { error, said } = await invoke(url, ALERT, 200, 'service');
    expect(error?.message).toMatch(/expected the https:\/\/ URL of an incoming webhook of Slack$/);
    for (const secret of SECRETS) expect(said).not.toContain(secret);
  });

  it.each(['https://hooks.slack.com/services/T0/B0/x', 'https://hooks.slack-gov.com/services/T0/B0/x'])(
    'is taken: %s',
    url => expect(parseWebhookUrl(url, PARAMETER, 'service', SLACK).href).toBe(url),
  );

  it.each([undefined, ''])('is missing where it is %j', async url => {
    expect((await invoke(url)).error?.message).toBe(
      `SSM parameter ${PARAMETER} has no value, expected the https:// URL of an incoming webhook of Slack`,
    );
  });

  it('may have the line break that editors add', async () => {
    const { url, bodies } = await startWebhook(OK);
    expect((await invoke(`${url}\n`)).error).toBeUndefined();
    expect(bodies).toHaveLength(1);
  });
});

describe('a message', () => {
  const change = (part: object) => JSON.stringify({ ...GAP, ...part });
  const at = 'event.Records[0].body';

  it.each<[string, unknown, string]>([
    ['no text', undefined, `${at} is missing, expected a text`],
    [
      'no JSON',
      'Clients get no replies',
      `${at} is "Clients get no replies", expected an alert document as JSON`,
    ],
    ['no object', '[]', `${at} is [], expected an object`],
    ['a number', '1', `${at} is 1, expected an object`],
    ['another version', change({ version: '3' }), `${at}.version is "3", expected 2 or 1`],
    ['a number for a version', change({ version: 2 }), `${at}.version is 2, expected 2 or 1`],
    ['no title', change({ title: undefined }), `${at}.title is missing, expected a text`],
    ['a number for a kind', change({ kind: 7 }), `${at}.kind is 7, expected a text`],
    ['a text for a list', change({ denied: 'all' }), `${at}.denied is "all", expected a list`],
    [
      'a number in a list',
      change({ guard: { did: ['x', 1], undo: [] } }),
      `${at}.guard.did[1] is 1, expected a text`,
    ],
    ['a list for an object', change({ links: null }), `${at}.links is null, expected an object`],
    [
      'no ports',
      change({ clients: [{ client: 'linux', name: 'Linux' }] }),
      `${at}.clients[0].fromPort is missing`,
    ],
    ['half a change', change({ change: {} }), `${at}.change.action is missing, expected a text`],
  ])('that is %s is refused in one clear line, and nothing is posted', async (_, message, expected) => {
    const { url, bodies } = await startWebhook(OK);
    const { error } = await invoke(url, event(message));
    expect(error?.name).toBe('ParseError');
    expect(error?.message).toContain(expected);
    expect(bodies).toEqual([]);
  });

  it('may come from SNS itself, as the subscription of version 0.1.0 delivers it', async () => {
    const { url, bodies } = await startWebhook(OK);
    const Sns = { MessageId: 'message-1', Message: JSON.stringify(GAP) };
    expect((await invoke(url, { Records: [{ EventSource: 'aws:sns', Sns }] })).error).toBeUndefined();
    expect(bodies).toHaveLength(1);
  });

  it('may have fields that this version does not know', async () => {
    const { url, bodies } = await startWebhook(OK);
    const newer = change({ added: true, networkAcl: { ...GAP.networkAcl, added: {} } });
    expect((await invoke(url, event(newer))).error).toBeUndefined();
    expect(bodies).toHaveLength(1);
  });

  it.each([
    [null, 'event is null, expected an object'],
    [{}, 'event.Records is missing, expected a list'],
    [{ Records: {} }, 'event.Records is {}, expected a list'],
    [{ Records: [{}] }, 'event.Records[0].body is missing, expected a text'],
  ])('is missing in the event %j', async (sent, message) => {
    const { error } = await invoke('https://hooks.slack.com/', sent);
    expect(error?.message).toBe(message);
  });

  it('may have words that this version does not know: they are shown as text', async () => {
    const { url, bodies } = await startWebhook(OK);
    const [client] = GAP.clients;
    const newer = change({
      ...{ kind: 'forecast', severity: 'critical', status: 'partly', mode: 'dry-run' },
      clients: [{ ...client, client: 'bsd', name: 'FreeBSD', replies: 'delayed' }],
    });
    expect((await invoke(url, event(newer))).error).toBeUndefined();
    expect(bodies[0]).toContain('⚪ [high] public');
    expect(bodies[0]).toMatch(/FreeBSD \d+-\d+ {2}delayed/);
  });

  it('of version 1, which the topic delivered before an upgrade, is posted', async () => {
    const { url, bodies } = await startWebhook(OK);
    const old = JSON.parse(readFileSync('test/fixtures/alert-document-1.json', 'utf8'));
    expect(old.version).toBe('1');
    expect((await invoke(url, event(JSON.stringify(old)))).error).toBeUndefined();
    expect(bodies[0]).toContain(old.summary);
    expect(bodies[0]).toContain('aws ec2 create-network-acl-entry');
  });

  it('of several in one event is posted each', async () => {
    const { url, bodies } = await startWebhook(OK);
    const { log } = await invoke(url, event(JSON.stringify(GAP), change({ id: 'another' })));
    expect(bodies).toHaveLength(2);
    expect(log).toMatchObject([{ alertId: GAP.id }, { alertId: 'another', messageIds: ['message-1'] }]);
  });
});

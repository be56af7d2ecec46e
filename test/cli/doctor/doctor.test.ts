import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type CheckResult, resultsOf } from '../../../cli/doctor/check-result.ts';
import { doctor } from '../../../cli/doctor/doctor.ts';
import { hasProblems, renderJson, renderResults } from '../../../cli/doctor/report.ts';
import { hostileText } from '../../fixtures/hostile-text.ts';

const SUBJECT = { stack: 'nacl-ephemeral-guard-prod', region: 'eu-central-1' };
const PLAIN = { colored: false, columns: undefined };
const finding = (check: CheckResult['check'], state: CheckResult['state'], says: string, step?: string) =>
  resultsOf(check)[state](says, step);
const FINDINGS = [
  finding('region', 'ok', 'eu-central-1, from --region'),
  finding('queues', 'problem', 'the rule dead-letter queue holds 1 message', 'aws sqs …'),
  finding('queues', 'ok', 'the other 3 dead-letter queues are empty'),
  finding('last sweep', 'warning', 'no sweep has ended yet'),
  finding('alarms', 'skipped', 'not checked'),
];

describe('the text', () => {
  it('is aligned, names each check once, and ends with the counts', () => {
    expect(renderResults(FINDINGS, SUBJECT, PLAIN)).toBe(`nacl-ephemeral-guard-prod in eu-central-1

ok       region         eu-central-1, from --region
PROBLEM  queues         the rule dead-letter queue holds 1 message
                        -> aws sqs …
ok                      the other 3 dead-letter queues are empty
warn     last sweep     no sweep has ended yet
skipped  alarms         not checked

1 problem, 1 warning, 2 ok, 1 skipped
`);
  });

  it('is wrapped on a terminal, but not the commands', () => {
    const long = finding(
      'region',
      'problem',
      'word '.repeat(20).trim(),
      `aws ${'option '.repeat(20).trim()}`,
    );
    const lines = renderResults([long], SUBJECT, { colored: false, columns: 80 }).split('\n');
    const step = lines.filter(line => line.includes('->'));
    expect(step).toEqual([`${' '.repeat(24)}-> aws ${'option '.repeat(20).trim()}`]);
    for (const line of lines.filter(line => !line.includes('->')))
      expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.filter(line => line.includes('word')).length).toBe(2);
  });

  it('has colors only on a terminal', () => {
    expect(renderResults(FINDINGS, SUBJECT, { colored: true, columns: 80 })).toContain(
      '\u001B[31mPROBLEM\u001B[39m',
    );
    expect(renderResults(FINDINGS, SUBJECT, PLAIN)).not.toContain('\u001B');
  });
});

describe('what AWS names', () => {
  it('controls neither the text nor the JSON', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (says, step) => {
        const results = [finding('trail', 'problem', says, step)];
        const written = renderResults(results, SUBJECT, PLAIN) + renderJson(results, SUBJECT);
        expect(written.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(renderJson(results, SUBJECT)).findings[0].says).toBe(says);
      }),
    );
  });
});

describe('the JSON', () => {
  it('is one object', () => {
    expect(JSON.parse(renderJson(FINDINGS, SUBJECT))).toEqual({ ...SUBJECT, ok: false, findings: FINDINGS });
    expect(JSON.parse(renderJson([], { stack: 'x', region: undefined }))).toMatchObject({
      region: null,
      ok: true,
    });
  });

  it.each([
    ['ok', false],
    ['warning', false],
    ['skipped', true],
    ['problem', true],
  ] as const)('%s is a problem: %s', (state, expected) => {
    expect(hasProblems([finding('region', 'ok', ''), finding('stack', state, '')])).toBe(expected);
  });
});

describe('arguments', () => {
  async function run(...args: string[]) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const createClients = vi.fn(() => {
      throw new Error('no call expected');
    });
    const status = await doctor(args, { stdout, stderr, createClients, fetch, now: new Date() });
    stdout.end();
    stderr.end();
    return { status, stdout: await text(stdout), stderr: await text(stderr) };
  }

  it.each([
    [
      ['--region', 'Frankfurt'],
      /^--region is "Frankfurt", expected the name of a region such as eu-central-1\n$/,
    ],
    [['--stage', 'a b'], /^--stage is "a b", expected letters, digits and hyphens such as prod\n$/],
    [['--profile', ''], /^--profile is "", expected the name of a profile such as default\n$/],
    [['--jsn'], /^unknown option --jsn\. Did you mean --json\?\n$/],
    [['prod'], /^unexpected argument "prod", expected options only \(with npm, after --\)\n$/],
    [['--region'], /^--region has no value, expected one after it\n$/],
  ])('%j: one line, exit code 2', async (args, expected) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
  });

  it('help', async () => {
    expect(await run('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^usage: npm run doctor/),
    });
  });

  it('no region: says so, and skips the rest', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, '');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    const { status, stdout } = await run('--json');
    vi.unstubAllEnvs();
    const { findings } = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(findings.filter(({ state }: CheckResult) => state !== 'skipped')).toMatchObject([
      { check: 'region' },
    ]);
  });
});

it('as a process: AWS that does not answer is exit code 1 and no stack trace', () => {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_DEFAULT_REGION: 'eu-central-1',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/doctor/main.ts'], {
    encoding: 'utf8',
    env,
  });
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toContain('sts:GetCallerIdentity failed: ECONNREFUSED');
  expect(stdout).toContain('skipped  alarms         not checked: the stack could not be read');
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findMade } from './find.ts';
import { makeRun, usePeerAccount } from './peer-account.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const account = usePeerAccount();
const left = () => findMade(account.clients());

/** Runs the command as an operator would; moto is the account. */
function start(args: readonly string[], environment: Record<string, string> = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|VITEST)/.test(name));
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...Object.fromEntries(own),
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_COLOR: '1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, output: ended(child) };
}

async function ended(child: ChildProcess): Promise<{ code: number; out: string; errors: string }> {
  const outputs = [child.stdout, child.stderr].map(stream => (stream ? text(stream) : ''));
  const [[code], out = '', errors = ''] = await Promise.all([once(child, 'exit'), ...outputs]);
  return { code, out, errors };
}

describe('npm run test:contract -- --aws', () => {
  it('checks what it created against the chosen promises, and removes it', async () => {
    const args = ['--aws', '--region', 'eu-central-1', '--only', 'describe answers each of many ids'];
    const { code, out, errors } = await start(args).output;
    expect(errors).toContain('account 123456789012, region eu-central-1');
    expect(out).toMatch(/Tests\s+1 passed/);
    expect(errors).toContain('Everything is removed.');
    expect(code).toBe(0);
  });

  it('fails where a promise is broken, and still removes what it created', async () => {
    const args = ['--aws', '--region', 'us-east-1', '--only', 'describe refuses MaxResults 4'];
    const { code, out, errors } = await start(args).output;
    expect(out).toMatch(/Tests\s+1 failed/);
    expect(errors).toContain('Everything is removed.');
    expect(code).toBe(1);
    expect(await left()).toEqual([]);
  });

  it.each<[NodeJS.Signals, moment: RegExp]>([
    ['SIGINT', /made VPC/],
    ['SIGTERM', /made table/],
    ['SIGTERM', /made queue/],
    ['SIGINT', / RUN /],
  ])('on %s after "%s" removes what it created, however often it gets the signal', async (signal, moment) => {
    const { child, output } = start(['--aws', '--region', 'us-east-1']);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk;
        // Not at the very end: a process that exits does not listen any more.
        if (moment.test(said) && !said.includes('Everything')) child.kill(signal);
      });
    }
    const { code, errors } = await output;
    expect(errors).toContain(`${signal}: what was made will be removed. Please wait.`);
    expect(errors).toContain('Everything is removed.');
    expect(code).toBe(1);
    expect(await left()).toEqual([]);
  });

  it('--clean removes what runs have left', async () => {
    const { run } = await makeRun(account.clients());
    const { code, errors } = await start(['--aws', '--clean', '--region', 'us-east-1']).output;
    expect(errors).toContain(`of run ${run.id}`);
    expect(errors).toContain('Everything is removed.');
    expect(code).toBe(0);
    expect(await left()).toEqual([]);
  });

  it.each([
    [['--aws'], 'Region is missing'],
    [['--aws', '--clean'], 'Region is missing'],
    [['--aws', '--region', 'us-east-1', '--profile', 'that-is-not-there'], 'Could not load credentials'],
  ])('%j says in one line what is missing', async (args, reason) => {
    const nowhere = { HOME: '/nowhere', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const { code, out, errors } = await start(args, nowhere).output;
    expect(out).toBe('');
    expect(errors).toMatch(/^The account cannot be asked: .*\n$/);
    expect(errors).toContain(reason);
    expect(code).toBe(1);
  });
});

it('npm run test:contract calls no account, with any environment', async () => {
  let requests = 0;
  const elsewhere = createServer((_, response) => {
    requests++;
    response.writeHead(500).end();
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  onTestFinished(() => void elsewhere.close());
  const { port } = elsewhere.address() as AddressInfo;
  const environment = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, CONTRACT_ACCOUNT: '{}' };
  const args = ['--only', 'describe answers each of many ids'];
  const { code, out } = await start(args, environment).output;
  // The stand-in and moto.
  expect(out).toMatch(/Tests\s+2 passed/);
  expect(requests).toBe(0);
  expect(code).toBe(0);
});

it('where moto does not start it says so in one line, and fails', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'moto_server'), '#!/bin/sh\necho broken >&2\nexit 3\n', { mode: 0o755 });
  const { code, out, errors } = await start(['--only', 'no promise'], { PATH: folder }).output;
  expect(out).toBe('');
  expect(errors).toBe('moto ended at its start with code 3: broken\n');
  expect(code).toBe(1);
});

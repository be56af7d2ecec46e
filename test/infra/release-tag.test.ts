import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tagRelease } from '../../infra/release/tag.ts';

let folder = '';
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'released-'));
  git('init', '--quiet');
  git('config', 'user.email', 'test@example.com');
  git('config', 'user.name', 'Test');
  writeFileSync(join(folder, '.gitignore'), '/dist/\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'First');
  mkdirSync(join(folder, 'dist/check'), { recursive: true });
  for (const file of ['index.mjs', 'live.mjs', 'index.mjs.map'])
    writeFileSync(join(folder, 'dist/check', file), file);
});
afterEach(() => rmSync(folder, { recursive: true }));

it('tags a tree with the program, and leaves the branch as it was', () => {
  const before = git('rev-parse', 'HEAD');
  expect(tagRelease(folder, '1.2.3')).toBe('v1.2.3');
  expect(git('ls-tree', '-r', '--name-only', 'v1.2.3').split('\n')).toEqual([
    '.gitignore',
    'dist/check/index.mjs',
    'dist/check/live.mjs',
  ]);
  expect(git('rev-parse', 'v1.2.3^{commit}^')).toBe(before);
  expect([git('rev-parse', 'HEAD'), git('status', '--porcelain')]).toEqual([before, '']);
});

it('refuses what is not committed, a tag that exists, and a program that is not built', () => {
  tagRelease(folder, '1.2.3');
  expect(() => tagRelease(folder, '1.2.3')).toThrow('the tag v1.2.3 exists');
  writeFileSync(join(folder, 'new.txt'), '');
  expect(() => tagRelease(folder, '1.2.4')).toThrow('files are not committed');
  rmSync(join(folder, 'new.txt'));
  rmSync(join(folder, 'dist/check/index.mjs'));
  expect(() => tagRelease(folder, '1.2.4')).toThrow('dist/check/index.mjs is missing');
});

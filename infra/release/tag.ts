import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import project from '../../package.json' with { type: 'json' };

const PROGRAM = 'dist/check';

/**
 * Makes the tag of a release. Its tree is that of HEAD and the built program, which actions of GitHub and hooks of
 * pre-commit run from a clone. The branch stays as it is, and nothing is pushed.
 *
 * @param folder - of the repository; its program is built
 * @returns the name of the tag
 * @throws Error where files are not committed, the program is not built, or the tag exists
 */
export function tagRelease(folder: string, version: string): string {
  const tag = `v${version}`;
  const git = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } }).trim();
  if (git(['status', '--porcelain']) !== '') throw new Error('files are not committed: commit them first');
  if (git(['tag', '--list', tag]) !== '') throw new Error(`the tag ${tag} exists: raise the version first`);
  const files = readdirSync(join(folder, PROGRAM)).filter(file => file.endsWith('.mjs'));
  if (!files.includes('index.mjs')) throw new Error(`${PROGRAM}/index.mjs is missing: run npm run build`);
  const scratch = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    // An index of its own: what is staged in the repository stays as it is.
    const index = { GIT_INDEX_FILE: join(scratch, 'index') };
    git(['read-tree', 'HEAD'], index);
    git(['add', '--force', ...files.map(file => `${PROGRAM}/${file}`)], index);
    const tree = git(['write-tree'], index);
    const commit = git(['commit-tree', tree, '-p', 'HEAD', '-m', `Release ${version}, with the program`]);
    git(['tag', '--annotate', tag, commit, '-m', `${project.name} ${version}`]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return tag;
}

if (import.meta.main) {
  parseArgs({ options: {} });
  const tag = tagRelease('.', project.version);
  console.log(`${tag} has the program; push it with: git push origin ${tag}`);
}

// Runs Stryker, which is installed here and only when this suite runs: it is 60 MB in 160 packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const stamp = new URL('node_modules/.complete', import.meta.url);

/** Installs what the lockfile pins, unless that is installed already. */
function install(): number {
  const wanted = createHash('sha256')
    .update(readFileSync(new URL('package-lock.json', import.meta.url)))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  process.stderr.write('Installing Stryker in test/mutation/node_modules\n');
  const { status } = spawnSync('npm', ['ci', '--prefix', here], { cwd: here, stdio: 'inherit' });
  if (status === 0) writeFileSync(stamp, wanted);
  return status ?? 1;
}

function runStryker(): number {
  const stryker = fileURLToPath(
    new URL('node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url),
  );
  const options = ['run', 'test/mutation/stryker.config.json', ...process.argv.slice(2)];
  return spawnSync(process.execPath, [stryker, ...options], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

process.exitCode = install() || runStryker();

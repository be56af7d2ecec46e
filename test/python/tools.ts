import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * The programs in Python that the deeper suites use, and the file of pinned packages that each comes from. checkov and
 * moto ask for different boto3, so there are two.
 */
const requirements = {
  moto_server: 'moto.txt',
  ministack: 'ministack.txt',
  'cfn-lint': 'scanners.txt',
  checkov: 'scanners.txt',
} as const;

export type PythonTool = keyof typeof requirements;

/** A program in Python that is not installed, and cannot be. */
export class PythonToolUnavailableError extends Error {
  override name = 'PythonToolUnavailableError';
}

/**
 * The path of a program in Python. moto_server is taken from the PATH where it is there; the scanners never are, since
 * another release has other rules. Otherwise the pinned packages are installed into `.python/`, once.
 *
 * @throws PythonToolUnavailableError where neither is available, with the reason.
 */
export async function pythonTool(name: PythonTool): Promise<string> {
  const own = name === 'moto_server' ? await onPath(name) : undefined;
  return own ?? join(await environmentOf(requirements[name]), 'bin', name);
}

async function onPath(name: string): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(directory, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

const isExecutable = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The virtual environment with the packages of a file; created again where the file has changed, or its creation was interrupted. */
async function environmentOf(file: string): Promise<string> {
  const packages = join(root, 'test/python', file);
  const environment = join(root, '.python', file.replace('.txt', ''));
  const stamp = join(environment, 'complete');
  const wanted = createHash('sha256')
    .update(await readFile(packages))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return environment;
  process.stderr.write(`Installing the Python packages of test/python/${file} into .python/\n`);
  await install(environment, packages).catch(error => {
    throw new PythonToolUnavailableError(unavailable(file, error), { cause: error });
  });
  await writeFile(stamp, wanted);
  return environment;
}

async function install(environment: string, packages: string): Promise<void> {
  await run('python3', ['-m', 'venv', '--clear', environment]);
  await run(join(environment, 'bin/pip'), [
    'install',
    '--quiet',
    '--no-input',
    '--disable-pip-version-check',
    '--requirement',
    packages,
  ]);
}

function unavailable(file: string, error: Error & { stderr?: string }): string {
  const reason = (error.stderr || error.message).trim().split('\n').at(-1);
  return `The Python packages of test/python/${file} cannot be installed: ${reason}. They need python3 (3.10 or later) with venv, and a package index.`;
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const directory = fileURLToPath(new URL('runtime', import.meta.url));
const runtime = join(directory, 'node_modules/aws-lambda-ric');
const stamp = join(directory, 'node_modules/.complete');

/** What aws-lambda-ric is built with. */
const BUILD_TOOLS = ['cmake', 'g++', 'make', 'python3', 'tar', 'xz'];

/** Lambda's loop around a handler is not installed, and cannot be. */
export class RuntimeUnavailableError extends Error {
  override name = 'RuntimeUnavailableError';
}

/**
 * The program that Lambda runs a handler of Node.js with. It is compiled when it is installed, so `npm ci` leaves it
 * alone: the pinned package is installed into test/e2e/runtime/, once.
 *
 * @throws RuntimeUnavailableError where it cannot be built, with the reason
 */
export async function lambdaRuntime(signal?: AbortSignal): Promise<string> {
  const lock = await readFile(join(directory, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).update(process.version).digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== wanted) {
    process.stderr.write('Building aws-lambda-ric in test/e2e/runtime/; this takes a minute or two\n');
    await install(signal);
    await writeFile(stamp, wanted);
  }
  return join(runtime, 'index.mjs');
}

async function install(signal: AbortSignal | undefined): Promise<void> {
  try {
    // By its own path: npm sets variables with the project's path for its scripts, and an npm inside would use them.
    await promisify(execFile)('npm', ['ci', '--prefix', directory], {
      cwd: directory,
      maxBuffer: 64 << 20,
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new RuntimeUnavailableError(await unavailable(error as Error & { stderr?: string }), {
      cause: error,
    });
  }
  // On a Mac the package installs without an error, and without the part that is built.
  if (existsSync(join(runtime, 'rapid-client.node'))) return;
  throw new RuntimeUnavailableError(
    'aws-lambda-ric cannot be built: it does without its native part on this system; it needs Linux.',
  );
}

async function unavailable({ message, stderr = '' }: Error & { stderr?: string }): Promise<string> {
  const missing: string[] = [];
  for (const tool of BUILD_TOOLS) if (!(await isOnPath(tool))) missing.push(tool);
  const lines = `${stderr}\n${message}`.split('\n').filter(line => /\berr(or)?\b/i.test(line));
  const said =
    lines.find(line => !/npm error (code|path|command|syscall|errno|address|port)\b/.test(line)) ??
    message.split('\n')[0];
  const reason = missing.length > 0 ? `there is no ${missing.join(', ')}` : said?.trim();
  const needs = `It needs ${BUILD_TOOLS.join(', ')}, the headers of Node.js, and a package registry.`;
  return `aws-lambda-ric cannot be built: ${reason}. ${needs}`;
}

async function isOnPath(program: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (await isExecutable(join(folder, program))) return true;
  }
  return false;
}

const isExecutable = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

// Checks the packaged template of every mode, with all that parameters add, with cfn-lint and checkov.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonToolUnavailableError, pythonTool } from '../python/tools.ts';
import { packageMode } from './service-package.ts';

const EXCEPTIONS = fileURLToPath(new URL('../../infra/checkov.yml', import.meta.url));

const MODES = ['notify', 'opt-in', 'remediate'] as const;

interface Ran {
  readonly exitCode: number;
  readonly output: string;
}

/** What checkov's JSON says of one template. */
interface CheckovReport {
  readonly results: { readonly failed_checks: readonly { readonly check_id: string }[] };
}

async function lintTemplate(): Promise<string[]> {
  const [cfnLint, checkov] = [await pythonTool('cfn-lint'), await pythonTool('checkov')];
  const directory = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-'));
  try {
    const templates = await Promise.all(
      MODES.map(mode => writeTemplate(join(directory, `${mode}.json`), mode)),
    );
    return [
      ...faultsOf('cfn-lint', await run(cfnLint, ['--', ...templates])),
      ...faultsOf('checkov', await runCheckov(checkov, directory, ['--config-file', EXCEPTIONS])),
      ...(await needlessExceptions(checkov, directory)),
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function writeTemplate(file: string, mode: (typeof MODES)[number]): Promise<string> {
  await writeFile(file, JSON.stringify(await packageMode(mode), null, 2));
  return file;
}

/** Offline: what it would fetch are links to descriptions. */
const runCheckov = (checkov: string, directory: string, options: readonly string[]) =>
  run(checkov, ['--skip-download', '--directory', directory, '--compact', '--quiet', ...options]);

/** Exceptions for checks that no template fails: they would hide a later fault. */
async function needlessExceptions(checkov: string, directory: string): Promise<string[]> {
  const { output } = await runCheckov(checkov, directory, [
    '--framework',
    'cloudformation',
    '--output',
    'json',
  ]);
  const { results } = JSON.parse(output) as CheckovReport;
  const failed = new Set(results.failed_checks.map(check => check.check_id));
  const excepted = (await readFile(EXCEPTIONS, 'utf8')).match(/(?<=^ {2}- )CKV\w+/gm) ?? [];
  return excepted
    .filter(check => !failed.has(check))
    .map(check => `infra/checkov.yml: nothing fails ${check} any more; take the exception out.`);
}

function run(program: string, options: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(program, options, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ exitCode: Number(error?.code ?? 0), output: stdout.trim() || stderr.trim() });
    });
  });
}

const faultsOf = (name: string, { exitCode, output }: Ran): string[] =>
  exitCode === 0 ? [] : [`${name}:\n${output}`];

try {
  const faults = await lintTemplate();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const verdict = faults.length > 0 ? 'faults' : 'no faults';
  process.stdout.write(`cfn-lint and checkov on the template of ${MODES.join(', ')} mode: ${verdict}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof PythonToolUnavailableError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

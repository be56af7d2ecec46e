import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Mode } from '../../functions/review/words/mode.ts';
import { RUN_PACKAGES } from './run-packages.ts';
import type { Template } from './template.ts';
import { fileNames } from './zip.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const osls = join(root, 'node_modules/osls/bin/serverless.js');

/** What `osls package` made: the template that is deployed, and the names of the files in each function's zip. */
export interface ServicePackage {
  template: Template;
  guardFiles: string[];
  sweepFiles: string[];
  /** None where slack is not deployed. */
  slackFiles: string[];
}

/**
 * Packages the service as it is, with `NAME=VALUE` parameters; within a run of the tests only once.
 *
 * @throws what osls says, with its `stdout`
 */
export async function packageService(...parameters: string[]): Promise<ServicePackage> {
  const kept = process.env[RUN_PACKAGES];
  if (!kept) return packageAgain(parameters);
  const file = join(kept, `${createHash('sha256').update(parameters.join('\n')).digest('hex')}.json`);
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  const made = await packageAgain(parameters);
  // Another test file may package the same: every reader gets one whole package.
  await writeFile(`${file}.${process.pid}`, JSON.stringify(made));
  await rename(`${file}.${process.pid}`, file);
  return made;
}

/** What is packaged in a mode, with all that a parameter can add. */
export async function packageMode(mode: Mode): Promise<Template> {
  const { template } = await packageService(
    `mode=${mode}`,
    'email=you@example.com',
    'slackWebhookParameter=/nacl/slack',
    'slackWorkspaceId=T0123ABCD',
    'slackChannelId=C0123ABCD',
  );
  return template;
}

/**
 * In a directory of its own, because osls always builds in `.serverless`; with stand-ins for the bundles, because the
 * template does not depend on them; and without AWS variables, because packaging must need neither login nor region.
 */
async function packageAgain(parameters: readonly string[]): Promise<ServicePackage> {
  const directory = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-'));
  try {
    await layOut(directory);
    await promisify(execFile)(
      process.execPath,
      [osls, 'package', ...parameters.map(each => `--param=${each}`)],
      {
        cwd: directory,
        env: { PATH: process.env.PATH, HOME: directory },
      },
    );
    const output = join(directory, '.serverless');
    return {
      template: JSON.parse(await readFile(join(output, 'cloudformation-template-update-stack.json'), 'utf8')),
      guardFiles: await filesOf(join(output, 'guard.zip')),
      sweepFiles: await filesOf(join(output, 'sweep.zip')),
      slackFiles: await filesOf(join(output, 'slack.zip')),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function filesOf(zip: string): Promise<string[]> {
  return existsSync(zip) ? fileNames(await readFile(zip)) : [];
}

/** The service with stand-ins for what is built, and with files beside the bundles that must not be packaged with them. */
async function layOut(directory: string): Promise<void> {
  for (const part of ['serverless.yml', 'package.json', 'infra', 'functions']) {
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  const files = [
    'dist/guard/index.mjs',
    'dist/guard/index.mjs.map',
    'dist/sweep/index.mjs',
    'dist/sweep/index.mjs.map',
    'dist/slack/index.mjs',
    'dist/slack/index.mjs.map',
    'dist/other/index.mjs',
    'node_modules/a/index.js',
  ];
  for (const file of files) {
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), '');
  }
}

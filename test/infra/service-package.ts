import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Mode } from '../../functions/review/words/mode.ts';
import { templateName } from '../../infra/parameter.ts';
import { type ParameterValues, resolveTemplate, type WholeTemplate } from './resolve.ts';
import { RUN_PACKAGES } from './run-packages.ts';
import type { Template } from './template.ts';
import { fileNames } from './zip.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const osls = join(root, 'node_modules/osls/bin/serverless.js');

/** What `osls package` made. */
export interface WholePackage {
  /** What is deployed, with all that parameters can add. */
  template: WholeTemplate;
  /** What osls makes a new stack from, before it updates it. */
  coreTemplate: WholeTemplate;
  /** The names of the files in each function's zip. */
  guardFiles: string[];
  sweepFiles: string[];
  slackFiles: string[];
}

/** The same, with the template as CloudFormation reads it with some parameters. */
export interface ServicePackage extends Omit<WholePackage, 'template'> {
  template: Template;
}

/**
 * The package, with the template as `NAME=VALUE` parameters decide it.
 *
 * @throws what osls says, with its `stdout`
 */
export async function packageService(...parameters: string[]): Promise<ServicePackage> {
  const whole = await packageWhole(...parameters);
  return { ...whole, template: resolveTemplate(whole.template, toValues(parameters)) };
}

/** `NAME=VALUE` by the names of the template. */
function toValues(parameters: readonly string[]): ParameterValues {
  const given = parameters.map(text => {
    const [name = '', ...value] = text.split('=');
    return [templateName(name), value.join('=')];
  });
  return Object.fromEntries(given);
}

/** Those that this process makes, or has made. */
const packages = new Map<string, Promise<WholePackage>>();

/**
 * Packages the service as it is; within a run of the tests only once for the same parameters.
 *
 * @throws what osls says, with its `stdout`
 */
export function packageWhole(...parameters: string[]): Promise<WholePackage> {
  const key = parameters.join('\n');
  const made = packages.get(key) ?? takeOrMake(parameters);
  packages.set(key, made);
  return made;
}

async function takeOrMake(parameters: readonly string[]): Promise<WholePackage> {
  const kept = process.env[RUN_PACKAGES];
  if (!kept) return packageAgain(parameters);
  const file = join(kept, `${createHash('sha256').update(parameters.join('\n')).digest('hex')}.json`);
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  const made = await packageAgain(parameters);
  // Another test file may package the same: every reader gets one whole package.
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(made));
  await rename(own, file);
  return made;
}

const TEAMS_ID = '01234567-89ab-cdef-0123-456789abcdef';
/** Whatever parameters can add, except for what depends on the mode. */
const EVERYTHING = [
  'email=you@example.com',
  'slackWebhookParameter=/nacl/slack',
  'slackWorkspaceId=T0123ABCD',
  'slackChannelId=C0123ABCD',
  `teamsTenantId=${TEAMS_ID}`,
  `teamsTeamId=${TEAMS_ID}`,
  'teamsChannelId=19%3Aabc%40thread.tacv2',
  'permissionsBoundaryName=boundaries/workload',
  'organizationId=o-a1b2c3d4e5',
  'memberAccountIds=111122223333,444455556666',
  'ignoredAccounts=777788889999',
];

/** What is deployed in a mode, with all that a parameter can add. sections.test.ts shows that one package is enough. */
export async function packageMode(mode: Mode, ...others: string[]): Promise<Template> {
  const { template } = await packageWhole();
  return resolveTemplate(template, toValues([`mode=${mode}`, ...EVERYTHING, ...others]));
}

/**
 * In a directory of its own, because osls always builds in `.serverless`; with stand-ins for the bundles, because the
 * template does not depend on them; and without AWS variables, because packaging must need neither login nor region.
 */
async function packageAgain(parameters: readonly string[]): Promise<WholePackage> {
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
      template: await readTemplate(output, 'update'),
      coreTemplate: await readTemplate(output, 'create'),
      guardFiles: await filesOf(join(output, 'guard.zip')),
      sweepFiles: await filesOf(join(output, 'sweep.zip')),
      slackFiles: await filesOf(join(output, 'slack.zip')),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function readTemplate(output: string, step: 'create' | 'update'): Promise<WholeTemplate> {
  return JSON.parse(await readFile(join(output, `cloudformation-template-${step}-stack.json`), 'utf8'));
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
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/other/index.mjs',
    'node_modules/a/index.js',
  ];
  for (const file of files) {
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), '');
  }
}

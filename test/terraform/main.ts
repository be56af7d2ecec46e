// Validates and tests the Terraform module offline, with a mocked provider. Exit code 3 and one line where Terraform or
// Go is missing: the provider's schemas come from a stub, which Go builds.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { renderRefusals } from './refusals.ts';

const MODULE = fileURLToPath(new URL('../../infra/terraform', import.meta.url));
const STUB = fileURLToPath(new URL('provider', import.meta.url));
/** Any that the module accepts. */
const VERSION = '6.0.0';
const EXAMPLES = ['complete', 'organisation'] as const;
const UNAVAILABLE = 3;

class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

async function output(program: string, args: readonly string[], cwd?: string): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, cwd === undefined ? {} : { cwd })).stdout.trim();
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const reason = stderr.trim().split('\n')[0] || message;
    throw new UnavailableError(`The Terraform module is not tested, because of ${program}: ${reason}`);
  }
}

/** The folder in which Terraform looks for providers instead of the registry. */
async function buildMirror(directory: string): Promise<string> {
  const [os, arch] = (await output('go', ['env', 'GOOS', 'GOARCH'])).split('\n');
  const folder = join(directory, `mirror/registry.terraform.io/hashicorp/aws/${VERSION}/${os}_${arch}`);
  await mkdir(folder, { recursive: true });
  await output('go', ['build', '-o', join(folder, `terraform-provider-aws_v${VERSION}`), '.'], STUB);
  const config = join(directory, 'terraform.rc');
  const mirror = JSON.stringify(join(directory, 'mirror'));
  await writeFile(config, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`);
  return config;
}

async function terraform(cwd: string, config: string, ...args: readonly string[]): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: cwd, TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: '1' };
  const child = spawn('terraform', [...args, '-no-color'], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code}`);
}

async function testModule(directory: string): Promise<void> {
  await output('terraform', ['version']);
  const config = await buildMirror(directory);
  const copy = join(directory, 'module');
  await cp(MODULE, copy, { recursive: true });
  await terraform(copy, config, 'fmt', '-check', '-recursive', '-diff');
  await writeFile(join(copy, 'tests/refused.tftest.hcl'), renderRefusals());
  // What a release has beside the module: "terraform validate" reads it.
  for (const name of ['nacl-ephemeral-guard', 'nacl-ephemeral-guard-stack-set'])
    await writeFile(join(copy, `${name}.template.json`), '{}');
  for (const folder of [copy, ...EXAMPLES.map(name => join(copy, 'examples', name))]) {
    await terraform(folder, config, 'init', '-input=false');
    await terraform(folder, config, 'validate');
  }
  await terraform(copy, config, 'test');
}

const directory = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-'));
try {
  await testModule(directory);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UnavailableError ? UNAVAILABLE : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

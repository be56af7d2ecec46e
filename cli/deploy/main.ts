import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CLIENT_BOUNDS } from '../deployment/client-bounds.ts';
import { createConfirm } from '../terminal/confirm.ts';
import { deploy } from './deploy.ts';

const { stdout, stderr } = process;
const root = fileURLToPath(new URL('../..', import.meta.url));

async function run(...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

async function runOsls(args: readonly string[]): Promise<number> {
  const built = await run('infra/build.ts');
  return built === 0 ? run('node_modules/osls/bin/serverless.js', ...args) : built;
}

process.exitCode = await deploy(process.argv.slice(2), {
  stdout,
  stderr,
  createClient: (region, profile) =>
    new CloudFormationClient({ ...CLIENT_BOUNDS, ...(profile && { profile }), region }),
  runOsls,
  confirm: createConfirm(process),
});

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BUS_POLICY, SIMPLE_ALARM } from './not-in-ministack.ts';
import { ADMINISTRATOR, type Caller, REGION } from './region.ts';
import { type Deployed, describe, type Parameters } from './stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm run deploy` reads. */
const PARTS = [
  'serverless.yml',
  'package.json',
  'tsconfig.json',
  'LICENSE',
  'infra',
  'functions',
  'cli',
  'dist',
];

/** A folder from which the service is deployed; osls always works in `.serverless`. */
export interface ServiceFolder {
  /** Runs a program of it. @throws Error with its output where it fails */
  run(...args: string[]): Promise<void>;
}

/** @returns a stack as `npm run deploy` made or updated it, from a folder of its own */
export async function deployByOsls(parameters: Parameters, caller = ADMINISTRATOR): Promise<Deployed> {
  const directory = await mkdtemp(join(process.env.MINISTACK_DIRECTORY ?? '', 'service-'));
  for (const part of PARTS) await cp(join(root, part), join(directory, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  await simplifyAlarms(directory);
  await leaveOutBusPolicies(directory);
  const params = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`);
  const { run } = serviceFolder(directory, caller);
  await run('cli/deploy/main.ts', '--region', REGION, '--yes', ...params);
  const remove = () => run('node_modules/osls/bin/serverless.js', 'remove', '--region', REGION);
  return { ...(await describe('nacl-ephemeral-guard-prod')), remove };
}

export function serviceFolder(cwd: string, { variables }: Caller = ADMINISTRATOR): ServiceFolder {
  const env = { ...process.env, ...variables, SLS_AWS_MONITORING_FREQUENCY: '200' };
  return {
    async run(...args) {
      try {
        await promisify(execFile)(process.execPath, args, { cwd, env });
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${args.join(' ')}\n${stderr}${stdout}`, { cause: error });
      }
    },
  };
}

/** The last two parts of the file of alarms are the heartbeat, and the lean alarm has a file of its own. */
async function simplifyAlarms(directory: string): Promise<void> {
  const alarms = join(directory, 'infra/alarms.yml');
  const [others = ''] = (await readFile(alarms, 'utf8')).split('  HeartbeatAlarm:');
  await writeFile(alarms, `${others}  HeartbeatAlarm: ${JSON.stringify(SIMPLE_ALARM)}\n`);
}

/** They are the last resources of the file of the bus. */
async function leaveOutBusPolicies(directory: string): Promise<void> {
  const file = join(directory, 'infra/hub/bus.yml');
  const [bus = '', policies = ''] = (await readFile(file, 'utf8')).split(
    / {2}#[^\n]*\n(?: {2}#[^\n]*\n)*(?= {2}HubBusOrganizationPolicy:)/,
  );
  if (!policies.includes(BUS_POLICY))
    throw new Error('infra/hub/bus.yml has no policies of the bus at its end');
  await writeFile(file, bus);
}

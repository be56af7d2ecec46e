import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll } from 'vitest';
import { check } from '../../../cli/check/check.ts';

export const SEED = 'cli/replay/seed/network-acls.json';
export const SEED_SURROUNDINGS = 'cli/replay/seed/surroundings.json';

/** What `npm run check` runs, in this process. */
export async function run(args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  const status = await check(['check', ...args], { stdout, stderr });
  stdout.end();
  stderr.end();
  const [written, errors] = await output;
  return { status, stdout: written, stderr: errors };
}

/** The elements of `networkAcls` in the JSON. */
export async function runJson(args: readonly string[]) {
  const { stdout } = await run([...args, '--json']);
  return JSON.parse(stdout).networkAcls;
}

/** The same in a process of its own. */
export const spawned = (args: readonly string[], options: { input?: string; env?: NodeJS.ProcessEnv } = {}) =>
  spawnSync(process.execPath, ['cli/check/main.ts', 'check', ...args], { encoding: 'utf8', ...options });

/** Writes files into a folder that exists for one test file. */
export function createFolder() {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
}

/** An entry that allows tcp from or to everywhere, as EC2 describes it. */
export const entry = (
  RuleNumber: number,
  Egress: boolean,
  From: number,
  To: number,
  changed: object = {},
) => ({
  RuleNumber,
  Egress,
  Protocol: '6',
  RuleAction: 'allow',
  CidrBlock: '0.0.0.0/0',
  PortRange: { From, To },
  ...changed,
});
export const SSH = entry(100, false, 22, 22);
export const REPLIES = entry(100, true, 1024, 65535);
/** The half of the client ports that is enough for Linux, but not for NAT gateways. */
export const HALF = entry(100, true, 32768, 65535);

export const acl = (NetworkAclId: string, ...Entries: object[]) => ({
  NetworkAclId,
  VpcId: 'vpc-1',
  Associations: [{ SubnetId: 'subnet-1' }],
  Entries,
});

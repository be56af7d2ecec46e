import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, vi } from 'vitest';
import { check } from '../../../cli/check/check.ts';

export const SEED = 'cli/replay/seed/network-acls.json';
export const SEED_SURROUNDINGS = 'cli/replay/seed/surroundings.json';

/** What `npm run check` runs with, beside its arguments. */
export interface Around {
  readonly columns?: number;
  readonly isTerminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** In milliseconds since 1970. */
  readonly now?: number;
}

/** What `npm run check` runs, in this process. */
export async function run(
  args: readonly string[],
  { columns, isTerminal = false, environment = {}, now = Date.UTC(2026, 10, 28) }: Around = {},
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { columns, isTTY: isTerminal, hasColors: () => isTerminal };
  for (const stream of [stdout, stderr]) Object.assign(stream, terminal);
  const output = Promise.all([text(stdout), text(stderr)]);
  for (const name of ['FORCE_COLOR', 'NO_COLOR']) vi.stubEnv(name, environment[name]);
  const status = await check(['check', ...args], { stdout, stderr }, () => now).finally(() => {
    vi.unstubAllEnvs();
  });
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

/** A network ACL with a name and other tags. */
export const named = (
  id: string,
  name: string,
  entries: readonly object[],
  tags: Readonly<Record<string, string>> = {},
) => ({
  ...acl(id, ...entries),
  Tags: Object.entries({ ...(name && { Name: name }), ...tags }).map(([Key, Value]) => ({ Key, Value })),
});

/** Thirty network ACLs as a large account has them: thirteen with findings, of five causes that fail. */
export function thirty(): object[] {
  const web = [entry(100, false, 80, 80), entry(105, false, 443, 443)];
  const database = entry(100, false, 5432, 5432, { CidrBlock: '10.20.0.0/16' });
  const ids = (count: number) => Array.from({ length: count }, (_, index) => index);
  const answers = entry(110, false, 1024, 65535);
  return [
    ...ids(11).map(index =>
      named(`acl-b${index}`, `app-${index}`, [SSH, REPLIES, answers, entry(110, true, 443, 443)]),
    ),
    named('acl-a1', 'bastion', [SSH]),
    ...ids(3).map(index =>
      named(`acl-c${index}`, `api-${index + 1}`, [
        entry(100, false, 443, 443),
        entry(140, true, 32768, 65535),
      ]),
    ),
    named('acl-a2', 'bastion-dr', [SSH]),
    named('acl-a3', 'web-public', [...web, entry(100, true, 443, 443), entry(200, false, 1024, 65535)]),
    named('acl-a4', 'payments-db', [database, entry(100, true, 49152, 65535, { CidrBlock: '10.20.0.0/16' })]),
    named('acl-0c2091a2b3c4d5e6f', '', [
      entry(100, false, 0, 65535, { Protocol: '-1', CidrBlock: '10.0.0.0/8' }),
    ]),
    named('acl-e1', 'lab', [SSH], { 'nacl-ephemeral-guard': 'ignore' }),
    ...ids(2).map(index => ({ ...named(`acl-d${index}`, `spare-${index}`, [SSH]), Associations: [] })),
    named('acl-f1', 'admin', [SSH, REPLIES, entry(110, true, 5000, 5000, { RuleAction: 'deny' })]),
    ...ids(7).map(index => named(`acl-g${index}`, `data-${index}`, [SSH, REPLIES])),
  ];
}

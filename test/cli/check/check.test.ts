import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { check } from '../../../cli/check/check.ts';

/** What `npm run check` runs, in this process. */
async function run(args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  const status = await check(['check', ...args], { stdout, stderr });
  stdout.end();
  stderr.end();
  const [written, errors] = await output;
  return { status, stdout: written, stderr: errors };
}

/** The same in a process of its own. */
const spawned = (args: readonly string[], input?: string) =>
  spawnSync(process.execPath, ['cli/check/main.ts', 'check', ...args], { encoding: 'utf8', input });
const SEED = 'cli/replay/seed/network-acls.json';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const entry = (RuleNumber: number, Egress: boolean, From: number, To: number, changed: object = {}) => ({
  RuleNumber,
  Egress,
  Protocol: '6',
  RuleAction: 'allow',
  CidrBlock: '0.0.0.0/0',
  PortRange: { From, To },
  ...changed,
});
const SSH = entry(100, false, 22, 22);
const REPLIES = entry(100, true, 1024, 65535);
const acl = (NetworkAclId: string, ...Entries: object[]) => ({
  NetworkAclId,
  VpcId: 'vpc-1',
  Associations: [{ SubnetId: 'subnet-1' }],
  Entries,
});

describe('check --json', () => {
  it('prints the contract for the seed scenario', async () => {
    const { status, stdout, stderr } = await run([SEED, '--json']);
    expect([status, stderr]).toEqual([1, '']);
    const blocked = (client: string, fromPort: number, toPort: number) => ({
      client,
      fromPort,
      toPort,
      replies: 'blocked',
    });
    expect(JSON.parse(stdout)).toEqual({
      networkAcls: [
        {
          networkAclId: 'acl-0a1b2c3d4e5f60718',
          vpcId: 'vpc-0f1e2d3c4b5a69788',
          unused: false,
          status: 'gap',
          severity: 'high',
          gaps: [
            {
              direction: 'egress',
              protocol: 'tcp',
              cidr: '0.0.0.0/0',
              fromPort: 1024,
              toPort: 65535,
              deniedBy: 'default',
              ruleNumber: null,
              admittedBy: [100],
              evidence: 'named',
              severity: 'high',
            },
          ],
          clients: [
            blocked('nat-elb-lambda', 1024, 65535),
            blocked('linux', 32768, 61000),
            blocked('windows', 49152, 65535),
            blocked('windows-legacy', 1025, 5000),
          ],
          plan: { entries: [{ ...REPLIES, CidrBlock: '0.0.0.0/0' }], unplaced: [] },
          shadowed: [],
        },
      ],
    });
  });

  it('names the rule that denies, what has no place and what never takes effect', async () => {
    const denies = entry(300, true, 5432, 5432, { RuleAction: 'deny', CidrBlock: '10.0.0.0/8' });
    const all = { Protocol: '-1', RuleAction: 'deny' };
    const shadowed = entry(400, true, 443, 443, { RuleAction: 'deny' });
    const listed = acl('acl-1', SSH, denies, entry(301, true, 0, 65535, all), shadowed);
    const { stdout } = await run([file('unplaced.json', listed), '--json']);
    const [judged] = JSON.parse(stdout).networkAcls;
    expect(judged).toMatchObject({
      unused: false,
      plan: { entries: [] },
      shadowed: [{ egress: true, ruleNumber: 400 }],
    });
    expect(judged.gaps).toContainEqual(
      expect.objectContaining({ deniedBy: 'entry', ruleNumber: 300, cidr: '10.0.0.0/8' }),
    );
    expect(judged.plan.unplaced).toContainEqual({
      protocol: 'tcp',
      cidr: '0.0.0.0/0',
      fromPort: 1024,
      toPort: 5431,
      reason: 'rule-numbers',
    });
  });

  it('prints an empty list for an empty list', async () => {
    const { status, stdout } = await run([file('empty.json', { NetworkAcls: [] }), '--json']);
    expect([status, JSON.parse(stdout)]).toEqual([0, { networkAcls: [] }]);
  });
});

describe('what check reads', async () => {
  const covered = acl('acl-covered', SSH, REPLIES);
  const lowerCase = {
    networkAclId: 'acl-lower',
    entries: [
      {
        ruleNumber: 100,
        egress: false,
        protocol: '6',
        ruleAction: 'allow',
        cidrBlock: '0.0.0.0/0',
        portRange: { from: 22, to: 22 },
      },
    ],
  };
  const snakeCase = {
    network_acl_id: 'acl-snake',
    entries: [
      {
        rule_number: 100,
        egress: false,
        protocol: '6',
        rule_action: 'allow',
        ipv6_cidr_block: '::/0',
        port_range: { from: 22, to: 22 },
      },
    ],
  };
  const judgedIds = (stdout: string) =>
    JSON.parse(stdout).networkAcls.map(
      ({ networkAclId, status }: Record<string, string>) => `${networkAclId} ${status}`,
    );

  it.each<[string, unknown, string[]]>([
    ['one network ACL', covered, ['acl-covered covered']],
    ['a list', [covered, covered], ['acl-covered covered', 'acl-covered covered']],
    ['an object with NetworkAcls', { NetworkAcls: [covered] }, ['acl-covered covered']],
    ['keys in lower case', { networkAcls: [lowerCase] }, ['acl-lower gap']],
    ['keys in snake case', { network_acls: [snakeCase] }, ['acl-snake gap']],
  ])('%s', async (name, content, expected) => {
    expect(judgedIds((await run([file(`${name}.json`, content), '--json'])).stdout)).toEqual(expected);
  });

  it('standard input', () => {
    const { status, stdout } = spawned(['-', '--json'], JSON.stringify(covered));
    expect([status, judgedIds(stdout)]).toEqual([0, ['acl-covered covered']]);
  });

  it('several files', async () => {
    const { stdout } = await run([file('a.json', covered), SEED, '--json']);
    expect(judgedIds(stdout)).toEqual(['acl-covered covered', 'acl-0a1b2c3d4e5f60718 gap']);
  });

  it('EC2 itself, page by page', async () => {
    const networkAcls = Array.from({ length: 1_005 }, (_, index) =>
      acl(`acl-${String(index).padStart(4, '0')}`),
    );
    const standIn = await startStandIn({
      networkAcls: networkAcls as never,
      topicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
      findingsTable: 'findings',
    });
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: standIn.endpoint,
      AWS_ACCESS_KEY_ID: 'stand-in',
      AWS_SECRET_ACCESS_KEY: 'stand-in',
    };
    const child = spawn(process.execPath, ['cli/check/main.ts', 'check', '--json', '--region', 'us-east-1'], {
      env,
    });
    const output = await text(child.stdout);
    await standIn.close();
    expect(JSON.parse(output).networkAcls).toHaveLength(1_005);
    expect(standIn.calls.map(({ action }) => action)).toEqual(['DescribeNetworkAcls', 'DescribeNetworkAcls']);
  });
});

describe('the exit code', async () => {
  it.each<[number, string, object]>([
    [0, 'covered', acl('acl-1', SSH, REPLIES)],
    [1, 'a gap of high severity', acl('acl-1', SSH)],
    [1, 'a gap of medium severity', acl('acl-1', SSH, entry(100, true, 32768, 65535))],
    [
      0,
      'a gap that somebody wrote',
      acl('acl-1', SSH, entry(90, true, 5000, 5000, { RuleAction: 'deny' }), REPLIES),
    ],
    [0, 'a gap of ingress', acl('acl-1', entry(100, true, 443, 443))],
  ])('is %d for %s', async (code, name, content) => {
    const path = file(`${name}.json`, content);
    expect((await run([path])).status).toBe(code);
    expect((await run([path, '--json'])).status).toBe(code);
  });

  it('follows the ports that the operator requires', async () => {
    const path = file('ports.json', acl('acl-1', SSH, entry(100, true, 32768, 60999)));
    expect((await run([path, '--ephemeral-ports', '32768-60999'])).status).toBe(0);
    expect((await run([path, '--ephemeral-ports', '1025-5000,32768-60999'])).status).toBe(1);
  });

  it('refuses the option that it no longer has, on one line', async () => {
    const path = file(
      'receiver.json',
      acl('acl-1', entry(100, false, 1024, 65535), entry(100, true, 443, 443)),
    );
    expect((await run([path])).status).toBe(0);
    expect(await run([path, '--all-services'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^[^\n]*--all-services no longer exists[^\n]*\n$/),
    });
  });
});

describe('the table', () => {
  it('fits on a terminal and says what is wrong, for whom, and what to add', async () => {
    const { stdout } = await run([SEED]);
    expect(stdout).toBe(readFileSync('test/cli/check/seed-table.txt', 'utf8'));
    const axis = stdout.split('\n').slice(2, 9);
    expect(Math.max(...axis.map(line => line.length))).toBeLessThanOrEqual(79);
  });

  it('has no colors in a pipe', async () => {
    expect((await run([SEED])).stdout).not.toContain('\u001B');
  });

  it('is short where all is well', async () => {
    const { stdout } = await run([file('short.json', [acl('acl-1', SSH, REPLIES), acl('acl-2')])]);
    expect(stdout).toContain('acl-1  vpc-1  covered\n');
    expect(stdout).toContain('acl-2  vpc-1  covered\n  no service: nothing that needs a reply\n');
    expect(stdout).toContain('2 network ACLs: 2 covered\n');
    expect(stdout).not.toContain('to add');
  });

  it("shows ingress, people's denies and what never takes effect", async () => {
    const denied = entry(90, true, 5000, 5000, { RuleAction: 'deny' });
    const { stdout } = await run([
      file(
        'more.json',
        acl('acl-1', SSH, denied, REPLIES, entry(110, true, 2000, 2000), entry(120, true, 443, 443)),
      ),
    ]);
    expect(stdout).toContain('acl-1  vpc-1  gap, low');
    expect(stdout).toContain('outbound tcp   .===#====');
    expect(stdout).toContain('inbound tcp    .!!!!');
    expect(stdout).toContain(
      'denied inbound:\n    tcp 1024-65535 from 0.0.0.0/0\n        let out by outbound rules 110 (tcp/2000 to 0.0.0.0/0) and 120 (tcp/443 to 0.0.0.0/0)',
    );
    expect(stdout).toContain('never takes effect:\n    outbound 110 allow tcp 2000 0.0.0.0/0');
  });
});

describe('check --fix', async () => {
  it.each([
    [
      'cli',
      /^# In this order: .+\naws ec2 create-network-acl-entry --network-acl-id acl-0a1b2c3d4e5f60718 --egress .+\n$/,
    ],
    [
      'terraform',
      /^# .+\n# .+\n\nresource "aws_network_acl_rule" "acl_0a1b2c3d4e5f60718_egress_100" \{\n(?: {2}.+\n)+\}\n$/,
    ],
    ['cloudformation', /^Resources:\n {2}acl0a1b2c3d4e5f60718Egress100:\n(?: {4}.+\n)+$/],
  ])('%s', async (format, expected) => {
    const { status, stdout } = await run([SEED, '--fix', format]);
    expect(status).toBe(1);
    expect(stdout).toMatch(expected);
  });

  it('heads several fixes once', async () => {
    expect((await run([SEED, SEED, '--fix', 'cloudformation'])).stdout.match(/^Resources:$/gm)).toHaveLength(
      1,
    );
  });

  it('says that nothing is missing', async () => {
    const { status, stdout } = await run([
      file('fixed.json', acl('acl-1', SSH, REPLIES)),
      '--fix',
      'terraform',
    ]);
    expect([status, stdout]).toEqual([0, '# No rule is missing.\n']);
  });

  it('says in a comment what has no place', async () => {
    const { stdout } = await run([
      file('quota.json', acl('acl-1', SSH, entry(1, true, 1, 1))),
      '--fix',
      'cli',
      '--rule-quota',
      '1',
    ]);
    expect(stdout).toMatch(/^# acl-1: The missing rules would exceed the rule quota/);
  });
});

describe('check with what it cannot use', async () => {
  const broken = (name: string, changed: object) => [
    file(`${name}.json`, acl('acl-1', { ...SSH, ...changed })),
  ];

  it.each<[string, () => string[], RegExp]>([
    ['a missing file', () => ['no-such.json'], /^no-such\.json: no such file$/],
    ['broken JSON', () => [file('broken.json', '{')], /broken\.json: not JSON: /],
    [
      'something else',
      () => [file('else.json', { Reservations: [] })],
      /else\.json: \{"Reservations":\[\]\} is no network ACL/,
    ],
    [
      'no CIDR block',
      () => broken('cidr', { CidrBlock: undefined }),
      /cidr\.json: acl-1 ingress rule 100: CidrBlock is missing, expected/,
    ],
    [
      'reversed ports',
      () => broken('ports', { PortRange: { From: 23, To: 22 } }),
      /ports\.json: acl-1 ingress rule 100: PortRange is \{"From":23,"To":22\}/,
    ],
    [
      'an unknown action',
      () => broken('action', { RuleAction: 'block' }),
      /acl-1 ingress rule 100: RuleAction is "block"/,
    ],
    [
      'a rule number twice',
      () => [file('twice.json', acl('acl-1', SSH, SSH))],
      /twice\.json: acl-1 ingress rule number is 100, expected each number once/,
    ],
    [
      'an entry that is none',
      () => [file('null.json', { NetworkAclId: 'acl-1', Entries: [null] })],
      /acl-1: Entries\[0\] is null, expected an object/,
    ],
    ['an unknown option', () => ['--jsn'], /^Unknown option '--jsn'/],
    [
      'an unknown format',
      () => [SEED, '--fix', 'pulumi'],
      /^--fix is "pulumi", expected cli, terraform or cloudformation$/,
    ],
    ['json and a fix', () => [SEED, '--json', '--fix', 'cli'], /^--json and --fix do not go together$/],
    [
      'a region for a file',
      () => [SEED, '--region', 'eu-west-1'],
      /^--region and --profile are for asking EC2/,
    ],
    [
      'no port range',
      () => [SEED, '--ephemeral-ports', '22'],
      /^--ephemeral-ports is "22", expected port ranges/,
    ],
    [
      'no quota',
      () => [SEED, '--rule-quota', '0'],
      /^--rule-quota is "0", expected a whole number from 1 to 40$/,
    ],
  ])('%s: one line, exit code 2, and no report', async (_, args, message) => {
    const { status, stdout, stderr } = await run(args());
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n\n')[0]).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('EC2 that does not answer', async () => {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
    };
    const args = ['cli/check/main.ts', 'check', '--region', 'us-east-1'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^cannot read the network ACLs from EC2: connect ECONNREFUSED/);
  });

  it('helps', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^usage: nacl-ephemeral-guard check/);
  });
});

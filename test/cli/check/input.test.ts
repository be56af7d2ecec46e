import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import { acl, createFolder, entry, REPLIES, run, runJson, SEED, SSH, spawned } from './program.ts';

const file = createFolder();

const covered = acl('acl-covered', SSH, REPLIES);
const lowerCase = {
  networkAclId: 'acl-lower',
  associations: [{ subnetId: 'subnet-1' }],
  entries: [
    {
      ...{ ruleNumber: 100, egress: false, protocol: '6', ruleAction: 'allow' },
      ...{ cidrBlock: '0.0.0.0/0', portRange: { from: 22, to: 22 } },
    },
  ],
};
const snakeCase = {
  network_acl_id: 'acl-snake',
  associations: [{ subnet_id: 'subnet-1' }],
  entries: [
    {
      ...{ rule_number: 100, egress: false, protocol: '6', rule_action: 'allow' },
      ...{ ipv6_cidr_block: '::/0', cidr_block: null, port_range: { from: 22, to: 22 } },
    },
  ],
};
interface Evaluated {
  readonly networkAclId: string;
  readonly status: string;
  readonly severity: string;
  readonly ingressSeverity: string;
  readonly assumptions: { readonly exposure: string };
}
const results = (evaluated: readonly Evaluated[]) =>
  evaluated.map(({ networkAclId, status }) => `${networkAclId} ${status}`);

describe('check reads', () => {
  it.each<[string, unknown, string[]]>([
    ['one network ACL', covered, ['acl-covered covered']],
    ['one network ACL, as it is created', { NetworkAcl: covered }, ['acl-covered covered']],
    ['a list', [covered, covered], ['acl-covered covered', 'acl-covered covered']],
    ['an object with NetworkAcls', { NetworkAcls: [covered] }, ['acl-covered covered']],
    ['several outputs in a list', [{ NetworkAcls: [covered] }, { Vpcs: [] }], ['acl-covered covered']],
    ['keys in lower case', { networkAcls: [lowerCase] }, ['acl-lower gap']],
    ['keys in snake case', { network_acls: [snakeCase] }, ['acl-snake gap']],
  ])('%s', async (name, content, expected) => {
    expect(results(await runJson([file(`${name}.json`, content)]))).toEqual(expected);
  });

  it('standard input', () => {
    const { status, stdout } = spawned(['-', '--json'], { input: JSON.stringify(covered) });
    expect([status, results(JSON.parse(stdout).networkAcls)]).toEqual([0, ['acl-covered covered']]);
  });

  it('several files', async () => {
    const evaluated = await runJson([file('a.json', covered), SEED]);
    expect(results(evaluated)).toEqual(['acl-covered covered', 'acl-0a1b2c3d4e5f60718 gap']);
  });

  it('a path from the folder of the user, in a script of npm', () => {
    const env = {
      ...process.env,
      INIT_CWD: join(process.cwd(), 'cli/replay'),
      npm_package_name: 'nacl-ephemeral-guard',
    };
    expect(spawned(['seed/network-acls.json'], { env }).status).toBe(1);
  });
});

describe('exposure in files', () => {
  const { situations } = JSON.parse(readFileSync('test/fixtures/situations.json', 'utf8'));
  const LISTS = ['Vpcs', 'NetworkInterfaces', 'SecurityGroups', 'NetworkAcls', 'Subnets'];

  it.each<[string, { files: Record<string, unknown>; expect: { severity: string[]; ingress: string } }]>(
    situations.map((one: { id: string }) => [one.id, one]),
  )('situation %s, a list in each file', async (id, { files, expect: expected }) => {
    const given = LISTS.filter(list => files[list] !== undefined);
    const [evaluated] = await runJson(given.map(list => file(`${id}-${list}.json`, { [list]: files[list] })));
    expect(expected.severity).toContain(evaluated.severity);
    if (expected.ingress !== 'any')
      expect(evaluated.ingressSeverity === 'high' ? 'high' : 'quiet').toBe(expected.ingress);
  });

  const around = {
    NetworkInterfaces: [networkInterface(1)],
    SecurityGroups: [group('sg-1')],
    Subnets: [subnet('subnet-1')],
    Vpcs: [vpc()],
  };
  const gap = acl('acl-1', SSH);

  it.each<[string, string, object[]]>([
    ['all in one object', 'known', [{ ...around, NetworkAcls: [gap] }]],
    ['the interfaces first', 'known', [around, gap]],
    ['the interfaces last', 'known', [gap, around]],
    ['without interfaces', 'unknown', [gap, { ...around, NetworkInterfaces: [] }]],
    ['without a security group', 'unknown', [gap, { ...around, SecurityGroups: [] }]],
    ['of another VPC', 'unknown', [{ ...gap, VpcId: 'vpc-2' }, around]],
    ['not needed', 'not-needed', [covered, around]],
  ])('%s: %s', async (name, expected, contents) => {
    const paths = contents.map((content, index) => file(`${name}-${index}.json`, content));
    const [evaluated] = await runJson(paths);
    expect(evaluated.assumptions.exposure).toBe(expected);
  });
});

describe('unusable input is one line and exit code 2', () => {
  const broken = (name: string, changed: object) => [
    file(`${name}.json`, acl('acl-1', { ...SSH, ...changed })),
  ];

  it.each<[string, () => string[], RegExp]>([
    ['a missing file', () => ['no-such.json'], /^no-such\.json: no such file$/],
    ['broken JSON', () => [file('broken.json', '{')], /^\S+broken\.json: not JSON: /],
    [
      'something else',
      () => [file('else.json', { Reservations: [] })],
      /else\.json: \{"Reservations":\[\]\} is not a network ACL, expected the output of aws ec2/,
    ],
    [
      'no network ACL',
      () => [file('none.json', { NetworkAcls: [] })],
      /none\.json: no network ACL found\. Wrong/,
    ],
    [
      'only interfaces',
      () => [file('only.json', { NetworkInterfaces: [networkInterface(1)] })],
      /only\.json: no network ACL found/,
    ],
    [
      'a part of a list',
      () => [file('part.json', { NetworkAcls: [covered], NextToken: 'x' })],
      /part\.json: the list is incomplete \(it has a NextToken\), expected all pages$/,
    ],
    [
      'an interface without a VPC',
      () => [file('eni.json', { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] }), SEED],
      /^\S+eni\.json: eni-1: VpcId is missing, expected an id such as vpc-/,
    ],
    [
      'a list of something else',
      () => [file('texts.json', { NetworkAcls: ['acl-1'] })],
      /texts\.json: an element of NetworkAcls is "acl-1", expected an object$/,
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
    [
      'an id that would be a command',
      () => [file('id.json', acl('acl-1; rm -rf /', SSH))],
      /id\.json: NetworkAclId is "acl-1; rm -rf \/", expected an id such as acl-0123abcd$/,
    ],
    ['an unknown option', () => ['--jsn'], /^unknown option --jsn\. Did you mean --json\?$/],
    ['an option that is gone', () => ['--all-services'], /^--all-services is gone: /],
    [
      'an unknown format',
      () => [SEED, '--fix', 'pulumi'],
      /^--fix is "pulumi", expected cli, terraform or cloudformation$/,
    ],
    [
      'an unknown severity',
      () => [SEED, '--fail-on', 'hihg'],
      /^--fail-on is "hihg", expected low, medium, high or never\. Did you mean high\?$/,
    ],
    ['json and a fix', () => [SEED, '--json', '--fix', 'cli'], /^--json and --fix exclude each other/],
    [
      'a region for a file',
      () => [SEED, '--region', 'eu-west-1'],
      /^--region and --profile are only for EC2/,
    ],
    ['no region', () => ['--region', 'Frankfurt'], /^--region is "Frankfurt", expected/],
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
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await run(args());
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('for each file', async () => {
    const { status, stderr } = await run(['no-1.json', SEED, 'no-2.json']);
    expect([status, stderr]).toEqual([2, 'no-1.json: no such file\nno-2.json: no such file\n']);
  });

  it('an unknown command', () => {
    const args = (command: string) => ['cli/check/main.ts', command];
    const stderr = (command: string) =>
      spawnSync(process.execPath, args(command), { encoding: 'utf8' }).stderr;
    expect(stderr('chekc')).toBe('unknown command "chekc". Did you mean check?\n');
    expect(stderr('acl.json')).toBe(
      'unknown command "acl.json", expected check: nacl-ephemeral-guard check acl.json\n',
    );
  });
});

it('--allow-empty accepts no network ACL', async () => {
  const path = file('empty.json', { NetworkAcls: [] });
  const { status, stdout } = await run([path, '--json', '--allow-empty']);
  expect([status, JSON.parse(stdout).networkAcls]).toEqual([0, []]);
  expect((await run([path, '--allow-empty'])).stdout).toMatch(/^0 network ACLs\n/);
});

it.each(['--help', '-h'])('%s prints help', async option => {
  const { status, stdout } = await run([option]);
  expect([status, stdout.split('\n')[0]]).toEqual([
    0,
    'usage: nacl-ephemeral-guard check [FILE ... | FOLDER | -] [options]',
  ]);
});

it('the required ports follow the option', async () => {
  const path = file('ports.json', acl('acl-1', SSH, entry(100, true, 32768, 60999)));
  expect((await run([path, '--ephemeral-ports', '32768-60999'])).status).toBe(0);
  expect((await run([path, '--ephemeral-ports', '1025-60999'])).status).toBe(1);
});

import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CHANGED_PLAN } from './page/changed-plan.ts';
import {
  acl,
  createFolder,
  entry,
  HALF,
  named,
  REPLIES,
  run,
  SEED,
  SEED_SURROUNDINGS,
  SSH,
  thirty,
} from './program.ts';

const file = createFolder();
const DENY_ALL = entry(50, true, 0, 65535, { Protocol: '-1', RuleAction: 'deny' });
/** Without the command, which is never broken. */
const prose = (text: string) => text.replace(/^Next: .*$/m, '');
const widest = (text: string) => Math.max(...text.split('\n').map(line => [...line].length));

describe('the table', () => {
  it.each([
    ['rules alone', [SEED], 'example.txt'],
    ['rules and security groups', [SEED, SEED_SURROUNDINGS], 'example-exposure.txt'],
  ])('shows the example by %s', async (_, files, expected) => {
    const { stdout } = await run(files);
    await expect(stdout).toMatchFileSnapshot(expected);
    expect(widest(prose(stdout))).toBeLessThanOrEqual(80);
  });

  it('groups thirty network ACLs by cause on one screen', async () => {
    const { status, stdout } = await run([file('thirty.json', thirty())]);
    await expect(stdout.replace(/check \S+thirty/, 'check thirty')).toMatchFileSnapshot('example-thirty.txt');
    expect(status).toBe(1);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(60);
    expect(stdout).toMatch(/^30 network ACLs: 4 high, 4 medium, 2 low, 1 muted, 19 covered\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Failed: 8 of 30 at or above medium (--fail-on).');
  });

  it.each([60, 80, 200])('is readable at %d columns', async columns => {
    const { stdout } = await run([file('wide.json', thirty())], { columns });
    expect(widest(prose(stdout))).toBeLessThanOrEqual(columns);
    const words = (text: string) => text.split(/\s+/).join(' ');
    expect(words(stdout)).toBe(words((await run([file('wide.json', thirty())])).stdout));
  });

  it('has an axis only where the terminal is wide enough for it', async () => {
    expect((await run([SEED], { columns: 79 })).stdout).toContain('outbound tcp   .!!!!');
    expect((await run([SEED], { columns: 78 })).stdout).not.toContain('!!!');
  });

  it('is short where all is well', async () => {
    const { stdout } = await run([file('short.json', [acl('acl-1', SSH, REPLIES), acl('acl-2')])]);
    expect(stdout).toBe('2 network ACLs: all covered\nPassed: none of 2 at or above medium (--fail-on).\n');
  });

  it('has at most ten groups and sixty lines, and says what is left out', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      acl(`acl-${index}`, entry(100, false, 2000 + index, 2000 + index)),
    );
    const { stdout } = await run([file('many.json', many)]);
    expect(stdout.match(/^HIGH /gm)?.length).toBe(10);
    expect(stdout).toContain('\n... 30 more causes, at 30 network ACLs: --all shows them\n');
    expect(stdout.split('\n').length).toBeLessThanOrEqual(60);
    const all = (await run([file('many.json', many), '--all'])).stdout;
    expect(all.match(/^HIGH /gm)?.length).toBe(40);
  });

  it('has one group for one cause, also where the free rule numbers differ', async () => {
    const one = acl('acl-1', SSH);
    const other = acl(
      'acl-2',
      SSH,
      entry(100, true, 443, 443),
      entry(100, false, 1024, 65535, { RuleNumber: 200 }),
    );
    const { stdout } = await run([file('numbers.json', [one, other, acl('acl-3', SSH), acl('acl-4', SSH)])]);
    expect(stdout.match(/^HIGH .*$/gm)).toEqual(['HIGH    acl-1, acl-2, acl-3, acl-4']);
    expect(stdout).toContain('Add  outbound allow tcp 1024-65535 to 0.0.0.0/0\n');
  });

  it('does not list the blocks around the own subnet', async () => {
    const around = {
      Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.7.0/24' }],
      Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
    };
    const { stdout } = await run([file('own.json', { NetworkAcls: [acl('acl-1', SSH)], ...around })]);
    expect(stdout).toContain('        All SSH (tcp/22) connections time out.\n');
    expect(stdout).not.toMatch(/CIDR blocks/);
  });

  it('has the worst first, and counts the muted', async () => {
    const { stdout } = await run([
      file('order.json', [
        named('acl-muted', 'lab', [SSH], { 'nacl-ephemeral-guard': 'ignore' }),
        acl('acl-ok', SSH, REPLIES),
        acl('acl-half', SSH, HALF),
        acl('acl-none', SSH),
      ]),
    ]);
    expect(stdout).toMatch(/^4 network ACLs: 1 high, 1 medium, 1 muted, 1 covered\n/);
    expect(stdout.match(/^(HIGH|MEDIUM|low|muted|covered) .+$/gm)).toEqual([
      'HIGH    acl-none  vpc-1',
      'MEDIUM  acl-half  vpc-1',
    ]);
    expect(stdout).toContain('\nMuted: lab\n');
  });

  it('shows low ones where they fail', async () => {
    const low = file(
      'low.json',
      acl('acl-1', SSH, entry(90, true, 5000, 5000, { RuleAction: 'deny' }), REPLIES),
    );
    expect((await run([low])).stdout).toContain('\nLow: 1 network ACL (--all)\n');
    expect((await run([low, '--fail-on', 'low'])).stdout).toMatch(/^low {5}acl-1 /m);
  });

  it('shows all with --all', async () => {
    const { stdout } = await run([file('all.json', thirty()), '--all']);
    expect(stdout.match(/^(HIGH|MEDIUM|low|muted|covered) /gm)).toHaveLength(30);
    expect(stdout).toContain('Never takes effect: outbound rule 110 (deny tcp/5000 to 0.0.0.0/0)');
    expect(stdout).toContain('Assumed: inbound rule 110: only for replies to own requests');
  });

  it.each([
    ['decide all', entry(100, true, 0, 65535, { Protocol: '-1' })],
    ['cut off another allow', entry(100, true, 443, 443)],
  ])('says that an operator denies on purpose, where denies %s', async (name, allow) => {
    const { stdout } = await run([
      file(`${name}.json`, acl('acl-1', SSH, DENY_ALL, allow)),
      '--fail-on',
      'low',
    ]);
    expect(stdout).toContain('        No rule proposed: outbound rule 50 denies these replies on purpose.\n');
  });

  it('proposes an inbound rule for replies to own connections', async () => {
    const { stdout } = await run([file('ingress.json', acl('acl-1', entry(100, true, 443, 443)))]);
    expect(stdout).toContain('        All outgoing HTTPS (tcp/443) connections time out.\n');
    expect(stdout).toContain('        Add an inbound rule: allow tcp 1024-65535 from 0.0.0.0/0.\n');
  });

  it.each([
    [
      '32768-60999',
      'covered',
      'only replies to ports 32768-60999 are required: tag nacl-ephemeral-guard-ports',
    ],
    [
      '\u001B[2Jlinux',
      'MEDIUM',
      'ignored: tag nacl-ephemeral-guard-ports is "[2Jlinux", expected port ranges',
    ],
  ])('asks for the ports of the tag %j', async (value, verdict, line) => {
    const tagged = named('acl-1', '', [SSH, entry(100, true, 32768, 60999)], {
      'nacl-ephemeral-guard-ports': value,
    });
    const { stdout } = await run([file(`ports-${verdict}.json`, tagged), '--all']);
    expect(stdout).toMatch(new RegExp(`^${verdict} +acl-1 `, 'm'));
    expect(stdout.replace(/\n {8}/g, ' ')).toContain(` Assumed: ${line}`);
  });

  it('shows the id where a name is used twice or is no mere name', async () => {
    const { stdout } = await run([
      file('names.json', [
        named('acl-1', 'web', [SSH]),
        named('acl-2', 'web', [SSH]),
        named('acl-3', 'db', [SSH]),
        named('acl-4', 'https://evil.example', [SSH]),
        named('acl-5', '\u001B[2J\u202Eevil\nname', [SSH]),
      ]),
    ]);
    expect(stdout).toContain('HIGH    web (acl-1), web (acl-2), db, acl-4, acl-5\n');
    for (const control of ['\u001B', '\u202E']) expect(stdout).not.toContain(control);
  });
});

describe('colors', () => {
  const path = () => file('colors.json', thirty());

  it.each<[string, Record<string, string>, string[], boolean]>([
    ['none in a pipe', {}, [], false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['FORCE_COLOR before NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], true],
    ['--color before NO_COLOR', { NO_COLOR: '1' }, ['--color'], true],
    ['NO_COLOR', { NO_COLOR: '1' }, [], false],
  ])('%s', async (_, environment, flags, expected) => {
    const { stdout } = await run([path(), ...flags], { environment });
    expect(stdout.includes('\u001B[')).toBe(expected);
    const plain = (await run([path()])).stdout;
    expect(stripVTControlCharacters(stdout)).toBe(plain);
  });

  it('a terminal has them, unless NO_COLOR is set', async () => {
    expect((await run([path()], { isTerminal: true })).stdout).toContain('\u001B[1m\u001B[31mHIGH');
    expect((await run([path()], { isTerminal: true, environment: { NO_COLOR: '1' } })).stdout).not.toContain(
      '\u001B',
    );
  });
});

describe('a plan', () => {
  const [changed] = CHANGED_PLAN.resource_changes;
  const reversed = {
    ...CHANGED_PLAN,
    resource_changes: [
      {
        ...changed,
        change: { ...changed?.change, before: changed?.change.after, after: changed?.change.before },
      },
    ],
  };
  const still = {
    ...CHANGED_PLAN,
    resource_changes: [
      {
        ...changed,
        change: { ...changed?.change, before: changed?.change.after, after: changed?.change.after },
      },
    ],
  };

  it('that takes replies away fails, with the address', async () => {
    const { status, stdout } = await run([file('worse.json', CHANGED_PLAN)]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^1 network ACL in the plan: 1 high\n\nHIGH {4}aws_network_acl\.web {2}acl-0a1b2c3d4e5f60718/,
    );
    expect(stdout).toMatch(/All SSH \(tcp\/22\) connections will time out\. Was covered, becomes\s+high\./);
    expect(stdout).toMatch(/^Next: .* --fix terraform$/m);
  });

  it('that brings replies passes', async () => {
    const { status, stdout } = await run([file('better.json', reversed)]);
    expect([status, stdout.split('\n')[0]]).toEqual([0, '1 network ACL in the plan: all covered']);
  });

  it('that leaves a gap as it was passes, and counts it', async () => {
    const { status, stdout } = await run([file('same.json', still)]);
    expect([status, stdout.split('\n')[0]]).toEqual([0, '1 network ACL in the plan: 1 unchanged']);
    expect(stdout).toContain('Unchanged: 1 network ACL with gaps that the plan does not make worse (--all)');
    expect((await run([file('same.json', still), '--all'])).status).toBe(1);
  });
});

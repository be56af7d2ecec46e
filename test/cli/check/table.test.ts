import { describe, expect, it } from 'vitest';
import { acl, createFolder, entry, HALF, REPLIES, run, SEED, SEED_SURROUNDINGS, SSH } from './program.ts';

const file = createFolder();

describe('the table', () => {
  it.each([
    ['rules alone', [SEED], 'example.txt'],
    ['rules and security groups', [SEED, SEED_SURROUNDINGS], 'example-exposure.txt'],
  ])('shows the example by %s', async (_, files, expected) => {
    const { stdout } = await run(files);
    await expect(stdout).toMatchFileSnapshot(expected);
    const lines = stdout.split('\n').filter(line => !/^ {4}/.test(line));
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
  });

  it('has no colors in a pipe', async () => {
    expect((await run([SEED])).stdout).not.toContain('\u001B');
  });

  it('is short where all is well', async () => {
    const { stdout } = await run([file('short.json', [acl('acl-1', SSH, REPLIES), acl('acl-2')])]);
    expect(stdout).toMatch(/^2 network ACLs: 2 covered\n/);
    expect(stdout).toContain('covered acl-1  vpc-1\n');
    expect(stdout).toContain('covered acl-2  vpc-1\n  no service: nothing needs a reply\n');
    expect(stdout).toMatch(/\nPassed: none of 2 at or above medium \(--fail-on\)\.\n$/);
    expect(stdout).not.toMatch(/to add|evidence|security groups/);
  });

  it('has the worst first, and the muted last', async () => {
    const muted = { ...acl('acl-muted', SSH), Tags: [{ Key: 'nacl-ephemeral-guard', Value: 'ignore' }] };
    const { stdout } = await run([
      file('order.json', [
        muted,
        acl('acl-ok', SSH, REPLIES),
        acl('acl-half', SSH, HALF),
        acl('acl-none', SSH),
      ]),
    ]);
    expect(stdout).toMatch(/^4 network ACLs: 1 high, 1 medium, 1 muted, 1 covered\n/);
    const headings = stdout.match(/^(HIGH|MEDIUM|low|covered) .+$/gm);
    expect(headings).toEqual([
      'HIGH    acl-none  vpc-1',
      'MEDIUM  acl-half  vpc-1',
      'covered acl-ok  vpc-1',
      'HIGH    acl-muted  vpc-1  muted',
    ]);
    expect(stdout).toMatch(/\nFailed: 2 of 4 at or above medium \(--fail-on\)\.\n$/);
  });

  it('shows ingress, decisions, and first the denies that never take effect', async () => {
    const denied = entry(90, true, 5000, 5000, { RuleAction: 'deny' });
    const shadowed = entry(130, true, 3000, 3000, { RuleAction: 'deny' });
    const entries = [
      SSH,
      denied,
      REPLIES,
      entry(110, true, 2000, 2000),
      entry(120, true, 443, 443),
      shadowed,
    ];
    const { stdout } = await run([file('more.json', acl('acl-1', ...entries))]);
    expect(stdout).toContain('outbound tcp   .===#====');
    expect(stdout).toContain('  replies denied inbound:\n    tcp 1024-65535 from 0.0.0.0/0\n');
    expect(stdout).toContain('outbound rule 90 deny tcp 5000');
    expect(stdout).toContain(
      '  never takes effect:\n    outbound 130 deny tcp 3000 0.0.0.0/0\n    outbound 110 allow tcp 2000 0.0.0.0/0\n',
    );
  });

  it.each([
    ['decide all', entry(100, true, 0, 65535, { Protocol: '-1' })],
    ['cut off another allow', entry(100, true, 443, 443)],
  ])('says that an operator denies on purpose, where denies %s', async (name, allow) => {
    const deny = entry(50, true, 0, 65535, { Protocol: '-1', RuleAction: 'deny' });
    const { stdout } = await run([file(`${name}.json`, acl('acl-1', SSH, deny, allow))]);
    expect(stdout).toContain(
      '  to add:\n    No rule proposed: outbound rule 50 denies these replies on purpose.\n',
    );
  });

  it('shows what was assumed', async () => {
    const udp = { Protocol: '17' };
    const { stdout } = await run([
      file(
        'assumed.json',
        acl(
          'acl-1',
          SSH,
          entry(110, false, 514, 514, udp),
          entry(120, false, 123, 123, udp),
          entry(130, false, 1024, 65535),
          entry(120, true, 123, 123, udp),
        ),
      ),
    ]);
    expect(stdout).toContain(
      [
        '  assumed:',
        '    inbound rule 130: only for replies to own requests',
        '    inbound rule 110: one-way UDP without replies',
        '    inbound rule 120: UDP with one port at both ends',
        '    outbound rule 120: UDP with one port at both ends',
        '    every named port is a service: security groups were not given\n',
      ].join('\n'),
    );
    expect(stdout).toContain(
      '    evidence: inbound rule 100 names the ports; security groups were not given\n',
    );
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
      'ignored: tag nacl-ephemeral-guard-ports is "[2Jlinux", expected port ranges such as 32768-60999 or 1025-5000,32768-60999',
    ],
  ])('asks for the ports of the tag %j', async (value, verdict, line) => {
    const tagged = {
      ...acl('acl-1', SSH, entry(100, true, 32768, 60999)),
      Tags: [{ Key: 'nacl-ephemeral-guard-ports', Value: value }],
    };
    const { stdout } = await run([file(`ports-${verdict}.json`, tagged)]);
    expect(stdout).toMatch(new RegExp(`^${verdict} +acl-1 `, 'm'));
    expect(stdout).toContain(`    ${line}\n`);
  });

  it('does not let a name control the terminal', async () => {
    const named = { ...acl('acl-1', SSH), Tags: [{ Key: 'Name', Value: '\u001B[2J\u202Eevil\nname' }] };
    const { stdout } = await run([file('name.json', named)]);
    for (const control of ['\u001B', '\u202E']) expect(stdout).not.toContain(control);
    expect(stdout).toContain('evil name  acl-1');
  });
});

describe('check --fix', () => {
  it.each([
    ['cli', /^aws ec2 create-network-acl-entry --network-acl-id acl-0a1b2c3d4e5f60718 --egress .+\n$/],
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

  it('has one heading for several rules', async () => {
    const { stdout } = await run([SEED, SEED, '--fix', 'cloudformation']);
    expect(stdout.match(/^Resources:$/gm)).toHaveLength(1);
  });

  it('says that nothing is missing', async () => {
    const path = file('fixed.json', acl('acl-1', SSH, REPLIES));
    const { status, stdout } = await run([path, '--fix', 'terraform']);
    expect([status, stdout]).toEqual([0, '# No rule is missing.\n']);
  });

  it('explains in a comment why there is no rule', async () => {
    const path = file('quota.json', acl('acl-1', SSH, entry(1, true, 1, 1)));
    const { stdout } = await run([path, '--fix', 'cli', '--rule-quota', '1']);
    expect(stdout).toMatch(/^# acl-1: .+ quota/);
  });
});

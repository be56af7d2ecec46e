import { describe, expect, it } from 'vitest';
import { acl, createFolder, entry, REPLIES, run, SEED, SSH } from './program.ts';

const file = createFolder();

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

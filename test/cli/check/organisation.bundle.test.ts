import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { HUB, startOrganisation, swept } from '../organisation/hub.ts';
import { acl, SSH } from './program.ts';

/** The program of the package, as users have it. `npm test` builds it first. */
async function runBundle(...args: string[]) {
  const child = spawn(process.execPath, ['dist/check/index.mjs', 'check', '--organisation', ...args]);
  const exit = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await exit;
  return { status, stdout, stderr };
}

describe('the bundle of check --organisation', () => {
  it('prints the last sweep', async () => {
    const { register } = await startOrganisation();
    await register({ ...HUB, lastSweep: swept(5, { at: new Date() }) });
    const { status, stdout, stderr } = await runBundle('--json');
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).summary).toMatchObject({ members: 1, networkAcls: 5 });
  });

  it('reads members', async () => {
    await startOrganisation({ networkAcls: [acl('acl-1', SSH)] as never });
    const { status, stdout, stderr } = await runBundle('--json', '--role-name', 'audit');
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout).summary).toMatchObject({ networkAcls: 1, failed: 1 });
  });

  it.each([
    ['alone', []],
    ['with a role', ['--role-name', 'audit']],
  ])('has one line where there is no hub: %s', async (_, args) => {
    await startOrganisation({
      answerOther: ({ action }) => (action === 'DescribeStacks' ? { Stacks: [] } : undefined),
    });
    const { status, stdout, stderr } = await runBundle(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^nacl-ephemeral-guard-prod is not deployed in eu-central-1: .+\n$/);
  });
});

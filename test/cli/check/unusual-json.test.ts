import { describe, expect, it } from 'vitest';
import { acl, createFolder, run, SSH, spawned } from './program.ts';

const file = createFolder();

describe('check of unusual JSON', () => {
  it.each([
    ['lists', '['.repeat(100_000)],
    ['lists that end', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', `${'{"NetworkAcls":['.repeat(50_000)}${']}'.repeat(50_000)}`],
    ['a deep field', `{"NetworkAcls":[{"NetworkAclId":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`],
  ])('says one line of 100,000 nested %s', (_, content) => {
    const { status, stdout, stderr } = spawned([file('deep.json', content)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^\S+deep\.json: not JSON: more than 500 nested levels\n$/);
  });

  it.each<[string, object, RegExp]>([
    ['a port range that is text', { PortRange: 'all' }, /PortRange is "all", expected From and To/],
    ['a port range that is a list', { PortRange: [] }, /PortRange is \[\], expected From and To/],
  ])('refuses %s: it is not "all ports"', async (_, change, message) => {
    const { status, stderr } = await run([file('range.json', acl('acl-1', { ...SSH, ...change }))]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each<[string, object, RegExp]>([
    ['subnets', { Associations: ['subnet-1'] }, /Associations\[0\] is "subnet-1", expected an object/],
    [
      'subnets in lists',
      { Associations: [['subnet-1']] },
      /Associations\[0\] is \["subnet-1"\], expected an object/,
    ],
    ['tags', { Tags: ['Name=x'] }, /Tags\[0\] is "Name=x", expected an object/],
  ])('refuses %s that it does not understand', async (_, change, message) => {
    const { status, stderr } = await run([file('parts.json', { ...acl('acl-1', SSH), ...change })]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('refuses a list that is none beside the others', async () => {
    const { status, stderr } = await run([
      file('lists.json', { NetworkAcls: [acl('acl-1', SSH)], Vpcs: 'none' }),
    ]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/lists\.json: Vpcs is "none", expected a list\n$/);
  });

  it('takes keys of prototypes and huge numbers for what they are', async () => {
    const text = `{"__proto__":{"NetworkAcls":[]},"constructor":{"prototype":{"x":1}},"NetworkAcls":[{"NetworkAclId":"acl-1","__proto__":{"IsDefault":true},"Entries":[],"Tags":[{"Key":"__proto__","Value":"x"}]}]}`;
    expect(await run([file('proto.json', text), '--json'])).toMatchObject({ status: 0, stderr: '' });
    expect({}).not.toHaveProperty('x');
    const huge = JSON.stringify(acl('acl-1', SSH)).replace('"RuleNumber":100', '"RuleNumber":1e999');
    const { status, stderr } = await run([file('huge.json', huge)]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/RuleNumber is Infinity, expected a whole number from 1 to 32768\n$/);
  });

  it('shows the name of a file without what it could do to a terminal', async () => {
    const { status, stderr } = await run(['no\n\u001b[31m\u202esuch.json']);
    expect(status).toBe(2);
    expect(stderr).toBe('no\\u000a\\u001b[31m\\u202esuch.json: no such file\n');
  });
});

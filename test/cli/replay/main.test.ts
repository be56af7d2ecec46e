import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_KINDS } from '../../../cli/replay/examples/examples.ts';
import { renderExample } from '../../../cli/replay/examples/render-example.ts';
import { run, spawned } from './program.ts';

const EVENT = 'cli/replay/seed/change-event.json';
const NETWORK_ACLS = 'cli/replay/seed/network-acls.json';
const SEED = JSON.parse(readFileSync(EVENT, 'utf8'));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('npm start', () => {
  it('shows the seed scenario in notify, then in remediate mode', () => {
    const { status, stdout, stderr } = spawned([]);
    expect([status, stderr]).toEqual([0, '']);
    const [, notify = '', remediate = ''] = stdout.split(/^--- mode /m);
    expect(notify).toMatch(/^notify/);
    expect(notify).toContain('coverage  gap, high -> gap, high');
    for (const text of [
      'acl-0a1b2c3d4e5f60718',
      'tcp/22',
      'maria (role NetworkAdmin) added inbound rule 100 with the AWS CLI at 2026-11-20 09:14 UTC',
      'aws ec2 create-network-acl-entry',
    ]) {
      expect(notify).toContain(text);
    }
    expect(remediate).toContain('added     100 allow tcp 1024-65535 0.0.0.0/0');
    expect(remediate).toContain('coverage  gap, high -> covered');
  });

  it.each([
    ['slack', { text: expect.stringContaining('all SSH connections time out'), blocks: expect.any(Array) }],
    ['chat', { version: '1.0', source: 'custom', content: { textType: 'client-markdown' } }],
    ['json', { version: '2', kind: 'gap', networkAcl: { name: 'bastion', vpcName: 'production' } }],
  ])('shows the alert in the format %s, as JSON that can be parsed', async (format, expected) => {
    const { status, stdout } = await run('--format', format, '--mode', 'notify');
    expect(status).toBe(0);
    const [json = ''] = /^\{$(?:.|\n)*?^\}$/m.exec(stdout) ?? [];
    expect(JSON.parse(json)).toMatchObject(expected);
  });

  it.each(EXAMPLE_KINDS)('prints the message %s alone, in each format', kind => {
    const email = renderExample({ kind, format: 'email' });
    expect(email).toMatch(/^Subject: \[(high|medium|fixed|resolved|unknown|ok)\] /);
    for (const format of ['slack', 'chat', 'json'] as const)
      expect(JSON.parse(renderExample({ kind, format }))).toBeTypeOf('object');
  });

  it('prints an example by its name, and nothing else', () => {
    const { status, stdout, stderr } = spawned(['--kind', 'all-well']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`${renderExample({ kind: 'all-well', format: 'email' })}\n`);
  });

  it.each([
    [['--kind', 'gaps'], /^--kind is "gaps", expected gap, gap-console, /],
    [['--kind', 'gap', '--mode', 'notify'], /^--kind prints an example: it takes no option but --format\n$/],
  ])('refuses %j', async (args, error) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(error);
  });

  it.each([
    ['a bare CloudTrail record', SEED.detail],
    ['a CloudTrail log file', { Records: [{ eventName: 'RunInstances' }, SEED.detail] }],
    ['the output of lookup-events', { Events: [{ CloudTrailEvent: JSON.stringify(SEED.detail) }] }],
  ])('takes %s', async (name, content) => {
    const { status, stdout } = await run(
      '--event',
      file(`${name}.json`, content),
      '--network-acls',
      NETWORK_ACLS,
      '--mode',
      'notify',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('outcome   alerted (gap)');
    expect(stdout).not.toContain('mode remediate');
  });

  it('takes a log file as S3 has it', async () => {
    const path = join(folder, '111122223333_CloudTrail_eu-central-1_20261120T0915Z_x.json.gz');
    writeFileSync(path, gzipSync(JSON.stringify({ Records: [{ eventName: 'RunInstances' }, SEED.detail] })));
    const { status, stdout } = await run('--event', path, '--network-acls', NETWORK_ACLS, '--mode', 'notify');
    expect([status, stdout]).toEqual([0, expect.stringContaining('outcome   alerted (gap)')]);
  });

  it('shows the outcome of an event without an alert', async () => {
    const event = file('failed.json', {
      ...SEED,
      detail: { ...SEED.detail, errorCode: 'Client.DryRunOperation' },
    });
    const { status, stdout } = await run(
      '--event',
      event,
      '--network-acls',
      NETWORK_ACLS,
      '--mode',
      'notify',
    );
    expect(status).toBe(0);
    expect(stdout).toContain(
      'No alert.\n\noutcome   ignored (the call failed: "Client.DryRunOperation")\nEC2       no call',
    );
  });

  it('shows no character that a terminal would obey, and no link that others wrote', async () => {
    const hostile = 'x\u001b[2J\u009b1m\u202e https://evil.example';
    const detail = { ...SEED.detail, userAgent: hostile, errorCode: hostile };
    const failed = file('hostile-failure.json', { ...SEED, detail });
    const changed = file('hostile.json', { ...SEED, detail: { ...detail, errorCode: undefined } });
    for (const event of [failed, changed]) {
      for (const format of ['email', 'slack', 'chat', 'json']) {
        const { status, stdout } = await run(
          ...['--event', event, '--network-acls', NETWORK_ACLS],
          ...['--mode', 'remediate', '--format', format],
        );
        expect(status).toBe(0);
        expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        if (event === changed) expect(stdout).not.toContain('https://evil');
      }
    }
  });

  it('leaves out events of network ACLs that are not listed, and says so', async () => {
    const detail = { eventName: 'DeleteNetworkAclEntry', requestParameters: { networkAclId: 'acl-9' } };
    const event = file('some.json', [SEED, { ...SEED, detail }]);
    const { status, stdout, stderr } = await run(
      '--event',
      event,
      '--network-acls',
      NETWORK_ACLS,
      '--mode',
      'notify',
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^event left out: .+network-acls\.json: network ACL acl-9, which the event changes, is not listed\n$/,
    );
    expect(stdout.match(/^outcome /gm)).toHaveLength(1);
  });

  it('shows each network ACL whose tags one call changed', async () => {
    const [bastion] = JSON.parse(readFileSync(NETWORK_ACLS, 'utf8')).NetworkAcls;
    const listed = [bastion, { ...bastion, NetworkAclId: 'acl-2' }];
    const items = ['acl-2', bastion.NetworkAclId, 'vpc-1'].map(resourceId => ({ resourceId }));
    const detail = { eventName: 'CreateTags', requestParameters: { resourcesSet: { items } } };
    const { status, stdout } = await run(
      ...['--event', file('tags.json', { detail }), '--network-acls', file('two.json', listed)],
      ...['--mode', 'remediate'],
    );
    expect(status).toBe(0);
    for (const id of ['acl-2', bastion.NetworkAclId])
      expect(stdout).toMatch(
        new RegExp(
          `^added     ${id}: 100 allow tcp 1024-65535 0\\.0\\.0\\.0/0\n(.+\n)*coverage  ${id}: gap, high -> covered$`,
          'm',
        ),
      );
  });

  it('leaves out a change of tags where none of its network ACLs is listed', async () => {
    const items = [{ resourceId: 'acl-8' }, { resourceId: 'acl-9' }];
    const detail = { eventName: 'DeleteTags', requestParameters: { resourcesSet: { items } } };
    const args = ['--event', file('others.json', { detail }), '--network-acls', NETWORK_ACLS];
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.match(/network ACL acl-[89], which the event changes, is not listed$/gm)).toHaveLength(2);
  });

  it("never uses the user's own settings for AWS", () => {
    const { status, stdout } = spawned(['--mode', 'notify'], {
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:9',
      AWS_PROFILE: 'none',
    });
    expect(status).toBe(0);
    expect(stdout).toContain('outcome   alerted (gap)');
  });

  it('reports that a deleted network ACL is gone', async () => {
    const detail = { eventName: 'DeleteNetworkAcl', requestParameters: { networkAclId: 'acl-gone' } };
    const { status, stdout } = await run(
      '--event',
      file('deleted.json', { detail }),
      '--network-acls',
      NETWORK_ACLS,
      '--mode',
      'notify',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('outcome   deleted');
  });
});

describe('npm start with unusable input', () => {
  const event = (name: string, content: unknown) => [
    '--event',
    file(name, content),
    '--network-acls',
    NETWORK_ACLS,
  ];
  const networkAcls = (name: string, content: unknown) => [
    '--event',
    EVENT,
    '--network-acls',
    file(name, content),
  ];

  it.each<[string, () => string[], RegExp]>([
    [
      'a missing file',
      () => ['--event', 'no-such.json', '--network-acls', NETWORK_ACLS],
      /^no-such\.json: no such file$/,
    ],
    ['a folder', () => ['--event', '.', '--network-acls', NETWORK_ACLS], /^\.: cannot be read \(EISDIR\)$/],
    ['broken JSON', () => event('broken.json', '{'), /broken\.json: not JSON: /],
    [
      'another event',
      () => event('other.json', { detail: { eventName: 'RunInstances' } }),
      /other\.json: no change of a network ACL: detail\.eventName is "RunInstances", expected CreateNetworkAclEntry, /,
    ],
    [
      'lists that are nested 100,000 deep',
      () => event('deep.json', '['.repeat(100_000)),
      /deep\.json: not JSON: more than 500 nested levels$/,
    ],
    [
      'a record that is nested 100,000 deep',
      () => event('deep-record.json', { Events: [{ CloudTrailEvent: '['.repeat(100_000) }] }),
      /deep-record\.json: no change of a network ACL: detail\.eventName is missing/,
    ],
    [
      'a region that would be a command',
      () => event('region.json', { ...SEED, region: 'us-east-1; rm -rf ~' }),
      /region\.json: no change of a network ACL: region is "us-east-1; rm -rf ~", expected the name of a region/,
    ],
    [
      'an account that is none',
      () => event('account.json', { ...SEED, account: '$(id)' }),
      /account\.json: no change of a network ACL: account is "\$\(id\)", expected an account id of 12 digits$/,
    ],
    [
      'a network ACL id that would be a command',
      () =>
        event('id.json', {
          ...SEED,
          detail: { ...SEED.detail, requestParameters: { networkAclId: 'acl-1\u202e\n`id`' } },
        }),
      /id\.json: no change .+networkAclId is "acl-1\\u202e\\n`id`", expected an id such as acl-0123abcd$/,
    ],
    ['no event', () => event('none.json', []), /none\.json: no event found/],
    [
      'a network ACL that is not listed',
      () =>
        event('unlisted.json', {
          detail: { eventName: 'DeleteNetworkAclEntry', requestParameters: { networkAclId: 'acl-9' } },
        }),
      /network-acls\.json: network ACL acl-9, which the event changes, is not listed$/,
    ],
    [
      'an entry that EC2 would not list',
      () =>
        networkAcls('entry.json', [
          { NetworkAclId: 'acl-1', Entries: [{ RuleNumber: 1, Egress: true, RuleAction: 'permit' }] },
        ]),
      /entry\.json: acl-1 egress rule 1: RuleAction is "permit", expected allow or deny$/,
    ],
    [
      'no network ACL',
      () => networkAcls('null.json', 'null'),
      /null\.json: null is not a network ACL, expected the output of aws ec2 describe-network-acls$/,
    ],
    ['an unknown mode', () => ['--mode', 'loud'], /^--mode is "loud", expected notify, opt-in or remediate$/],
    [
      'an unknown format',
      () => ['--format', 'pdf'],
      /^--format is "pdf", expected email, slack, chat or json$/,
    ],
    [
      'one file of two',
      () => ['--event', EVENT],
      /^--event and --network-acls need each other: give both, or none for the example$/,
    ],
    ['an unknown option', () => ['--formt'], /^unknown option --formt\. Did you mean --format\?$/],
  ])('prints one line about %s', async (_, args, message) => {
    const { status, stdout, stderr } = await run(...args());
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim()).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('names the malformed setting of the environment', () => {
    const { status, stderr } = spawned([], { RULE_QUOTA: 'many' });
    expect(status).toBe(2);
    expect(stderr.trim()).toBe(
      'environment variable RULE_QUOTA is "many", expected a whole number from 1 to 40',
    );
  });
});

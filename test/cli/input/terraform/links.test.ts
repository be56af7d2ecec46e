import { describe, expect, it } from 'vitest';
import { runJson } from '../../check/program.ts';
import { listOf, readByAddress, toTexts } from '../read-entries.ts';

const fixture = (name: string) => `test/fixtures/terraform/${name}`;

/** The rules of test/fixtures/terraform/main.tf, as its code says. */
const HTTPS = 'in 100 allow tcp 443 from 0.0.0.0/0';
const SPLIT = [
  'in 101 allow tcp 22 from 0.0.0.0/0',
  'in 110 allow tcp 443 from 0.0.0.0/0',
  'out 300 allow tcp 32768-60999 to 0.0.0.0/0',
];
const LINKS: Readonly<Record<string, readonly string[]>> = {
  'aws_default_network_acl.d': ['in 100 allow all from 0.0.0.0/0'],
  'aws_network_acl.inline': [
    'in 100 allow tcp 22 from 0.0.0.0/0',
    'in 110 allow tcp 443 from 10.0.1.0/24',
    'out 200 deny all to ::/0',
  ],
  'aws_network_acl.many["app"]': [HTTPS],
  'aws_network_acl.many["db"]': [HTTPS],
  'aws_network_acl.public[0]': [HTTPS, 'in 101 allow tcp 443 from 0.0.0.0/0'],
  'aws_network_acl.split': SPLIT,
  'aws_network_acl.web': [HTTPS, 'out 100 allow tcp 1024-65535 to 0.0.0.0/0'],
  'module.net["blue"].aws_network_acl.this': [HTTPS],
  'module.net["green"].aws_network_acl.this': [HTTPS],
  'aws_network_acl_rule.elsewhere': ['out 130 allow tcp 443 to 0.0.0.0/0'],
};

describe('the rules of a plan or state', () => {
  it('are linked to their network ACLs by reference, where no id is known yet', async () => {
    const read = await readByAddress(fixture('plan-first.json'));
    const linked = Object.entries(read).map(([address, { networkAcl }]) => [
      address,
      toTexts(networkAcl.entries),
    ]);
    expect(Object.fromEntries(linked)).toEqual(LINKS);
  });

  it.each(['state.json', 'terraform.tfstate'])('%s: are linked by id', async name => {
    const read = await readByAddress(fixture(name));
    const linked = Object.entries(read).map(([address, { networkAcl }]) => [
      address,
      toTexts(networkAcl.entries),
    ]);
    const known = [...SPLIT.slice(0, 2), 'in 120 allow tcp 8080 from 10.99.0.0/16', ...SPLIT.slice(2)];
    expect(Object.fromEntries(linked)).toEqual({ ...LINKS, 'aws_network_acl.split': known });
  });
});

describe('the first plan', () => {
  it('gives no verdict where a value or the other rules are not known', async () => {
    const results = await runJson([fixture('plan-first.json')]);
    const unknown = results.filter(({ status }: { status: string }) => status === 'unknown');
    expect(
      unknown.map((each: { source: { address: string }; networkAclId: string | null; unknown: object[] }) => [
        each.networkAclId ?? each.source.address,
        each.unknown,
      ]),
    ).toEqual([
      ['aws_network_acl.split', [{ ruleNumber: 120, expression: 'aws_vpc.other.cidr_block' }]],
      ['acl-0a1b2c3d4e5f60718', [{ ruleNumber: null, expression: 'acl-0a1b2c3d4e5f60718' }]],
    ]);
  });

  it('finds the code of each network ACL beside it, also in local modules', async () => {
    const { networkAcls } = await listOf([fixture('plan-first.json')]);
    const places = networkAcls.map(({ source }) => `${source.address} ${source.file}:${source.line}`);
    expect(places).toContain('aws_network_acl.inline test/fixtures/terraform/main.tf:13');
    expect(places).toContain(
      'module.net["blue"].aws_network_acl.this test/fixtures/terraform/modules/net/main.tf:8',
    );
  });

  it('knows how the rules are written', async () => {
    const read = await readByAddress(fixture('plan-first.json'));
    const styles = Object.entries(read).map(([address, { code }]) => [
      address,
      code?.language === 'terraform' ? code.style : undefined,
    ]);
    expect(Object.fromEntries(styles)).toMatchObject({
      'aws_network_acl.inline': 'inline',
      'aws_default_network_acl.d': 'inline',
      'aws_network_acl.split': 'resources',
      'aws_network_acl_rule.elsewhere': undefined,
    });
  });
});

it('the second plan makes one network ACL worse, and all others stay as they were', async () => {
  const results = await runJson([fixture('plan-worse.json')]);
  const changes = results.map((each: { source: { address: string }; change: string }) => [
    each.source.address,
    each.change,
  ]);
  const expected = Object.keys(LINKS).map(address => [
    address,
    address === 'aws_network_acl.web' ? 'worse' : 'same',
  ]);
  expect(Object.fromEntries(changes)).toEqual(Object.fromEntries(expected));
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plan } from '../../fixtures/terraform-plan.ts';
import { createFolder, run, runJson } from './program.ts';

const file = createFolder();

const rule = (rule_no: number, from_port: number, to_port: number, changed: object = {}) => ({
  ...{ rule_no, action: 'allow', protocol: 'tcp', from_port, to_port },
  ...{ cidr_block: '0.0.0.0/0', ipv6_cidr_block: '', icmp_type: 0, icmp_code: 0, ...changed },
});
const SSH = rule(100, 22, 22);
const ALL = rule(100, 1024, 65_535);
/** Almost all ports of clients: what is denied is low. */
const ALMOST = rule(100, 1024, 65_000);
const FEW = rule(100, 64_000, 65_535);
const OTHERS = rule(110, 443, 443);

interface Rules {
  readonly ingress?: readonly object[];
  readonly egress?: readonly object[];
}
const state = ({ ingress = [SSH], egress = [] }: Rules) => ({
  ...{ id: 'acl-0a1b2c3d4e5f60718', vpc_id: 'vpc-1', subnet_ids: ['subnet-1'], tags: {}, ingress, egress },
});
const changed = (before: Rules | null, after: Rules, address = 'aws_network_acl.web') =>
  plan([{ address, before: before && state(before), after: state(after) }]);

/** Replies to the subnets' own requests get lost; those to clients never arrived. */
const ONE_WAY = changed(
  { ingress: [SSH, rule(110, 1024, 65_535)], egress: [rule(100, 443, 443)] },
  { ingress: [SSH], egress: [rule(100, 443, 443)] },
);

const CHANGES: readonly (readonly [string, object, string, object | null])[] = [
  ['covered before', changed({ egress: [ALL] }, {}), 'Was covered, becomes high.', { severity: 'none' }],
  ['low before', changed({ egress: [ALMOST] }, {}), 'Was low, becomes high.', { severity: 'low' }],
  [
    'high before, with fewer ports',
    changed({ egress: [FEW] }, {}),
    'Was high, gets worse.',
    { severity: 'high' },
  ],
  [
    'high before, for fewer services',
    changed({}, { ingress: [SSH, OTHERS] }),
    'Was high, gets worse.',
    { severity: 'high' },
  ],
  [
    'high before, with more ports',
    changed({}, { egress: [FEW] }),
    'Was high, gets better.',
    { severity: 'high' },
  ],
  [
    'high before, and low now',
    changed({}, { egress: [ALMOST] }),
    'Was high, becomes low.',
    { severity: 'high' },
  ],
  ['as it was', changed({}, {}), 'Was high, stays so.', { severity: 'high' }],
  ['new', changed(null, {}), 'New network ACL.', null],
  ['worse only in the other direction', ONE_WAY, 'Was high, stays so.', { severity: 'high' }],
  ['worse in this direction', ONE_WAY, 'Was covered, becomes high.', { ingressSeverity: 'none' }],
  [
    'behind a deny rule',
    changed(
      { egress: [rule(90, 0, 65_535, { action: 'deny' })] },
      { egress: [rule(90, 0, 65_535, { action: 'deny' }), ALL] },
    ),
    'Outbound rule 100 has no effect: deny rule 90 decides first. New rule.',
    {},
  ],
];
const words = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('a finding of a plan says what was before', () => {
  it.each(CHANGES)('%s', async (name, content, sentence, before) => {
    const path = file(`${name}.json`, content);
    const [{ before: written }] = await runJson([path]);
    expect(written).toEqual(before && expect.objectContaining(before));
    for (const columns of [60, 80, 200]) {
      const { stdout } = await run([path, '--all'], { columns });
      expect(words(stdout)).toContain(sentence);
      expect(stdout.split('\n').filter(line => line.length > columns && !line.startsWith('Next: '))).toEqual(
        [],
      );
    }
    const { stdout } = await run([path, '--all', '--format', 'markdown']);
    expect(stdout).toContain(sentence);
  });

  it.each<[string, object]>([
    ['a default network ACL, which exists', changed(null, {}, 'aws_default_network_acl.d')],
    [
      'a state',
      {
        format_version: '1.0',
        terraform_version: '1.11.0',
        values: {
          root_module: {
            resources: [
              {
                address: 'aws_network_acl.web',
                mode: 'managed',
                type: 'aws_network_acl',
                name: 'web',
                values: state({}),
              },
            ],
          },
        },
      },
    ],
    [
      'a template, whose stack may exist',
      {
        Resources: {
          Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: 'vpc-1' } },
          Ssh: {
            Type: 'AWS::EC2::NetworkAclEntry',
            Properties: {
              ...{
                NetworkAclId: { Ref: 'Acl' },
                RuleNumber: 100,
                Protocol: 6,
                RuleAction: 'allow',
                Egress: false,
              },
              ...{ CidrBlock: '0.0.0.0/0', PortRange: { From: 22, To: 22 } },
            },
          },
        },
      },
    ],
  ])('%s says nothing', async (name, content) => {
    const path = file(`${name}.json`, content);
    const { status, stdout } = await run([path]);
    expect(status).toBe(1);
    expect(words(stdout)).not.toMatch(/ Was | New /);
    const [{ change, before }] = await runJson([path]);
    expect(before).toBe(change === undefined ? undefined : null);
  });

  it('findings with the same cause are one group where the plan does the same to them', async () => {
    const resources = (count: number, before: object | null) =>
      Array.from({ length: count }, (_, index) => ({
        address: `aws_network_acl.${before ? 'old' : 'new'}${index}`,
        ...{ before, after: state({}) },
      }));
    const content = plan([...resources(3, state({ egress: [ALL] })), ...resources(2, null)]);
    const { stdout } = await run([file('groups.json', content)], { columns: 200 });
    expect(stdout.match(/^HIGH .+\n +All SSH.+$/gm)).toEqual([
      expect.stringMatching(/old0, aws_network_acl\.old1, .+Was covered, becomes high\.$/s),
      expect.stringMatching(/new0, aws_network_acl\.new1\n.+ New network ACL\.$/s),
    ]);
  });
});

describe('without all the rules nothing before is known', () => {
  const content = JSON.parse(readFileSync('test/fixtures/terraform/plan-first.json', 'utf8'));

  it('of a network ACL that is managed elsewhere', async () => {
    const path = file('first.json', content);
    const elements: { source: { address: string }; before: unknown }[] = await runJson([path]);
    const elsewhere = elements.filter(({ source }) => /elsewhere/.test(source.address));
    expect(elsewhere.map(({ before }) => before)).toEqual([null]);
    const { stdout } = await run([path]);
    expect(words(stdout)).toMatch(/only outbound rule 130 of acl-0a1b2c3d4e5f60718\. Add its other rules/);
    expect(words(stdout)).toMatch(/apply: aws_vpc\.other\.cidr_block\. New network ACL\. Without it:/);
  });

  it('a table has at most 60 lines', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      address: `aws_network_acl.web${index}`,
      before: state({ egress: [index % 2 === 0 ? ALL : ALMOST] }),
      after: state({ ingress: [rule(100, 1 + index, 1 + index)] }),
    }));
    for (const columns of [60, 80, 200]) {
      const { stdout } = await run([file('many.json', plan(many))], { columns });
      expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
      expect(words(stdout)).toContain('Was covered, becomes high.');
    }
  });
});

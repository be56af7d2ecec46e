import { describe, expect, it } from 'vitest';
import { type Call, type PlannedResource, plan, refers, rule } from '../../../fixtures/terraform-plan.ts';
import { createFolder } from '../../check/program.ts';
import { readByAddress } from '../read-entries.ts';

const file = createFolder();
const UNKNOWN = { unknown: { id: true, ingress: true, egress: true } };
const networkAcl = (address: string): PlannedResource => ({ address, ...UNKNOWN });
const ruleOf = (
  address: string,
  references: string[],
  more: Partial<PlannedResource> = {},
): PlannedResource => ({
  address,
  after: rule(100, false, 22, 22),
  unknown: { id: true, network_acl_id: true },
  expressions: { network_acl_id: refers(...references) },
  ...more,
});

/** Each network ACL with the number of its rules, and of those that are not known. */
async function linksOf(resources: PlannedResource[], calls: Record<string, Call> = {}) {
  const read = await readByAddress(file('plan.json', plan(resources, calls)));
  return Object.fromEntries(
    Object.entries(read).map(([address, { networkAcl, unknown }]) => [
      address,
      `${networkAcl.entries.length}${unknown.length > 0 ? ` + ${unknown.map(({ expression }) => expression)}` : ''}`,
    ]),
  );
}

describe('a rule whose network ACL has no id yet', () => {
  it.each<[string, PlannedResource[], Record<string, Call>, Record<string, string>]>([
    [
      'by its name',
      [
        networkAcl('aws_network_acl.a'),
        networkAcl('aws_network_acl.b'),
        ruleOf('aws_network_acl_rule.r', ['aws_network_acl.a.id', 'aws_network_acl.a']),
      ],
      {},
      { 'aws_network_acl.a': '1', 'aws_network_acl.b': '0' },
    ],
    [
      'by a key that is written',
      [
        networkAcl('aws_network_acl.a["x"]'),
        networkAcl('aws_network_acl.a["y"]'),
        ruleOf('aws_network_acl_rule.r', [
          'aws_network_acl.a["y"].id',
          'aws_network_acl.a["y"]',
          'aws_network_acl.a',
        ]),
      ],
      {},
      { 'aws_network_acl.a["x"]': '0', 'aws_network_acl.a["y"]': '1' },
    ],
    [
      'by count.index',
      [
        networkAcl('aws_network_acl.a[0]'),
        networkAcl('aws_network_acl.a[1]'),
        ruleOf('aws_network_acl_rule.r[1]', ['aws_network_acl.a', 'count.index']),
      ],
      {},
      { 'aws_network_acl.a[0]': '0', 'aws_network_acl.a[1]': '1' },
    ],
    [
      'by each.value of the network ACLs',
      [
        networkAcl('aws_network_acl.a["x"]'),
        networkAcl('aws_network_acl.a["y"]'),
        ruleOf('aws_network_acl_rule.r["x"]', ['each.value.id', 'each.value'], {
          forEach: refers('aws_network_acl.a'),
        }),
      ],
      {},
      { 'aws_network_acl.a["x"]': '1', 'aws_network_acl.a["y"]': '0' },
    ],
    [
      'through a variable of its module, with the key of the module',
      [
        networkAcl('aws_network_acl.a["x"]'),
        networkAcl('aws_network_acl.a["y"]'),
        ruleOf('module.m["y"].aws_network_acl_rule.r', ['var.acl']),
      ],
      {
        m: { expressions: { acl: refers('aws_network_acl.a', 'each.key') }, forEach: refers('local.names') },
      },
      { 'aws_network_acl.a["x"]': '0', 'aws_network_acl.a["y"]': '1' },
    ],
    [
      'through an output of a module',
      [
        networkAcl('module.m["x"].aws_network_acl.this'),
        networkAcl('module.m["y"].aws_network_acl.this'),
        ruleOf('aws_network_acl_rule.r', ['module.m["y"].acl_id', 'module.m["y"]', 'module.m']),
      ],
      { m: { outputs: { acl_id: refers('aws_network_acl.this.id', 'aws_network_acl.this') } } },
      { 'module.m["x"].aws_network_acl.this': '0', 'module.m["y"].aws_network_acl.this': '1' },
    ],
    [
      'of the same module only',
      [
        networkAcl('module.m["x"].aws_network_acl.this'),
        networkAcl('module.m["y"].aws_network_acl.this'),
        ruleOf('module.m["x"].aws_network_acl_rule.r', ['aws_network_acl.this.id', 'aws_network_acl.this']),
      ],
      { m: {} },
      { 'module.m["x"].aws_network_acl.this': '1', 'module.m["y"].aws_network_acl.this': '0' },
    ],
    [
      'that one of two may be: neither has a verdict',
      [
        networkAcl('aws_network_acl.a["x"]'),
        networkAcl('aws_network_acl.a["y"]'),
        ruleOf('aws_network_acl_rule.r', ['aws_network_acl.a', 'var.name']),
      ],
      {},
      {
        'aws_network_acl.a["x"]': '0 + aws_network_acl.a',
        'aws_network_acl.a["y"]': '0 + aws_network_acl.a',
      },
    ],
    [
      'that is managed elsewhere',
      [
        networkAcl('aws_network_acl.a'),
        ruleOf('aws_network_acl_rule.r', ['data.aws_network_acls.x.ids', 'data.aws_network_acls.x']),
      ],
      {},
      { 'aws_network_acl.a': '0', 'aws_network_acl_rule.r': '1 + data.aws_network_acls.x.ids' },
    ],
    [
      'through variables that lead in a circle',
      [ruleOf('module.m.aws_network_acl_rule.r', ['var.acl'])],
      { m: { expressions: { acl: refers('module.m.acl') }, outputs: { acl: refers('var.acl') } } },
      { 'module.m.aws_network_acl_rule.r': '1 + var.acl' },
    ],
  ])('%s', async (_, resources, calls, expected) => {
    expect(await linksOf(resources, calls)).toEqual(expected);
  });
});

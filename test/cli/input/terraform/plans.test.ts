import { describe, expect, it } from 'vitest';
import { block, type PlannedResource, plan, refers, rule } from '../../../fixtures/terraform-plan.ts';
import { acl, createFolder, REPLIES, run, runJson, SSH } from '../../check/program.ts';
import { listOf, readByAddress, toTexts } from '../read-entries.ts';

const file = createFolder();
const ID = 'acl-0a1b2c3d4e5f60718';
const inCode = { ingress: refers(), egress: refers() };

/** A rule of its own, as it is before and after. */
const ruleResource = (name: string, before: object | null, after: object | null): PlannedResource => ({
  address: `aws_network_acl_rule.${name}`,
  before: before && { ...before, network_acl_id: ID },
  after: after && { ...after, network_acl_id: ID },
});
const IN = rule(100, false, 22, 22);
const OUT = rule(100, true, 1024, 65535);

async function textsOf(resources: PlannedResource[]) {
  const { 'aws_network_acl.a': read } = await readByAddress(file('plan.json', plan(resources)));
  return {
    before: toTexts(read?.change?.before?.entries ?? []),
    after: toTexts(read?.networkAcl.entries ?? []),
  };
}

describe('the rules before and after a plan', () => {
  it('with rules of their own: what the provider lists of before does not stay', async () => {
    const listed = {
      id: ID,
      ingress: [block(100, 22, 22)],
      egress: [block(100, 1024, 65535), block(200, 53, 53)],
    };
    const { before, after } = await textsOf([
      { address: 'aws_network_acl.a', before: listed, after: listed },
      ruleResource('in', IN, IN),
      ruleResource('out', OUT, null),
    ]);
    expect(before).toEqual([
      'in 100 allow tcp 22 from 0.0.0.0/0',
      'out 100 allow tcp 1024-65535 to 0.0.0.0/0',
      'out 200 allow tcp 53 to 0.0.0.0/0',
    ]);
    expect(after).toEqual(['in 100 allow tcp 22 from 0.0.0.0/0', 'out 200 allow tcp 53 to 0.0.0.0/0']);
  });

  it('with blocks: they are all that is left', async () => {
    const { before, after } = await textsOf([
      {
        address: 'aws_network_acl.a',
        before: { id: ID, ingress: [block(100, 22, 22)], egress: [block(100, 1024, 65535)] },
        after: { id: ID, ingress: [block(100, 22, 22, { protocol: '6' })], egress: [] },
        expressions: inCode,
      },
    ]);
    expect([before.length, after]).toEqual([2, ['in 100 allow tcp 22 from 0.0.0.0/0']]);
  });

  it('of tcp without ports: port 0 only, as the provider sends it', async () => {
    const { after } = await textsOf([
      { address: 'aws_network_acl.a', after: { id: ID } },
      ruleResource('in', null, { ...IN, from_port: null, to_port: null }),
    ]);
    expect(after).toEqual(['in 100 allow tcp 0 from 0.0.0.0/0']);
  });

  it('of a network ACL that goes away: nothing is reported', async () => {
    const gone = { address: 'aws_network_acl.a', before: { id: ID, ingress: [], egress: [] }, after: null };
    const listing = await listOf([file('gone.json', plan([gone, ruleResource('in', IN, null)]))]);
    expect(listing).toEqual({ networkAcls: [], unreadable: [] });
  });
});

describe('what a plan does', () => {
  const changed = async (before: object[], after: object[]) => {
    const resource = (egress: object[]) => ({ id: ID, ingress: [block(100, 22, 22)], egress });
    const [result] = await runJson([
      file(
        'change.json',
        plan([
          {
            address: 'aws_network_acl.a',
            before: resource(before),
            after: resource(after),
            expressions: inCode,
          },
        ]),
      ),
    ]);
    return result.change;
  };
  const all = block(100, 1024, 65535);

  it.each([
    ['takes replies away', [all], [], 'worse'],
    ['takes some of them away', [all], [block(100, 32768, 65535)], 'worse'],
    ['gives some replies', [], [block(100, 32768, 65535)], 'better'],
    ['gives all', [], [all], 'better'],
    ['renumbers a rule', [block(100, 32768, 65535)], [block(120, 32768, 65535)], 'same'],
    ['splits a rule', [all], [block(100, 1024, 32767), block(110, 32768, 65535)], 'same'],
    ['denies what needs no reply', [], [block(100, 443, 443, { action: 'deny' })], 'same'],
    ['lets the own requests out, without their replies', [], [block(100, 443, 443)], 'worse'],
  ])('%s', async (_, before, after, expected) => {
    expect(await changed(before, after)).toBe(expected);
  });

  it('lets in a service whose replies are denied as others are: worse', async () => {
    const resource = (...ingress: object[]) => ({ id: ID, ingress, egress: [] });
    const address = 'aws_network_acl.a';
    const [result] = await runJson([
      file(
        'service.json',
        plan([
          {
            address,
            before: resource(block(100, 22, 22)),
            after: resource(block(100, 22, 22), block(110, 443, 443)),
            expressions: inCode,
          },
        ]),
      ),
    ]);
    expect(result.change).toBe('worse');
  });

  it.each([
    [[], 0],
    [['--all'], 1],
  ])('with %j, what stays as it is exits with %i', async (flags, expected) => {
    const same = { id: ID, ingress: [block(100, 22, 22)], egress: [] };
    const path = file(
      'same.json',
      plan([{ address: 'aws_network_acl.a', before: same, after: same, expressions: inCode }]),
    );
    expect((await run([path, ...flags])).status).toBe(expected);
  });
});

describe('an allow rule that a plan creates', () => {
  const result = async (before: object[] | undefined, after: object[]) => {
    const resource = (egress: object[]) => ({ id: ID, ingress: [], egress });
    const change = { before: before ? resource(before) : null, after: resource(after) };
    const resources = [{ address: 'aws_network_acl.a', ...change, expressions: inCode }];
    const { status, stdout } = await run([file('created.json', plan(resources))]);
    return [status, stdout.includes('Outbound rule 100 has no effect: deny rule 90 decides first.')];
  };
  const deny = block(90, 0, 0, { protocol: '-1', action: 'deny' });
  const allow = block(100, 1024, 65535);

  it.each<[string, object[] | undefined, number, boolean]>([
    ['behind a deny is reported', [deny], 1, true],
    ['behind a deny of a new network ACL is reported', undefined, 1, true],
    ['that was there before is not', [deny, allow], 0, false],
  ])('%s', async (_, before, code, isReported) => {
    expect(await result(before, [deny, allow])).toEqual([code, isReported]);
  });
});

describe('a value that is known only after apply', () => {
  const withUnknown = (after: object, unknown: object, others: PlannedResource[] = []) =>
    file(
      'unknown.json',
      plan([
        { address: 'aws_network_acl.a', after: { id: ID } },
        ...others,
        {
          address: 'aws_network_acl_rule.x',
          after: { ...after, network_acl_id: ID },
          unknown,
          expressions: { cidr_block: refers('aws_vpc.v.cidr_block', 'aws_vpc.v') },
        },
      ]),
    );

  it.each<[string, string, number, string[]]>([
    ['has no verdict', 'unknown', 0, []],
    ['fails with --strict', 'unknown', 1, ['--strict']],
  ])('%s', async (_, status, code, flags) => {
    const path = withUnknown({ ...OUT, cidr_block: undefined }, { cidr_block: true }, [
      ruleResource('in', null, IN),
    ]);
    const [result] = await runJson([path, ...flags]);
    expect([result.status, result.unknown]).toEqual([
      status,
      [{ ruleNumber: 100, expression: 'aws_vpc.v.cidr_block' }],
    ]);
    expect((await run([path, ...flags])).status).toBe(code);
  });

  it('has no verdict, and passes, where a gap is less than high for every value', async () => {
    const path = withUnknown({ ...rule(110, false, 443, 443), cidr_block: undefined }, { cidr_block: true }, [
      ruleResource('in', null, IN),
      ruleResource('out', null, { ...OUT, from_port: 32_768, to_port: 60_999 }),
    ]);
    const [result] = await runJson([path]);
    expect([result.status, result.severity]).toEqual(['unknown', 'medium']);
    expect((await run([path])).status).toBe(0);
    expect((await run([path, '--strict'])).status).toBe(1);
  });

  it('is a gap where it is high for every value', async () => {
    const path = withUnknown({ ...rule(110, false, 443, 443), cidr_block: undefined }, { cidr_block: true }, [
      ruleResource('in', null, IN),
    ]);
    const [result] = await runJson([path]);
    expect([result.status, result.severity]).toEqual(['gap', 'high']);
    expect((await run([path])).status).toBe(1);
  });

  it.each([
    ['rule_number', true, 'unknown'],
    ['from_port', true, 'unknown'],
    ['protocol', true, 'unknown'],
    ['rule_action', true, 'unknown'],
    ['egress', true, 'unknown'],
    ['icmp_type', true, 'covered'],
  ])('of %s', async (argument, isUnknown, expected) => {
    const path = withUnknown(OUT, { [argument]: isUnknown }, [ruleResource('in', null, IN)]);
    const [result] = await runJson([path]);
    expect(result.status).toBe(expected);
  });

  it('in a block names the expression of the block', async () => {
    const after = {
      id: ID,
      ingress: [block(100, 22, 22), block(110, 443, 443, { cidr_block: undefined })],
      egress: [],
    };
    const expressions = {
      ingress: [
        { rule_no: { constant_value: 100 }, cidr_block: { constant_value: '0.0.0.0/0' } },
        { rule_no: { constant_value: 110 }, cidr_block: refers('aws_subnet.s.cidr_block', 'aws_subnet.s') },
      ],
    };
    const unknown = { ingress: [{}, { cidr_block: true }], egress: [] };
    const [read] = Object.values(
      await readByAddress(
        file('block.json', plan([{ address: 'aws_network_acl.a', after, unknown, expressions }])),
      ),
    );
    expect(read?.unknown).toEqual([
      { kind: 'value', direction: 'ingress', ruleNumber: 110, expression: 'aws_subnet.s.cidr_block' },
    ]);
  });
});

describe('a network ACL that is managed elsewhere', () => {
  const only = file.bind(undefined, 'elsewhere.json');
  const described = () => file('described.json', { NetworkAcls: [acl(ID, SSH)] });

  it('is whole with --network-acls, or where another file describes it', async () => {
    const path = only(plan([ruleResource('out', null, OUT)]));
    const [alone] = await runJson([path]);
    const [whole] = await runJson([path, '--network-acls', described()]);
    const mixed = await runJson([described(), path]);
    expect([alone.status, whole.status, whole.change]).toEqual(['unknown', 'covered', 'better']);
    expect(mixed.map(({ status }: { status: string }) => status)).toEqual(['gap', 'covered']);
  });

  it('gets worse where a rule is deleted', async () => {
    const path = only(plan([ruleResource('out', OUT, null)]));
    const covered = file('covered.json', acl(ID, SSH, REPLIES));
    const [whole] = await runJson([path, '--network-acls', covered]);
    const [alone] = await runJson([path]);
    expect([whole.status, whole.change, alone.change]).toEqual(['gap', 'worse', 'worse']);
  });
});

describe('is not read', () => {
  const good = plan([]) as Record<string, unknown>;
  it.each<[string, object, RegExp]>([
    ['another format', { ...good, format_version: '2.0' }, /format_version is "2\.0", expected 1\.x$/],
    ['a plan with errors', { ...good, errored: true }, /Terraform could not finish this plan/],
    [
      'another state file',
      { version: 3, lineage: 'x', modules: [] },
      /version is 3, expected 4, or the output/,
    ],
    [
      'the log of a plan',
      { '@level': 'info', '@message': 'x' },
      /the log of "terraform plan -json", expected the output of "terraform show -json PLAN"$/,
    ],
    [
      'an address that would be code',
      plan([{ address: 'aws_network_acl.a[0]' }]),
      /address is .+, expected one such as aws_network_acl\.main$/,
    ],
  ])('%s', async (_, content, message) => {
    const text = JSON.stringify(content).replaceAll('aws_network_acl.a[0]', 'aws_network_acl.a } resource');
    const { status, stdout, stderr } = await run([file('bad.json', text)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
  });
});

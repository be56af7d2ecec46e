import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import {
  acl,
  createFolder,
  entry,
  HALF,
  REPLIES,
  run,
  runJson,
  SEED,
  SEED_SURROUNDINGS,
  SSH,
} from './program.ts';

const file = createFolder();
const SCHEMA = JSON.parse(readFileSync('docs/check.schema.json', 'utf8'));

/** The schema without room for fields that it does not describe. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  return { ...Object.fromEntries(parts), ...('properties' in schema && { additionalProperties: false }) };
}

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(closed(SCHEMA) as object);
const expectValid = (text: string) => {
  validate(JSON.parse(text));
  expect(validate.errors ?? []).toEqual([]);
};

const blocked = (client: string, fromPort: number, toPort: number) => ({
  ...{ client, fromPort, toPort },
  ...{ replies: 'blocked', deniedShare: 1 },
});

describe('the JSON', () => {
  it.each(['terraform/plan-first.json', 'terraform/plan-worse.json', 'cloudformation/network-acls.yaml'])(
    'is as the schema says for %s',
    async name => {
      const { stdout } = await run([`test/fixtures/${name}`, '--json', '--fail-on', 'never']);
      expectValid(stdout);
      const elements: object[] = JSON.parse(stdout).networkAcls;
      expect(elements.map(element => Object.keys(element)).filter(keys => !keys.includes('before'))).toEqual(
        [],
      );
    },
  );

  it('is the contract for the example', async () => {
    const { status, stdout, stderr } = await run([SEED, '--json']);
    expect([status, stderr]).toEqual([1, '']);
    expectValid(stdout);
    expect(JSON.parse(stdout)).toEqual({
      version: 2,
      summary: {
        ...{ networkAcls: 1, high: 1, medium: 0, low: 0 },
        ...{ unknown: 0, muted: 0, accepted: 0, unchanged: 0, covered: 0, failed: 1 },
      },
      networkAcls: [
        {
          networkAclId: 'acl-0a1b2c3d4e5f60718',
          name: 'bastion',
          vpcId: 'vpc-0f1e2d3c4b5a69788',
          account: '123456789012',
          region: null,
          source: { file: SEED, address: null, line: null },
          unused: false,
          muted: false,
          accepted: false,
          status: 'gap',
          severity: 'high',
          ingressSeverity: 'none',
          gaps: [
            {
              ...{ direction: 'egress', protocol: 'tcp', cidr: '0.0.0.0/0', fromPort: 1024, toPort: 65535 },
              ...{ deniedBy: 'default', ruleNumber: null, admittedBy: [100] },
              ...{ evidence: 'named', severity: 'high' },
            },
          ],
          clients: [
            blocked('nat-elb-lambda', 1024, 65535),
            blocked('linux', 32768, 61000),
            blocked('windows', 49152, 65535),
            blocked('windows-legacy', 1025, 5000),
          ],
          plan: { entries: [{ ...REPLIES, CidrBlock: '0.0.0.0/0' }], unplaced: [] },
          shadowed: [],
          assumptions: { exposure: 'unknown', answers: [], oneWay: [], samePort: [] },
        },
      ],
    });
  });

  it('has the evidence of the security groups', async () => {
    const [bastion] = await runJson([SEED_SURROUNDINGS, SEED]);
    expect(bastion.assumptions.exposure).toBe('known');
    expect(new Set(bastion.gaps.map((gap: { evidence: string }) => gap.evidence))).toEqual(
      new Set(['accepted']),
    );
    expect(bastion.plan.entries).toEqual([{ ...REPLIES, CidrBlock: '0.0.0.0/0' }]);
  });

  it('names the rule that denies, and lists entries that never take effect, denies first', async () => {
    const denied = entry(90, true, 5000, 5000, { RuleAction: 'deny' });
    const shadowedAllow = entry(110, true, 2000, 2000);
    const shadowedDeny = entry(120, true, 3000, 3000, { RuleAction: 'deny' });
    const path = file('denies.json', acl('acl-1', SSH, denied, REPLIES, shadowedAllow, shadowedDeny));
    const { stdout } = await run([path, '--json']);
    expectValid(stdout);
    const [evaluated] = JSON.parse(stdout).networkAcls;
    expect(evaluated.gaps[0]).toMatchObject({
      deniedBy: 'entry',
      ruleNumber: 90,
      fromPort: 5000,
      severity: 'low',
    });
    expect(evaluated.shadowed).toEqual([
      { egress: true, ruleNumber: 120 },
      { egress: true, ruleNumber: 110 },
    ]);
  });

  it('lists what has no rule, with the reason', async () => {
    const path = file('quota.json', acl('acl-1', SSH, entry(1, true, 1, 1)));
    const { stdout } = await run([path, '--json', '--rule-quota', '1']);
    expectValid(stdout);
    expect(JSON.parse(stdout).networkAcls[0].plan).toEqual({
      entries: [],
      unplaced: [{ protocol: 'tcp', cidr: '0.0.0.0/0', fromPort: 1024, toPort: 65535, reason: 'quota' }],
    });
  });

  it('lists the entries that were taken for answers, one-way and same-port', async () => {
    const udp = { Protocol: '17' };
    const path = file(
      'assumed.json',
      acl(
        'acl-1',
        entry(100, false, 1024, 65535),
        entry(110, false, 514, 514, udp),
        entry(120, false, 123, 123, udp),
        entry(100, true, 443, 443),
        entry(120, true, 123, 123, udp),
      ),
    );
    const { stdout } = await run([path, '--json']);
    expectValid(stdout);
    expect(JSON.parse(stdout).networkAcls[0].assumptions).toMatchObject({
      answers: [{ egress: false, ruleNumber: 100 }],
      oneWay: [{ egress: false, ruleNumber: 110 }],
      samePort: expect.arrayContaining([{ egress: false, ruleNumber: 120 }]),
    });
  });

  it('has null for what is not known', async () => {
    const { VpcId: _, Associations: __, ...bare } = acl('acl-1', SSH);
    const { stdout } = await run([file('bare.json', bare), '--json', '--ephemeral-ports', '49152-65535']);
    expectValid(stdout);
    const [evaluated] = JSON.parse(stdout).networkAcls;
    expect(evaluated).toMatchObject({ name: null, vpcId: null, account: null, region: null, unused: false });
    expect(evaluated.clients.at(-1)).toMatchObject({
      client: 'windows-legacy',
      replies: null,
      deniedShare: null,
    });
  });
});

describe('the summary', () => {
  const muted = { ...acl('acl-muted', SSH), Tags: [{ Key: 'nacl-ephemeral-guard', Value: 'ignore' }] };
  const ingressHigh = acl('acl-ingress', entry(100, true, 443, 443));
  const all = [
    acl('acl-covered', SSH, REPLIES),
    acl('acl-medium', SSH, HALF),
    muted,
    acl('acl-high', SSH),
    acl('acl-low', SSH, entry(90, true, 5000, 5000, { RuleAction: 'deny' }), REPLIES),
    ingressHigh,
  ];

  it('counts by the worse of both directions, and keeps the order of the input', async () => {
    const { stdout } = await run([file('all.json', all), '--json']);
    expectValid(stdout);
    const { summary, networkAcls } = JSON.parse(stdout);
    expect(summary).toEqual({
      ...{ networkAcls: 6, high: 2, medium: 1, low: 1 },
      ...{ unknown: 0, muted: 1, accepted: 0, unchanged: 0, covered: 1, failed: 3 },
    });
    expect(networkAcls.map(({ networkAclId }: { networkAclId: string }) => networkAclId)).toEqual(
      all.map(({ NetworkAclId }) => NetworkAclId),
    );
  });

  it.each([
    ['low', 4, 1],
    ['medium', 3, 1],
    ['high', 2, 1],
    ['never', 0, 0],
  ])('--fail-on %s: %d fail', async (failOn, failed, code) => {
    const { status, stdout } = await run([file('fail.json', all), '--json', '--fail-on', failOn]);
    expect([status, JSON.parse(stdout).summary.failed]).toEqual([code, failed]);
  });
});

it('evidence that only a security group gives is in the JSON', async () => {
  const receiver = acl('acl-1', entry(100, false, 1024, 65535), entry(100, true, 443, 443));
  const database = { FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const [evaluated] = await runJson([
    file('receiver.json', receiver),
    file('groups.json', { SecurityGroups: [group('sg-1', database)] }),
    file('interfaces.json', {
      NetworkInterfaces: [networkInterface(1, { Association: { PublicIp: '203.0.113.1' } })],
    }),
    file('vpcs.json', { Vpcs: [vpc()], Subnets: [subnet('subnet-1')] }),
  ]);
  expect(evaluated).toMatchObject({ status: 'gap', severity: 'high', assumptions: { exposure: 'known' } });
  expect(evaluated.gaps[0].evidence).toBe('accepted');
});

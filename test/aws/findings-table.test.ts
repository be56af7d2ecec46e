import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { FindingsTable } from '../../functions/aws/findings-table.ts';
import { listRecorded } from '../../functions/aws/recorded-network-acls.ts';
import type { Finding } from '../../functions/review/finding.ts';
import type { ReportedGap } from '../../functions/review/words/reported-gap.ts';

let standIn: StandIn;
let client: DynamoDBClient;
let table: FindingsTable;

beforeAll(async () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings' });
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  client = new DynamoDBClient({ endpoint: standIn.endpoint, region: 'us-east-1', credentials });
  table = new FindingsTable(() => client, 'findings');
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

const GAPS: readonly ReportedGap[] = [
  {
    ...{ direction: 'egress', protocol: 'tcp', cidr: '0.0.0.0/0', fromPort: 1024, toPort: 65_535 },
    deniedBy: { kind: 'default' },
  },
  {
    ...{ direction: 'ingress', protocol: 'udp', cidr: '2001:db8::/32', fromPort: 5000, toPort: 5000 },
    deniedBy: { kind: 'entry', ruleNumber: 90 },
  },
];

const finding = (changed: Partial<Finding>): Finding => ({
  networkAclId: 'acl-1',
  state: 'open',
  since: new Date('2026-11-20T09:00:00Z'),
  alerted: {
    at: new Date('2026-11-20T10:00:00Z'),
    kind: 'gap',
    fingerprint: 'f',
    severity: 'high',
    gaps: { listed: GAPS, omitted: 2 },
  },
  remediations: [],
  revision: 1,
  ...changed,
});

describe('the findings table', () => {
  it('gives back what was written', async () => {
    const written = finding({
      networkAclId: 'acl-back',
      state: 'closed',
      remediations: [
        { at: new Date('2026-11-20T09:30:00Z'), entries: ['egress 100', 'egress 110'], reported: true },
        { at: new Date('2026-11-20T10:00:00Z'), entries: [], reported: false },
      ],
    });
    await table.write(written, undefined);
    expect(await table.read('acl-back')).toEqual(written);
  });

  it('gives back a finding before its first alert', async () => {
    const { alerted, ...announced } = finding({ networkAclId: 'acl-announced' });
    await table.write(announced, undefined);
    expect(await table.read('acl-announced')).toEqual(announced);
  });

  it('lists every network ACL that something is on record about, however many pages that takes', async () => {
    // DynamoDB answers with a megabyte at most.
    const ids = Array.from({ length: 40 }, (_, index) => `acl-listed-${index}`);
    const [wide] = GAPS as [ReportedGap];
    const alerted = {
      at: new Date(),
      kind: 'gap',
      severity: 'high',
      gaps: { listed: [{ ...wide, cidr: 'x'.repeat(40_000) }], omitted: 0 },
    } as const;
    for (const networkAclId of ids) {
      await table.write(
        finding({ networkAclId, alerted: { ...alerted, fingerprint: networkAclId } }),
        undefined,
      );
    }
    const before = standIn.calls.length;
    expect([...(await listRecorded(client, 'findings'))]).toEqual(expect.arrayContaining(ids));
    expect(standIn.calls.slice(before).map(({ action }) => action)).toEqual(['Scan', 'Scan']);
    for (const networkAclId of ids) await table.remove(networkAclId);
    expect([...(await listRecorded(client, 'findings'))].filter(id => ids.includes(id))).toEqual([]);
  });

  it('has nothing about others, and forgets', async () => {
    expect(await table.read('acl-unknown')).toBeUndefined();
    await table.write(finding({ networkAclId: 'acl-forget' }), undefined);
    await table.remove('acl-forget');
    expect(await table.read('acl-forget')).toBeUndefined();
  });

  it('keeps what the first of two writers wrote who read the same', async () => {
    const first = finding({ networkAclId: 'acl-race' });
    await table.write(first, undefined);
    await expect(table.write(first, undefined)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    const second = finding({ networkAclId: 'acl-race', revision: 2 });
    await table.write(second, first);
    await expect(table.write({ ...second, state: 'closed' }, first)).rejects.toThrow();
    expect(await table.read('acl-race')).toEqual(second);
  });

  it('lets DynamoDB drop a closed finding after 30 days, never an open one', async () => {
    const put = async (state: Finding['state']) => {
      await table.write(finding({ networkAclId: `acl-${state}`, state }), undefined);
      const { parameters } = standIn.calls.at(-1) ?? {};
      return JSON.stringify(parameters);
    };
    expect(await put('open')).not.toContain('expiresAt');
    const seconds = new Date('2026-12-20T10:00:00Z').getTime() / 1_000;
    expect(await put('closed')).toContain(`"expiresAt":{"N":"${seconds}"}`);
  });

  it.each([
    ['state', { S: 'ajar' }],
    ['since', { S: 'yesterday' }],
    [
      'alerted',
      { M: { at: { S: '2026-11-20T09:00:00Z' }, kind: { S: 'escalated' }, fingerprint: { S: 'f' } } },
    ],
    ['alerted', { M: { at: { S: 'never' }, kind: { S: 'gap' }, fingerprint: { S: 'f' } } }],
    ['remediations', { S: 'none' }],
    ['remediations', { L: [{ S: 'odd' }] }],
    ['revision', { S: '1' }],
  ])('names the attribute of an item that is malformed: %s', async (name, value) => {
    const Item = {
      networkAclId: { S: 'acl-corrupt' },
      state: { S: 'open' },
      since: { S: '2026-11-20T09:00:00Z' },
      remediations: { L: [] },
      revision: { N: '1' },
      [name]: value,
    };
    await client.send(new PutItemCommand({ TableName: 'findings', Item }));
    await expect(table.read('acl-corrupt')).rejects.toThrow(
      new RegExp(`^item acl-corrupt of the findings table: ${name}.* is .+, expected .+`),
    );
  });

  it('reads an item of version 0.1.0, whose gaps are lines of text', async () => {
    const at = { S: '2026-11-20T10:00:00.000Z' };
    const Item = {
      ...{ networkAclId: { S: 'acl-old' }, state: { S: 'open' }, since: at, revision: { N: '3' } },
      alerted: {
        M: {
          ...{ at, kind: { S: 'gap' }, fingerprint: { S: 'f' }, severity: { S: 'high' } },
          denials: { L: [{ S: 'outbound tcp 1024-65535 to 0.0.0.0/0' }] },
        },
      },
      remediations: {
        L: [{ M: { at, entries: { L: [{ S: 'egress 100' }] }, told: { BOOL: true } } }],
      },
    };
    await client.send(new PutItemCommand({ TableName: 'findings', Item }));
    const time = new Date('2026-11-20T10:00:00Z');
    expect(await table.read('acl-old')).toEqual({
      ...{ networkAclId: 'acl-old', state: 'open', since: time, revision: 3 },
      alerted: { at: time, kind: 'gap', fingerprint: 'f', severity: 'high' },
      remediations: [{ at: time, entries: ['egress 100'], reported: true }],
    });
  });
});

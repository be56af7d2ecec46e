import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { FindingsTable } from '../../functions/aws/findings-table.ts';
import { listRecorded } from '../../functions/aws/recorded-network-acls.ts';
import type { Finding } from '../../functions/review/finding.ts';

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

const finding = (changed: Partial<Finding>): Finding => ({
  networkAclId: 'acl-1',
  state: 'open',
  since: new Date('2026-11-20T09:00:00Z'),
  alerted: {
    at: new Date('2026-11-20T10:00:00Z'),
    kind: 'gap',
    fingerprint: 'f',
    severity: 'high',
    denials: ['outbound tcp'],
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
        { at: new Date('2026-11-20T09:30:00Z'), entries: ['egress 100', 'egress 110'], told: true },
        { at: new Date('2026-11-20T10:00:00Z'), entries: [], told: false },
      ],
    });
    await table.write(written, undefined);
    expect(await table.read('acl-back')).toEqual(written);
  });

  it('gives back a finding that nobody was told of', async () => {
    const { alerted, ...untold } = finding({ networkAclId: 'acl-untold' });
    await table.write(untold, undefined);
    expect(await table.read('acl-untold')).toEqual(untold);
  });

  it('lists every network ACL that something is on record about, however many pages that takes', async () => {
    // DynamoDB answers with a megabyte at most.
    const ids = Array.from({ length: 40 }, (_, index) => `acl-listed-${index}`);
    const alerted = {
      at: new Date(),
      kind: 'gap',
      severity: 'high',
      denials: ['outbound '.repeat(5_000)],
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

  it('knows nothing of others, and forgets', async () => {
    expect(await table.read('acl-unknown')).toBeUndefined();
    await table.write(finding({ networkAclId: 'acl-forget' }), undefined);
    await table.remove('acl-forget');
    expect(await table.read('acl-forget')).toBeUndefined();
  });

  it('lets the first of two writers win who read the same', async () => {
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
  ])('says which field of a corrupt item is unusable: %s', async (name, value) => {
    const Item = {
      networkAclId: { S: 'acl-corrupt' },
      state: { S: 'open' },
      since: { S: '2026-11-20T09:00:00Z' },
      remediations: { L: [] },
      revision: { N: '1' },
      [name]: value,
    };
    await client.send(new PutItemCommand({ TableName: 'findings', Item }));
    await expect(table.read('acl-corrupt')).rejects.toThrow(`acl-corrupt has an unusable ${name}`);
  });
});

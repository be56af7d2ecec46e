import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { FindingsTable } from '../../functions/aws/findings-table.ts';
import { listPending, listRecorded } from '../../functions/aws/listed-findings.ts';
import type { Finding } from '../../functions/review/finding.ts';
import { unreadableAlert } from '../fixtures/alerts.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';

/** The table as DynamoDB answers it: conditions, types and pages. */
let standIn: StandIn;
let client: DynamoDBClient;
let table: FindingsTable;
const TABLES = { current: 'findings' };

beforeAll(async () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings' });
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  client = new DynamoDBClient({ endpoint: standIn.endpoint, region: 'us-east-1', credentials });
  table = new FindingsTable(() => client, TABLES);
});

afterAll(async () => {
  client.destroy();
  await standIn.close();
});

const keyOf = (networkAclId: string) => ({ ...HOME, networkAclId });
const recorded = {
  at: new Date('2026-11-20T10:00:00Z'),
  kind: 'gap',
  fingerprint: 'f',
  severity: 'high',
} as const;
const finding = (networkAclId: string, changed: Partial<Finding> = {}): Finding => ({
  ...{
    ...keyOf(networkAclId),
    since: recorded.at,
    alerted: recorded,
    pending: [],
    remediations: [],
    revision: 1,
  },
  ...changed,
});

describe('the findings table', () => {
  it('gives back what was written, and only that', async () => {
    const written = finding('acl-back', {
      pending: [{ alert: unreadableAlert(), recorded, origin: 'change' }],
    });
    expect(await table.write(written, undefined)).toBe('written');
    expect(await table.read(keyOf('acl-back'))).toEqual(written);
    expect(await table.read({ ...keyOf('acl-back'), region: 'eu-west-1' })).toBeUndefined();
    expect(await table.read(keyOf('acl-unknown'))).toBeUndefined();
  });

  it('keeps what the first of two writers wrote who read the same', async () => {
    const [first, second] = [finding('acl-race'), finding('acl-race', { revision: 2 })];
    expect(await table.write(first, undefined)).toBe('written');
    expect(await table.write(first, undefined)).toBe('outdated');
    expect(await table.write(second, first)).toBe('written');
    expect(await table.write(finding('acl-race', { revision: 2, since: new Date(0) }), first)).toBe(
      'outdated',
    );
    expect(await table.read(keyOf('acl-race'))).toEqual(second);
  });

  it('lists the network ACLs of one account and region, and those of all with something pending, of every page', async () => {
    // DynamoDB answers with a megabyte at most.
    const wide = { ...recorded, fingerprint: 'x'.repeat(40_000) };
    const ids = Array.from({ length: 40 }, (_, index) => `acl-listed-${index}`);
    for (const id of ids) await table.write(finding(id, { alerted: wide }), undefined);
    const other = finding('acl-other', {
      region: 'eu-west-1',
      pending: [{ alert: unreadableAlert(), recorded, origin: 'change' }],
    });
    await table.write(other, undefined);
    const before = standIn.calls.length;
    const listed = await listRecorded(client, TABLES, HOME);
    expect([...listed]).toEqual(expect.arrayContaining(ids));
    expect(listed.has('acl-other')).toBe(false);
    expect(standIn.calls.slice(before).map(({ action }) => action)).toEqual(['Query', 'Query']);
    expect(await listPending(client, TABLES)).toContainEqual({
      ...{ ...keyOf('acl-other'), region: 'eu-west-1' },
      pending: [{ recorded: { at: recorded.at, kind: 'gap' }, origin: 'change' }],
    });
    for (const id of ids) await table.remove(keyOf(id));
    expect([...(await listRecorded(client, TABLES, HOME))].filter(id => ids.includes(id))).toEqual([]);
  });
});

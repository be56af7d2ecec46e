import { expect, it, onTestFinished } from 'vitest';
import { startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { invoke } from '../../cli/replay/function-process.ts';
import { sweptRegion } from '../fixtures/swept-region.ts';

const SWEEP = new URL('../../dist/sweep/index.mjs', import.meta.url);
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';

/** The calls of the built bundle for one sweep of a region, by name; `npm test` builds it first. */
async function countCalls(networkAcls: number, needingExposure: number): Promise<Record<string, number>> {
  const region = sweptRegion({ networkAcls, needingExposure, interfaces: 4 * networkAcls });
  const standIn = await startStandIn({ ...region, topicArn: TOPIC_ARN, findingsTable: 'findings' });
  onTestFinished(() => standIn.close());
  const environment = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: standIn.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    ALERT_TOPIC_ARN: TOPIC_ARN,
    FINDINGS_TABLE: 'findings',
  };
  const { log } = await invoke(SWEEP, { Records: [{ messageId: '1', body: '{}' }] }, environment, 300_000);
  const finished = { message: 'sweep finished', networkAclsEvaluated: networkAcls };
  expect(log).toContainEqual(expect.objectContaining(finished));
  expect(standIn.published).toEqual([]);
  const counts: Record<string, number> = {};
  for (const { action } of standIn.calls) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/*
 * Two scans: what is on record, at the start, and what is pending, at the end. The reporter's own item: read and written
 * with the end of the sweep, read and written with who gets alerts.
 */

const REPORT = { GetItem: 3, PutItem: 2, ListSubscriptionsByTopic: 1 };

it('a sweep of 1,000 network ACLs, of which 300 need exposure, makes at most 60 calls', async () => {
  const counts = await countCalls(1_000, 300);
  expect(sum(counts)).toBeLessThanOrEqual(60);
  expect(counts).toMatchObject({ DescribeNetworkAcls: 5, Scan: 1, Query: 1 });
});

it('a sweep reads exposure of a few network ACLs by filters', async () => {
  const counts = await countCalls(100, 4);
  // Four of one VPC: its blocks and clients once.
  expect(counts).toEqual({
    ...{ DescribeNetworkAcls: 1, Scan: 1, Query: 1, DescribeVpcs: 1, DescribeSubnets: 1 },
    ...{ DescribeNetworkInterfaces: 4 + 2, DescribeSecurityGroups: 4 },
    ...REPORT,
  });
});

it('a sweep of covered network ACLs reads no exposure', async () => {
  expect(await countCalls(250, 0)).toEqual({ DescribeNetworkAcls: 2, Scan: 1, Query: 1, ...REPORT });
});

import type { SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGuard } from '../../functions/guard/guard.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
let world: ReviewWorld;

const body = (networkAclId: unknown, detail: object = {}) =>
  JSON.stringify({
    account: '123456789012',
    region: 'us-east-1',
    detail: { eventName: 'CreateNetworkAclEntry', requestParameters: { networkAclId }, ...detail },
  });
const record = (messageId: string, text: string) => ({ messageId, body: text }) as SQSRecord;
const failed = async (...Records: SQSRecord[]) => {
  const { batchItemFailures } = await createGuard(world)({ Records });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};
/** By network ACL: reviews of one batch run side by side and end in any order. */
const outcomes = () =>
  world.logged
    .filter(({ message }) => message === 'review finished')
    .sort((a, b) => String(a.networkAclId).localeCompare(String(b.networkAclId)));

beforeEach(() => {
  world = new ReviewWorld();
  world.put(networkAcl(SSH, { networkAclId: 'acl-a' }));
  world.put(networkAcl([...SSH, ...egress('100 allow all 0.0.0.0/0')], { networkAclId: 'acl-b' }));
});

describe('guard', () => {
  it('reviews each network ACL of a batch once, after one read for all', async () => {
    expect(
      await failed(record('1', body('acl-a')), record('2', body('acl-b')), record('3', body('acl-a'))),
    ).toEqual([]);
    expect(world.reads).toBe(1);
    expect(outcomes()).toMatchObject([
      { outcome: 'alerted', networkAclId: 'acl-a', alertKind: 'gap', messageIds: ['1', '3'] },
      { outcome: 'covered', networkAclId: 'acl-b', messageIds: ['2'] },
    ]);
    expect(world.published).toHaveLength(1);
  });

  it('alerts with the latest of several changes, in any order', async () => {
    const at = (eventTime: string) => body('acl-a', { eventTime, eventID: eventTime.replaceAll(':', '-') });
    await failed(
      record('1', at('2026-11-20T09:00:00Z')),
      record('2', at('2026-11-20T11:00:00Z')),
      record('3', at('2026-11-20T10:00:00Z')),
      record('4', body('acl-a')),
    );
    expect(world.published[0]?.change?.eventId).toBe('2026-11-20T11-00-00Z');
  });

  it('logs what it ignores and refuses, without a call', async () => {
    const forwarded = JSON.stringify({ ...JSON.parse(body('acl-a')), account: '999999999999' });
    expect(
      await failed(
        record('1', body('acl-a', { errorCode: 'Client.DryRunOperation' })),
        record('2', forwarded),
      ),
    ).toEqual([]);
    expect(outcomes()).toMatchObject([
      { outcome: 'ignored', networkAclId: 'acl-a', messageIds: ['1'] },
      { outcome: 'refused', reason: 'account is "999999999999", expected 123456789012', messageIds: ['2'] },
    ]);
    expect(world.reads).toBe(0);
  });

  it('fails only the record that is invalid, with the reason in the log', async () => {
    expect(
      await failed(record('1', 'not json'), record('2', body('acl-b')), record('3', body(undefined))),
    ).toEqual(['1', '3']);
    const errors = world.logged.filter(({ level }) => level === 'ERROR').map(({ error }) => error);
    expect(errors).toEqual([
      expect.stringContaining('SyntaxError'),
      expect.stringContaining('networkAclId is missing'),
    ]);
    expect(outcomes()).toMatchObject([{ outcome: 'covered' }]);
  });

  it.each([
    ['lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{"detail":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('says one line of a body with 100,000 nested %s', async (_, deep) => {
    expect(await failed(record('1', deep), record('2', body('acl-b')))).toEqual(['1']);
    const [error] = world.logged.filter(({ level }) => level === 'ERROR');
    expect(error).toMatchObject({
      message: 'invalid event',
      error: 'SyntaxError: more than 500 nested levels',
    });
  });

  it('ends a network ACL that does not exist as gone', async () => {
    expect(await failed(record('1', body('acl-gone')), record('2', body('acl-b')))).toEqual([]);
    expect(outcomes()).toMatchObject([
      { outcome: 'covered', networkAclId: 'acl-b' },
      { outcome: 'gone', networkAclId: 'acl-gone' },
    ]);
  });

  it('alerts that a network ACL cannot be evaluated, and reviews the others', async () => {
    world.spoil('acl-a', '{}');
    const records = [record('1', body('acl-a')), record('2', body('acl-b')), record('3', body('acl-a'))];
    expect(await failed(...records)).toEqual([]);
    expect(outcomes()).toMatchObject([
      { outcome: 'alerted', alertKind: 'cannot-evaluate', networkAclId: 'acl-a', messageIds: ['1', '3'] },
      { outcome: 'covered', networkAclId: 'acl-b' },
    ]);
  });

  it('fails every record when the network ACLs cannot be read', async () => {
    world.networkAcls.read = async () => {
      throw new Error('RequestLimitExceeded');
    };
    expect(await failed(record('1', body('acl-a')), record('2', body('acl-b')))).toEqual(['1', '2']);
    expect(outcomes()).toEqual([]);
  });

  it('fails the records when the alert cannot be published, so that it is tried again', async () => {
    world.alerts.publish = async () => {
      throw new Error('KMSThrottling');
    };
    const records = [record('1', body('acl-a')), record('2', body('acl-b')), record('3', body('acl-a'))];
    expect(await failed(...records)).toEqual(['1', '3']);
    expect(outcomes()).toMatchObject([{ outcome: 'covered', networkAclId: 'acl-b' }]);
    expect(world.recorded.size).toBe(0);
  });
});

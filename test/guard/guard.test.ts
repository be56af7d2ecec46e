import type { SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGuard } from '../../functions/guard/guard.ts';
import { type Mode, TAG } from '../../functions/review/words/mode.ts';
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
const record = (messageId: string, text: string, delivery?: number) =>
  ({
    ...{ messageId, body: text },
    ...(delivery && { attributes: { ApproximateReceiveCount: `${delivery}` } }),
  }) as SQSRecord;
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
      { outcome: 'pending', networkAclId: 'acl-a', alertKind: 'gap', messageIds: ['1', '3'] },
      { outcome: 'covered', networkAclId: 'acl-b', messageIds: ['2'] },
    ]);
    expect(world.published).toHaveLength(1);
  });

  it('reviews each network ACL whose tags a call changes, and fails the message once', async () => {
    const items = ['acl-a', 'acl-b', 'acl-c'].map(resourceId => ({ resourceId }));
    const tags = { eventName: 'CreateTags', requestParameters: { resourcesSet: { items } } };
    expect(await failed(record('1', body('', tags)))).toEqual([]);
    expect(outcomes().map(({ networkAclId, outcome }) => `${networkAclId} ${outcome}`)).toEqual([
      'acl-a pending',
      'acl-b covered',
      'acl-c deleted',
    ]);
    world.networkAcls.read = async () => {
      throw new Error('RequestLimitExceeded');
    };
    expect(await failed(record('2', body('', tags)))).toEqual(['2']);
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
      { outcome: 'deleted', networkAclId: 'acl-gone' },
    ]);
  });

  it('alerts that a network ACL cannot be evaluated, and reviews the others', async () => {
    world.spoil('acl-a', '{}');
    const records = [record('1', body('acl-a')), record('2', body('acl-b')), record('3', body('acl-a'))];
    expect(await failed(...records)).toEqual([]);
    expect(outcomes()).toMatchObject([
      { outcome: 'pending', alertKind: 'cannot-evaluate', networkAclId: 'acl-a', messageIds: ['1', '3'] },
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

  it('does not fail what is on record because a report cannot be requested', async () => {
    const requestReport = async () => {
      throw new Error('ServiceUnavailable');
    };
    const { batchItemFailures } = await createGuard({ ...world, requestReport })({
      Records: [record('1', body('acl-a'))],
    });
    expect(batchItemFailures).toEqual([]);
    expect(world.findings.get('acl-a')?.pending).toHaveLength(1);
    expect(world.logged.find(({ level }) => level === 'ERROR')).toMatchObject({
      message: 'could not request a report: it comes within an hour',
      error: 'Error: ServiceUnavailable',
    });
  });
});

describe('guard requests a report', () => {
  const requested: string[][] = [];
  const handle = (...Records: SQSRecord[]) =>
    createGuard({
      ...world,
      requestReport: async pending => void requested.push(pending.map(({ networkAclId }) => networkAclId)),
    })({ Records });

  beforeEach(() => void requested.splice(0));

  it('once for a batch, about the network ACLs that have something pending', async () => {
    world.put(networkAcl(SSH, { networkAclId: 'acl-c' }));
    await handle(...['acl-a', 'acl-b', 'acl-c'].map(id => record(id, body(id))));
    expect(requested).toEqual([['acl-a', 'acl-c']]);
  });

  it('not where nothing is pending', async () => {
    await handle(record('1', body('acl-b')));
    expect(requested).toEqual([]);
  });

  it('publishes nothing itself', async () => {
    await handle(record('1', body('acl-a')));
    expect(world.published).toEqual([]);
  });
});

describe('while the findings table fails', () => {
  beforeEach(() => {
    world.findings.error = new Error('table down');
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 0],
  ])('delivery %i of a change publishes %i messages, and fails', async (delivery, messages) => {
    expect(await failed(record('1', body('acl-a'), delivery))).toEqual(['1']);
    expect(world.published).toHaveLength(messages);
  });

  it('a change that has no delivery count is not published', async () => {
    expect(await failed(record('1', body('acl-a')))).toEqual(['1']);
    expect(world.published).toEqual([]);
  });

  it('the latest delivery of several messages about one network ACL decides', async () => {
    await failed(record('1', body('acl-a'), 1), record('2', body('acl-a'), 3));
    expect(world.published).toHaveLength(1);
  });

  it('a network ACL that is covered makes no message at any delivery', async () => {
    for (const delivery of [1, 2, 3, 4, 5])
      expect(await failed(record('1', body('acl-b'), delivery))).toEqual(['1']);
    expect(world.published).toEqual([]);
  });
});

describe('a gap that was published without a record, and is gone when the table is back', () => {
  it.each([
    [3, []],
    [4, ['resolved']],
    [5, ['resolved']],
  ])('at delivery %i: %j', async (delivery, kinds) => {
    expect(await failed(record('1', body('acl-b'), delivery))).toEqual([]);
    expect(world.published.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('reviews of a batch', () => {
  /** How many creations are under way at most at one time. */
  const countSideBySide = async () => {
    for (const networkAclId of ['acl-a', 'acl-c', 'acl-d'])
      world.put(networkAcl(SSH, { networkAclId, tags: { [TAG]: 'remediate' } }));
    let now = 0;
    let most = 0;
    const { create } = world.networkAcls;
    world.networkAcls.create = async (id, entry) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(resolve => setTimeout(resolve, 5));
      now -= 1;
      return create(id, entry);
    };
    await failed(...['acl-a', 'acl-c', 'acl-d'].map(id => record(id, body(id))));
    return most;
  };

  it.each<Mode>(['opt-in', 'remediate'])('write one after the other in mode %s', async mode => {
    world = new ReviewWorld({ mode });
    expect(await countSideBySide()).toBe(1);
    expect(world.created).toHaveLength(3);
  });
});

it('where entries may be written, each network ACL is read when its turn comes', async () => {
  world = new ReviewWorld({ mode: 'remediate' });
  for (const networkAclId of ['acl-a', 'acl-c']) world.put(networkAcl(SSH, { networkAclId }));
  // An operator fixes the second while the first is reviewed.
  world.beforeCreate = () => world.add('acl-c', ...egress('100 allow all 0.0.0.0/0'));
  await failed(record('1', body('acl-a')), record('2', body('acl-c')));
  expect(outcomes()).toMatchObject([{ alertKind: 'remediated' }, { outcome: 'covered' }]);
  expect(world.created).toHaveLength(1);
});

it('500 broken network ACLs whose creations EC2 throttles end without one that counts as failed', async () => {
  world = new ReviewWorld({ mode: 'remediate' });
  const ids = Array.from({ length: 500 }, (_, index) => `acl-${index}`);
  for (const networkAclId of ids) world.put(networkAcl(SSH, { networkAclId }));
  const { create } = world.networkAcls;
  let calls = 0;
  // A third of the calls, in runs as long as a token bucket takes to fill.
  world.networkAcls.create = async (id, entry) =>
    Math.floor(calls++ / 5) % 3 === 0 ? { kind: 'throttled' } : create(id, entry);
  let batch = ids.map(id => record(id, body(id)));
  for (let delivery = 1; batch.length > 0; delivery += 1) {
    expect(delivery).toBeLessThanOrEqual(5);
    const left = new Set(await failed(...batch));
    batch = batch.filter(({ messageId }) => left.has(messageId));
    world.now = new Date(world.now.getTime() + 725_000);
  }
  const kinds = new Set(world.reported().map(({ kind }) => kind));
  expect([[...kinds], world.reported().length, world.created.length]).toEqual([['remediated'], 500, 500]);
  for (const id of ids) expect(world.status(id)).toBe('covered');
});

import type { SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHubGuard } from '../../functions/guard/hub-guard.ts';
import type { NetworkAclKey } from '../../functions/review/finding.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { UnreachableError } from '../../functions/review/unreachable.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SHOP = { account: '222222222222', region: 'us-east-1' };
const BANK = { account: '333333333333', region: 'us-east-1' };
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const OPEN = [...SSH, ...egress('100 allow all 0.0.0.0/0')];

let hub: ReviewWorld;
let worlds: Map<string, ReviewWorld>;
let requested: (readonly NetworkAclKey[])[];
let noted: string[];
let notedAt: (string | undefined)[];
let requestError: Error | undefined;

const worldOf = (member: Member) => worlds.get(formatMember(member)) ?? expect.fail(formatMember(member));
const contextOf = (member: Member) => {
  const world = worldOf(member);
  // Without the world's own way to publish, which needs no reporter.
  const { settings, exposure, findings, clock, log } = world;
  return { settings, exposure, findings, clock, log, networkAcls: { ...world.networkAcls, ...member } };
};
const guard = () =>
  createHubGuard({
    ...{ home: HOME, log: hub.log, contextOf },
    admission: { organizationId: 'o-a1b2c3d4e5', memberAccountIds: [], ignoredAccounts: ['999999999999'] },
    noteChange: async (member, at) => {
      noted.push(formatMember(member));
      notedAt.push(at?.toISOString());
    },
    requestReport: async keys => {
      requested.push(keys);
      if (requestError) throw requestError;
    },
  });

const body = ({ account, region }: Member, networkAclId: string, detail: object = {}) => {
  const request = { eventName: 'CreateNetworkAclEntry', requestParameters: { networkAclId } };
  return JSON.stringify({
    ...{ account, region },
    detail: { ...request, recipientAccountId: account, awsRegion: region, ...detail },
  });
};
const record = (messageId: string, text: string) => ({ messageId, body: text }) as SQSRecord;
const failed = async (...Records: SQSRecord[]) => {
  const { batchItemFailures } = await guard()({ Records });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};
const outcomesOf = (world: ReviewWorld) =>
  world.logged
    .filter(({ message }) => message === 'review finished')
    .map(({ outcome, networkAclId, messageIds }) => `${outcome} ${networkAclId} ${messageIds}`);

beforeEach(() => {
  hub = new ReviewWorld();
  worlds = new Map([HOME, SHOP, BANK].map(member => [formatMember(member), new ReviewWorld()]));
  [requested, noted, notedAt, requestError] = [[], [], [], undefined];
  // The same id in each account, as no test of one account would have it.
  worldOf(HOME).put(networkAcl(OPEN, { networkAclId: 'acl-a' }));
  worldOf(SHOP).put(networkAcl(SSH, { networkAclId: 'acl-a' }));
  worldOf(BANK).put(networkAcl(OPEN, { networkAclId: 'acl-a' }));
});

describe('the guard of a hub', () => {
  it('reviews each change where it happened, with one read for each account and region', async () => {
    const batch = [HOME, SHOP, BANK, SHOP].map((member, index) => record(`${index}`, body(member, 'acl-a')));
    expect(await failed(...batch)).toEqual([]);
    expect(outcomesOf(worldOf(HOME))).toEqual(['covered acl-a 0']);
    expect(outcomesOf(worldOf(SHOP))).toEqual(['pending acl-a 1,3']);
    expect(outcomesOf(worldOf(BANK))).toEqual(['covered acl-a 2']);
    expect([HOME, SHOP, BANK].map(member => worldOf(member).reads)).toEqual([1, 1, 1]);
  });

  it('ends in time where reviews of one member hang: what was not begun is delivered again', async () => {
    worlds = new Map(
      [HOME, SHOP, BANK].map(one => [formatMember(one), new ReviewWorld({ mode: 'remediate' })]),
    );
    const ids = ['acl-a', 'acl-b', 'acl-c', 'acl-d', 'acl-e'];
    for (const member of [SHOP, BANK])
      for (const networkAclId of ids) worldOf(member).put(networkAcl(OPEN, { networkAclId }));
    const slow = worldOf(SHOP);
    slow.beforeRead = () => {
      slow.now = new Date(slow.now.getTime() + 40_000);
    };
    const batch = [SHOP, BANK].flatMap(member =>
      ids.map(id => record(`${member.account} ${id}`, body(member, id))),
    );
    expect(await failed(...batch)).toEqual(ids.slice(2).map(id => `${SHOP.account} ${id}`));
    expect(outcomesOf(worldOf(BANK))).toHaveLength(5);
    expect(outcomesOf(slow)).toHaveLength(2);
    expect(slow.logged).toContainEqual(
      expect.objectContaining({ outcome: 'failed', error: 'no time is left after the reviews before it' }),
    );
  });

  it('asks for one report for all members', async () => {
    worldOf(BANK).put(networkAcl(SSH, { networkAclId: 'acl-a' }));
    await failed(record('1', body(SHOP, 'acl-a')), record('2', body(BANK, 'acl-a')));
    expect(requested).toHaveLength(1);
    expect(requested[0]).toEqual(
      expect.arrayContaining([SHOP, BANK].map(member => ({ ...member, networkAclId: 'acl-a' }))),
    );
  });

  it('keeps an outcome where the report cannot be asked for', async () => {
    requestError = new Error('QueueDoesNotExist');
    expect(await failed(record('1', body(SHOP, 'acl-a')))).toEqual([]);
    expect(hub.logged).toMatchObject([
      { level: 'ERROR', message: 'could not request a report: it comes within an hour' },
    ]);
  });

  it('has changes of other members on record, not those of its own', async () => {
    await failed(
      ...[HOME, SHOP, BANK, SHOP].map((member, index) => record(`${index}`, body(member, 'acl-a'))),
    );
    expect(noted.toSorted()).toEqual([formatMember(SHOP), formatMember(BANK)]);
  });

  it('has a member on record as of its latest change, and as of now where one has no time', async () => {
    const timed = (time?: string) => JSON.stringify({ ...JSON.parse(body(SHOP, 'acl-a')), time });
    const [early, late] = ['2026-11-20T09:00:00.000Z', '2026-11-20T09:30:00.000Z'];
    for (const times of [
      [late, early],
      [late, undefined],
    ])
      await failed(...times.map((time, index) => record(`${index}`, timed(time))));
    expect(notedAt).toEqual([late, undefined]);
  });

  it('ends with one outcome for each network ACL of a member that cannot be reached, and no failure', async () => {
    worldOf(SHOP).networkAcls.read = async () => {
      throw new UnreachableError(SHOP, 'AccessDenied');
    };
    const batch = [
      record('1', body(SHOP, 'acl-a')),
      record('2', body(SHOP, 'acl-b')),
      record('3', body(BANK, 'acl-a')),
    ];
    expect(await failed(...batch)).toEqual([]);
    expect(worldOf(SHOP).logged).toMatchObject([
      { outcome: 'unreachable', code: 'AccessDenied', networkAclId: 'acl-a', messageIds: ['1'] },
      { outcome: 'unreachable', code: 'AccessDenied', networkAclId: 'acl-b', messageIds: ['2'] },
    ]);
    expect(worldOf(SHOP).published).toEqual([]);
    expect(outcomesOf(worldOf(BANK))).toEqual(['covered acl-a 3']);
    expect(noted).toContain(formatMember(SHOP));
  });

  it('has only the changes of a member delivered again that does not answer', async () => {
    worldOf(SHOP).networkAcls.read = async () => {
      throw new Error('Throttling');
    };
    expect(await failed(record('1', body(SHOP, 'acl-a')), record('2', body(BANK, 'acl-a')))).toEqual(['1']);
  });

  it('has a review delivered again that loses its member after it has begun', async () => {
    worldOf(SHOP).findings.error = new UnreachableError(SHOP, 'AccessDenied');
    expect(await failed(record('1', body(SHOP, 'acl-a')))).toEqual(['1']);
  });

  it.each([
    ['an ignored account', body({ ...SHOP, account: '999999999999' }, 'acl-a')],
    ['a record of another account', body(SHOP, 'acl-a', { recipientAccountId: BANK.account })],
    ['a record of another region', body(SHOP, 'acl-a', { awsRegion: 'eu-west-1' })],
  ])('refuses %s without a call', async (_, text) => {
    expect(await failed(record('1', text))).toEqual([]);
    expect(hub.logged).toMatchObject([{ level: 'INFO', outcome: 'refused', messageIds: ['1'] }]);
    expect([...worlds.values()].map(({ reads }) => reads)).toEqual([0, 0, 0]);
    expect(noted).toEqual([]);
  });

  it.each([
    ['ignores a change of a network ACL that another member owns', BANK.account, 'ignored acl-a 1', 0],
    ['reviews one whose owner is no member', '999999999999', 'pending acl-a 1', 1],
  ])('%s', async (_, ownerId, outcome, reports) => {
    worldOf(SHOP).stored.set('acl-a', {
      ...{ kind: 'read', networkAcl: networkAcl(SSH, { networkAclId: 'acl-a' }), ownerId },
    });
    expect(await failed(record('1', body(SHOP, 'acl-a')))).toEqual([]);
    expect(outcomesOf(worldOf(SHOP))).toEqual([outcome]);
    expect(requested).toHaveLength(reports);
  });

  it.each(['no JSON', '{"detail":{}}'])('fails for %s, as the guard of one account does', async text => {
    expect(await failed(record('1', text))).toEqual(['1']);
    expect(worldOf(HOME).logged).toMatchObject([{ message: 'invalid event', outcome: 'failed' }]);
  });
});

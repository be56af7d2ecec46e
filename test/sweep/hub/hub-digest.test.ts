import { beforeEach, describe, expect, it } from 'vitest';
import { renderMessage } from '../../../functions/alert/message.ts';
import { formatMember, type Member } from '../../../functions/review/member.ts';
import type { Digest, Publication } from '../../../functions/review/words/digest.ts';
import { HOME } from '../../fixtures/findings-in-memory.ts';
import { HubWorld } from '../../fixtures/hub-world.ts';
import { egress, ingress, networkAcl } from '../../fixtures/network-acls.ts';
import { HOUR, NOW } from '../../fixtures/review-context.ts';

const MINUTE = 60_000;
const DAY = 24 * HOUR;
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const [SHOP, SHOP_WEST, PAY]: readonly [Member, Member, Member] = [
  { account: '111111111111', region: 'eu-central-1' },
  { account: '111111111111', region: 'us-west-2' },
  { account: '222222222222', region: 'eu-central-1' },
];
const plan = (id: string) => ({
  source: 'aws.events',
  id,
  ...HOME,
  resources: ['arn:aws:events:…:rule/sweep'],
});
let hub: HubWorld;

const put = (member: Member, ...ids: readonly string[]) => {
  for (const networkAclId of ids) hub.worldOf(member).put(networkAcl(SSH, { networkAclId }));
};
const fix = (member: Member, networkAclId: string) =>
  hub.worldOf(member).put(networkAcl([...SSH, ...REPLIES], { networkAclId }));
const start = (by?: 'account') => {
  hub = new HubWorld(by);
  for (const member of [HOME, SHOP, SHOP_WEST, PAY]) hub.register(member);
  hub.register(SHOP, { name: 'shop-prod' });
};
/** What a message names: the account and region of each network ACL. */
const named = (message: Publication) =>
  message.kind === 'digest'
    ? message.groups.flatMap(({ account, members }) =>
        members.map(({ region, networkAclId }) => `${account} ${region} ${networkAclId}`),
      )
    : [`${message.account} ${message.region} ${message.networkAclId}`];
const absentOf = (digest: Digest | undefined) =>
  digest?.hub?.absent.map(({ account, region, reason }) => `${account} ${region} ${reason.kind}`);
const failToList = (member: Member) => {
  hub.worldOf(member).networkAcls.list = async () => {
    throw new Error('RequestLimitExceeded');
  };
};
/** Lambda ends each invocation that sweeps the member. */
const endEach = (member: Member) => {
  hub.worldOf(member).networkAcls.list = async () => {
    hub.isKilled = true;
    return { networkAcls: new Map() };
  };
  hub.beforeCall = call => {
    if (call === 'swept' && hub.isKilled) throw new Error('ended');
  };
};
/** One sweep of all members at each of the days. */
const sweepOn = async (...days: readonly number[]) => {
  for (const day of days) {
    hub.send(plan(`event-${day}`), day * DAY);
    await hub.runTo(day * DAY + 5 * HOUR);
  }
};

beforeEach(() => start());

describe('what the sweeps of all members leave', () => {
  it('is one digest, by account, with the same network ACL ids in each', async () => {
    for (const member of [SHOP, SHOP_WEST, PAY]) put(member, 'acl-a', 'acl-b');
    await sweepOn(0);
    expect(hub.published).toHaveLength(1);
    const [digest] = hub.digests;
    expect(digest?.groups.map(({ account, members }) => [account, members.length])).toEqual([
      [SHOP.account, 4],
      [PAY.account, 2],
    ]);
    expect(digest).toMatchObject({ ...HOME, open: { high: 6 }, about: { sweep: { evaluated: 6 } } });
    const { subject, texts, attributes } = renderMessage(digest as Digest);
    expect(subject).toBe('[high] 6 of 6 network ACLs block replies (2 accounts)');
    expect(texts.email).toContain('Account shop-prod (111111111111):\nHigh (4): no client gets a reply.');
    expect(texts.email).toContain('Account 222222222222:\nHigh (2): no client gets a reply.');
    expect(texts.email).toContain('  - acl-a (vpc-0f1e2d3c), us-west-2: SSH (tcp/22) from anywhere\n');
    expect(attributes).toMatchObject({ account: HOME.account, region: HOME.region });
  });

  it('is not published before all are swept', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    put(PAY, 'acl-a');
    const { networkAcls } = hub.worldOf(PAY);
    const { list } = networkAcls;
    let fails = 2;
    networkAcls.list = async nextToken => {
      if (fails-- > 0) throw new Error('RequestLimitExceeded');
      return list(nextToken);
    };
    hub.send(plan('event-1'));
    await hub.runTo(59 * MINUTE);
    expect(hub.published).toEqual([]);
    await hub.runTo(90 * MINUTE);
    expect(hub.published.map(named)).toEqual([expect.arrayContaining([`${PAY.account} eu-central-1 acl-a`])]);
  });

  it('is published once the last delivery for one of them has failed', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    hub.worldOf(PAY).networkAcls.list = async () => {
      throw new Error('RequestLimitExceeded');
    };
    hub.send(plan('event-1'));
    await hub.runTo(HOUR);
    expect(hub.published).toEqual([]);
    await hub.runTo(HOUR + 15 * MINUTE);
    expect(hub.digests).toHaveLength(1);
    await hub.runTo(DAY);
    expect(hub.published).toHaveLength(1);
  });

  it('of up to three network ACLs is a message each, with the name of the account', async () => {
    put(SHOP, 'acl-a');
    put(PAY, 'acl-a');
    await sweepOn(0);
    const messages = hub.published.map(renderMessage);
    expect(messages.map(({ attributes }) => attributes.account).toSorted()).toEqual([
      SHOP.account,
      PAY.account,
    ]);
    const shop = messages.find(({ attributes }) => attributes.account === SHOP.account);
    expect(shop?.texts.email).toContain('  Account: shop-prod (111111111111), eu-central-1\n');
    expect(JSON.parse(shop?.texts.lambda ?? '')).toMatchObject({ accountName: 'shop-prod' });
  });

  it('is one introduction after a deployment of the hub', async () => {
    put(SHOP, 'acl-a');
    hub.send({ firstSweep: {} });
    await hub.runTo(DAY);
    expect(hub.digests).toMatchObject([{ about: { kind: 'first-sweep', sweep: { evaluated: 1 } } }]);
    expect(hub.published).toHaveLength(1);
  });

  it('is named again for a new subscriber', async () => {
    put(SHOP, 'acl-a');
    put(PAY, 'acl-a');
    await sweepOn(0);
    hub.published.splice(0);
    hub.home.confirmed = ['email', 'another'];
    await hub.runTo(DAY);
    expect(hub.digests).toMatchObject([{ about: { kind: 'open' }, open: { high: 2 } }]);
  });

  it('counts what was fixed since the last reminder', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c');
    put(PAY, 'acl-a', 'acl-b');
    hub.send({ firstSweep: {} });
    await hub.runTo(HOUR);
    fix(SHOP, 'acl-a');
    await sweepOn(1, 8);
    expect(hub.digests.at(-1)).toMatchObject({
      about: { kind: 'reminders', trend: { last: 5, fixedSince: 1 } },
    });
  });

  it('is published once, however often the message about its end is delivered', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    hub.send(plan('event-1'));
    for (const at of [0, 1, 2, 3, 30, 100]) hub.send({ endPlan: 'event-1' }, at * MINUTE);
    await hub.runTo(DAY);
    expect(hub.published).toHaveLength(1);
  });
});

describe('members that were deployed just now', () => {
  const deployed = (member: Member) => ({
    ...{ source: 'aws.cloudformation', ...member },
    detail: { 'status-details': { status: 'CREATE_COMPLETE' } },
  });

  it('are one digest, soon after the last of them', async () => {
    hub.registry.members.clear();
    for (const [index, member] of [SHOP, SHOP_WEST, PAY].entries()) {
      put(member, 'acl-a', 'acl-b');
      hub.send(deployed(member), index * 4 * MINUTE);
    }
    await hub.runTo(DAY / 2);
    expect(hub.digests).toMatchObject([{ open: { high: 6 }, at: expect.any(Date) }]);
    expect(hub.published).toHaveLength(1);
    expect(hub.digests[0]?.at.getTime()).toBeLessThan(NOW.getTime() + 20 * MINUTE);
  });

  it('are not reported again where the hub has their findings on record', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    await sweepOn(0);
    hub.registry.members.delete(formatMember(SHOP));
    hub.send(deployed(SHOP));
    await hub.runTo(DAY);
    expect(hub.published).toHaveLength(1);
  });

  it.each([
    ['their stack is updated', deployed(SHOP)],
    ['the hub is deployed', { firstSweep: {} }],
    ['the daily sweep begins', plan('event-1')],
  ])('write nothing for a day, also where %s', async (_, message) => {
    hub = new HubWorld('organisation', { mode: 'remediate' });
    hub.register(HOME);
    put(SHOP, 'acl-a');
    hub.send(deployed(SHOP));
    hub.send(message, HOUR);
    await hub.runTo(23 * HOUR);
    expect(hub.worldOf(SHOP).created).toEqual([]);
    hub.send(plan('event-2'), 26 * HOUR);
    await hub.runTo(27 * HOUR);
    expect(hub.worldOf(SHOP).created).toHaveLength(1);
  });

  it('and others write nothing after a deployment of the hub', async () => {
    hub = new HubWorld('organisation', { mode: 'remediate' });
    hub.register(HOME);
    hub.register(SHOP);
    put(SHOP, 'acl-a');
    hub.send({ firstSweep: {} });
    await hub.runTo(HOUR);
    expect(hub.worldOf(SHOP).created).toEqual([]);
    expect(hub.digests).toMatchObject([{ open: { high: 1 } }]);
  });
});

describe('a burst of changes', () => {
  it('over several accounts is one digest, whose link is in the region of the first change', async () => {
    for (const [index, member] of [SHOP_WEST, SHOP, PAY].entries()) {
      put(member, 'acl-a', 'acl-b');
      for (const networkAclId of ['acl-a', 'acl-b']) {
        const at = new Date(NOW.getTime() + index);
        await hub.change(member, networkAclId, {
          ...{
            networkAclId,
            action: 'DeleteNetworkAclEntry',
            at,
            actor: 'terraform',
            eventId: `event-${index}`,
          },
        });
      }
    }
    await hub.runTo(2 * HOUR);
    expect(hub.digests).toMatchObject([
      { about: { kind: 'burst', burst: { isSameChange: true, change: { region: 'us-west-2' } } } },
    ]);
    expect(hub.published).toHaveLength(1);
  });
});

describe('a member that does not report', () => {
  beforeEach(() => {
    hub.refusing.add(formatMember(PAY));
  });

  it('is named in the digest of the sweep, in one line', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    await sweepOn(0);
    expect(hub.published).toHaveLength(1);
    expect(absentOf(hub.digests[0])).toEqual(['222222222222 eu-central-1 unreachable']);
    const { texts } = renderMessage(hub.digests[0] as Digest);
    expect(texts.email).toContain(
      '1 member does not report to the hub.\n  - 222222222222, eu-central-1: the hub may not read it (AccessDenied), since 2026-11-20\n',
    );
  });

  it('has a digest of its own where there is no other, once a day', async () => {
    await sweepOn(0, 1);
    expect(hub.digests.map(({ about }) => about.kind)).toEqual(['absence', 'absence']);
    expect(hub.digests.map(absentOf)).toEqual(Array(2).fill(['222222222222 eu-central-1 unreachable']));
    const { subject, attributes } = renderMessage(hub.digests[0] as Digest);
    expect(subject).toBe('[unknown] 1 member does not report to the hub (222222222222 eu-central-1)');
    expect(attributes).toMatchObject({ kind: 'digest', severity: 'medium' });
  });

  it('is named once a day where sweeps are more often', async () => {
    await sweepOn(0, 0.25, 0.5, 0.75, 1);
    expect(hub.digests).toHaveLength(2);
  });

  it('is named beside messages about single network ACLs', async () => {
    put(SHOP, 'acl-a');
    await sweepOn(0);
    expect(hub.published.map(({ kind }) => kind).toSorted()).toEqual(['digest', 'gap']);
  });

  it('is named alone where another reporter has published the rest of the digest', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    const { read } = hub.home.findings;
    const claims = new Date(NOW.getTime() + HOUR);
    hub.home.findings.read = async key => {
      const finding = await read.call(hub.home.findings, key);
      const isReporting = hub.home.records.current.plan?.state === 'ended';
      const pending = finding?.pending.map(one => ({ ...one, claimedAt: claims })) ?? [];
      return finding && isReporting ? { ...finding, pending } : finding;
    };
    hub.send(plan('event-1'));
    await hub.runTo(HOUR / 2);
    expect(hub.digests.map(({ about, groups }) => [about.kind, groups])).toEqual([['absence', []]]);
  });

  it('is named no more once it can be reached', async () => {
    await sweepOn(0);
    hub.refusing.clear();
    await sweepOn(1);
    expect(hub.digests).toHaveLength(1);
  });

  it('is named once someone listens', async () => {
    hub.home.confirmed = [];
    await sweepOn(0);
    expect(hub.published).toEqual([]);
    hub.home.confirmed = ['email'];
    await hub.runTo(8 * HOUR);
    expect(hub.digests.flatMap(one => absentOf(one) ?? [])).toEqual([
      '222222222222 eu-central-1 unreachable',
    ]);
  });

  it('has stopped to send its heartbeat: it is named after two days', async () => {
    hub.refusing.clear();
    const long = { heardAt: new Date(NOW.getTime() - 49 * HOUR) };
    hub.register(SHOP, long);
    // Its stack sends none.
    hub.register(PAY, { ...long, heartbeatAt: undefined });
    hub.register(HOME, long);
    await sweepOn(0);
    expect(absentOf(hub.digests[0])).toEqual(['111111111111 eu-central-1 silent']);
    expect(renderMessage(hub.digests[0] as Digest).texts.email).toContain(
      '  - 111111111111, eu-central-1: no event since 2026-11-18\n',
    );
  });

  it.each<[string, Member, () => void, string]>([
    ['whose sweep fails', PAY, () => failToList(PAY), '1 member was not swept'],
    ['whose sweep has not ended after two hours', PAY, () => endEach(PAY), '1 member was not swept'],
    ['that is the hub itself', HOME, () => failToList(HOME), '1 member was not swept'],
    [
      'beside one that cannot be read',
      PAY,
      () => {
        failToList(PAY);
        hub.refusing.add(formatMember(SHOP));
      },
      '2 members do not report to the hub, or were not swept',
    ],
  ])('was not swept: %s', async (_, member, hinder, count) => {
    hub.refusing.clear();
    hinder();
    await sweepOn(0);
    const [digest] = hub.digests;
    expect(hub.digests).toHaveLength(1);
    const { account, region } = member;
    expect(absentOf(digest)).toContain(`${account} ${region} not-swept`);
    const { subject, texts } = renderMessage(digest as Digest);
    expect(subject).toContain(`[unknown] ${count} (`);
    expect(texts.email).toContain(`  - ${account}, ${region}: no sweep has ended since 2026-11-19\n`);
    expect(JSON.parse(texts.lambda ?? '').absent).toContainEqual(
      expect.objectContaining({ account, region, kind: 'not-swept', code: null }),
    );
  });

  it('is named no more once it was swept', async () => {
    hub.refusing.clear();
    failToList(PAY);
    await sweepOn(0);
    hub.worldOf(PAY).networkAcls.list = async () => ({ networkAcls: new Map() });
    await sweepOn(1);
    expect(hub.digests.map(absentOf)).toEqual([['222222222222 eu-central-1 not-swept']]);
  });

  it('costs one list of the members for each plan, and not for each report', async () => {
    hub.refusing.clear();
    await sweepOn(0);
    const { lists } = hub.registry;
    for (let index = 0; index < 10; index += 1) hub.send({ report: {} });
    await hub.runTo(8 * HOUR);
    expect(hub.registry.lists).toBe(lists);
  });
});

describe('digests of one account each', () => {
  beforeEach(() => start('account'));

  it('have the account in their attribute, and what was found in it', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c');
    put(SHOP_WEST, 'acl-a', 'acl-b');
    put(PAY, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    await sweepOn(0);
    const messages = hub.digests.map(digest => renderMessage(digest));
    expect(messages.map(({ subject, attributes }) => [subject, attributes.account])).toEqual([
      ['[high] 5 of 5 network ACLs block replies (111111111111 2 regions)', '111111111111'],
      ['[high] 4 of 4 network ACLs block replies (222222222222 eu-central-1)', '222222222222'],
    ]);
    expect(hub.published.flatMap(named)).toHaveLength(9);
  });

  it.each([
    ['the owner that all their network ACLs have', ['team-a', 'team-a', 'team-a', 'team-a'], 'team-a'],
    ['none where they differ', ['team-a', 'team-a', 'team-a', 'team-b'], undefined],
    ['none where one has no owner', ['team-a', 'team-a', 'team-a', ''], undefined],
  ])('have an attribute for the owner: %s', async (_, owners, expected) => {
    for (const [index, Owner] of owners.entries()) {
      const tags: Record<string, string> = Owner === '' ? {} : { Owner };
      hub.worldOf(SHOP).put(networkAcl(SSH, { networkAclId: `acl-${index}`, tags }));
    }
    await sweepOn(0);
    expect(renderMessage(hub.digests[0] as Digest).attributes.owner).toBe(expected);
  });

  it('name the members of their account that do not report', async () => {
    put(SHOP, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    hub.refusing.add(formatMember(SHOP_WEST)).add(formatMember(PAY));
    await sweepOn(0, 0.5, 1);
    expect(hub.digests.map(one => [one.account, one.about.kind, absentOf(one)])).toEqual([
      [SHOP.account, 'sweep', ['111111111111 us-west-2 unreachable']],
      [PAY.account, 'absence', ['222222222222 eu-central-1 unreachable']],
      [SHOP.account, 'absence', ['111111111111 us-west-2 unreachable']],
      [PAY.account, 'absence', ['222222222222 eu-central-1 unreachable']],
    ]);
  });

  it('are one for all accounts where all is well after a deployment', async () => {
    fix(SHOP, 'acl-a');
    hub.send({ firstSweep: {} });
    await hub.runTo(DAY);
    expect(hub.digests).toMatchObject([{ account: HOME.account, about: { kind: 'all-well' } }]);
    expect(renderMessage(hub.digests[0] as Digest).subject).toBe(
      '[ok] The only network ACL lets replies out (3 accounts)',
    );
  });

  it('are published also where the members cannot be listed', async () => {
    put(PAY, 'acl-a', 'acl-b', 'acl-c', 'acl-d');
    hub.send(plan('event-1'));
    await hub.runTo(30_000);
    let lists = 0;
    hub.beforeCall = call => {
      if (call === 'list' && ++lists > 1) throw new Error('ProvisionedThroughputExceededException');
    };
    await hub.runTo(HOUR);
    expect(hub.published.flatMap(named)).toHaveLength(4);
  });
});

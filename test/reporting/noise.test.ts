import { beforeEach, describe, expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { Digest, Publication } from '../../functions/review/words/digest.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR } from '../fixtures/review-context.ts';
import { DAY, MINUTE, OperatedRegion, SECOND } from './operated-region.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `acl-${prefix}${String(index).padStart(4, '0')}`);
let region: OperatedRegion;

const put = (networkAclId: string, entries: readonly NetworkAclEntry[]) =>
  region.world.put(networkAcl(entries, { networkAclId }));
const membersOf = ({ groups }: Digest) => groups.flatMap(({ members }) => members);
const toId = ({ networkAclId }: { readonly networkAclId: string }) => networkAclId;
const isDigest = (message: Publication): message is Digest => message.kind === 'digest';
/** The network ACLs that messages are about, each as often as it is named. */
const reported = (messages: readonly Publication[]) =>
  messages.flatMap(one => (isDigest(one) ? membersOf(one).map(toId) : [toId(one)])).sort();
/** The most messages within one second. */
const pace = () =>
  Math.max(
    ...region.messages.map(
      ({ at }) => region.messages.filter(other => at <= other.at && other.at < at + SECOND).length,
    ),
  );

beforeEach(() => {
  region = new OperatedRegion();
});

describe('many problems at once are few messages', () => {
  const SWEPT = ids('s', 5_000);
  const BROKEN = ids('b', 500);

  it('after a sweep over 5,000, after a burst of 500, and a week later: SNS keeps the subscription', async () => {
    for (const id of SWEPT) put(id, SSH);
    for (const id of BROKEN) put(id, [...SSH, ...REPLIES]);
    region.send({ firstSweep: {} });
    await region.runTo(2 * HOUR);
    expect(region.messages.length).toBeLessThanOrEqual(3);
    expect(reported(region.since(0))).toEqual(SWEPT);
    expect(region.since(0)[0]).toMatchObject({
      about: { kind: 'first-sweep', sweep: { evaluated: 5_500, covered: 500 } },
      open: { high: 5_000 },
    });

    for (const id of BROKEN) {
      put(id, SSH);
      region.change(id);
    }
    const burstAt = region.now;
    await region.runTo(3 * HOUR);
    expect(region.since(burstAt).length).toBeLessThanOrEqual(3);
    expect(reported(region.since(burstAt))).toEqual(BROKEN);
    expect(region.since(burstAt)[0]).toMatchObject({
      about: { kind: 'burst', burst: { isSameChange: true, change: { actor: expect.any(String) } } },
    });

    const reminderAt = 7 * DAY + 4 * HOUR;
    region.send({}, reminderAt);
    await region.runTo(8 * DAY);
    const reminders = region.since(reminderAt);
    expect(reminders.length).toBeLessThanOrEqual(3);
    expect(reported(reminders)).toEqual([...BROKEN, ...SWEPT]);
    expect(reminders[0]).toMatchObject({
      about: { kind: 'reminders', trend: { last: 5_000, newSince: 500, fixedSince: 0 } },
    });

    expect(pace()).toBeLessThan(5);
    expect(region.subscriptions.listed).toMatchObject([{ state: 'confirmed' }]);
    for (const { publication } of region.messages) {
      const { subject, texts } = renderMessage(publication);
      expect(subject.length).toBeLessThan(100);
      expect(Buffer.byteLength(JSON.stringify(texts))).toBeLessThan(262_144);
    }
  }, 120_000);

  it('what a burst leaves is not published before it is over, nor later than two minutes after it began', async () => {
    const slow = ids('b', 40);
    for (const [index, id] of slow.entries()) {
      put(id, SSH);
      region.at(index * 10 * SECOND, () => region.change(id));
    }
    await region.runTo(HOUR);
    const [first] = region.messages;
    // The first change has settled for a minute before.
    expect(first?.at).toBeGreaterThanOrEqual(3 * MINUTE);
    expect(first?.at).toBeLessThan(3.5 * MINUTE);
    expect(reported(region.since(0))).toEqual(slow);
    expect(region.messages.length).toBeLessThanOrEqual(5);
  });

  it('up to three network ACLs have a message each', async () => {
    for (const id of ids('b', 3)) {
      put(id, SSH);
      region.change(id);
    }
    await region.runTo(HOUR);
    expect(region.since(0).map(({ kind }) => kind)).toEqual(['gap', 'gap', 'gap']);
    expect(pace()).toBe(1);
  });
});

describe('one network ACL', () => {
  it('that flaps once a minute for a day makes four messages at most; the last one is so', async () => {
    const open = () => Math.round(region.now / MINUTE) % 2 === 0;
    for (let minute = 0; minute < 24 * 60; minute += 1)
      region.at(minute * MINUTE, () => {
        put('acl-a', open() ? SSH : [...SSH, ...REPLIES]);
        region.change('acl-a');
      });
    // Open, as it was reported last, it would need no message.
    region.send({}, 12 * HOUR + 1.5 * MINUTE);
    await region.runTo(DAY);
    expect(region.messages.length).toBeLessThanOrEqual(4);
    expect(region.since(0).map(({ kind }) => kind)).toEqual(['gap', 'resolved', 'gap', 'digest']);
    const [digest] = region.since(0).filter(isDigest);
    expect(digest && membersOf(digest)[0]?.unpublished).toBeGreaterThan(100);
  });

  it('whose blocker denies 500 attackers, the latest ten at a time, makes one message', async () => {
    put('acl-a', SSH);
    region.change('acl-a');
    const denied: NetworkAclEntry[] = [];
    for (let attacker = 0; attacker < 500; attacker += 1)
      region.at(HOUR + attacker * MINUTE, () => {
        const line = `${1 + (attacker % 10)} deny all 198.51.${attacker >> 8}.${attacker & 255}/32`;
        denied.push(...(attacker % 20 < 10 ? ingress(line) : egress(line)));
        put('acl-a', [...SSH, ...denied.slice(-10)]);
        region.change('acl-a', 'blocker');
      });
    region.send({}, 12 * HOUR);
    await region.runTo(DAY);
    expect(region.since(0).map(({ kind }) => kind)).toEqual(['gap']);
  });
});

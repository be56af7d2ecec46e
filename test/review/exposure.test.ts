import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { nothingKnown, type UnreadReason } from '../../functions/coverage/exposure/exposure.ts';
import { GONE, type ReviewSettings } from '../../functions/review/interfaces.ts';
import { review, reviewUnrecorded } from '../../functions/review/review.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, ReviewWorld } from '../fixtures/review-context.ts';
import { interfaceSet, SUBNET, type SurroundingsDraft, surroundings } from '../fixtures/surroundings.ts';

const ID = 'acl-0a1b2c3d';
const DAY = 24 * HOUR;
const HTTPS = ingress('100 allow tcp 443 0.0.0.0/0');
const FROM_EVERYWHERE: SurroundingsDraft = { groups: { 'sg-1': ['tcp 443 0.0.0.0/0'] } };
const FROM_OFFICE: SurroundingsDraft = { groups: { 'sg-1': ['tcp 443 203.0.113.0/24'] } };
const ASLEEP: SurroundingsDraft = { interfaces: [], groups: {} };

let world: ReviewWorld;
const start = (settings: Partial<ReviewSettings> = {}, entries = HTTPS) => {
  world = new ReviewWorld(settings);
  world.put(networkAcl(entries, { subnetIds: [SUBNET] }));
};
const around = (draft: SurroundingsDraft) => {
  world.surroundings = surroundings(draft);
};
const reviewNow = async () => {
  const outcome = await review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
  await world.report();
  return outcome.kind === 'pending' ? outcome.alertKind : outcome.kind;
};
const later = (milliseconds: number) => {
  world.now = new Date(world.now.getTime() + milliseconds);
};

beforeEach(() => start());

describe('exposure is read', () => {
  it('where replies are denied, once for a review', async () => {
    start({ mode: 'remediate' });
    around(FROM_EVERYWHERE);
    expect(await reviewNow()).toBe('remediated');
    expect(world.exposureReads).toBe(1);
  });

  it('not where every reply gets out', async () => {
    start({}, [...HTTPS, ...egress('100 allow all 0.0.0.0/0')]);
    expect(await reviewNow()).toBe('covered');
    expect(world.exposureReads).toBe(0);
  });

  it('not for a network ACL that is muted', async () => {
    world.put(networkAcl(HTTPS, { tags: { 'nacl-ephemeral-guard': 'ignore' } }));
    expect(await reviewNow()).toBe('muted');
    expect(world.exposureReads).toBe(0);
  });

  it('for a network ACL that nothing is on record about, which it may clear', async () => {
    around({ groups: { 'sg-1': [] } });
    expect(await reviewUnrecorded(world.get(ID), world)).toEqual({
      kind: 'below-min-severity',
      severity: 'low',
    });
    around(FROM_EVERYWHERE);
    expect(await reviewUnrecorded(world.get(ID), world)).toBeUndefined();
  });
});

describe('what is behind a network ACL', () => {
  it('takes the alert away where nothing accepts the service', async () => {
    around({ groups: { 'sg-1': ['tcp 22 0.0.0.0/0'] } });
    expect(await reviewNow()).toBe('below-min-severity');
    expect(world.published).toEqual([]);
  });

  it('narrows what is written to what security groups accept', async () => {
    start({ mode: 'remediate' });
    around(FROM_OFFICE);
    expect(await reviewNow()).toBe('remediated');
    expect(world.created.map(renderEntry)).toEqual(['100 allow tcp 1024-65535 203.0.113.0/24']);
  });

  it('is named in the alert, an instance by its Name tag', async () => {
    around({
      ...FROM_EVERYWHERE,
      interfaces: [interfaceSet({ owners: [{ type: 'instance', name: 'i-1' }] })],
    });
    world.named.set('i-1', 'web-1');
    await reviewNow();
    expect(world.alert().names.get('i-1')).toBe('web-1');
    expect(world.alert().coverage.gaps[0]?.behind).toEqual([{ type: 'instance', name: 'i-1' }]);
  });
});

describe('exposure that could not be read', () => {
  it.each<UnreadReason>(['not-allowed', 'no-time', 'failed', 'shared-vpc'])(
    'leads to an alert, and to no write (%s)',
    async reason => {
      start({ mode: 'remediate' });
      world.surroundings = nothingKnown(reason);
      expect(await reviewNow()).toBe('gap');
      expect(world.created).toEqual([]);
      expect(world.alert().done).toEqual({
        did: 'nothing',
        reason: { kind: 'restrained', restraints: ['exposure-unread'] },
      });
      expect(world.alert().coverage.assumptions.exposure).toBe('unknown');
    },
  );

  it('does not keep the guard from writing where the operator turned it off', async () => {
    start({ mode: 'remediate' });
    world.surroundings = nothingKnown('turned-off');
    expect(await reviewNow()).toBe('remediated');
  });

  it('resolves nothing', async () => {
    start({}, ingress('100 allow tcp 1024-65535 0.0.0.0/0'));
    around({ groups: { 'sg-1': ['tcp 8080 0.0.0.0/0'] } });
    expect(await reviewNow()).toBe('gap');
    world.surroundings = nothingKnown('not-allowed');
    expect(await reviewNow()).toBe('already-reported');
  });
});

describe('what goes away behind a network ACL', () => {
  /** A service that only a security group says: without interfaces there is no gap. */
  const BEHIND_RECEIVER = ingress('100 allow tcp 1024-65535 0.0.0.0/0');
  const ACCEPTED: SurroundingsDraft = { groups: { 'sg-1': ['tcp 8080 0.0.0.0/0'] } };

  beforeEach(async () => {
    start({}, BEHIND_RECEIVER);
    around(ACCEPTED);
    expect(await reviewNow()).toBe('gap');
  });

  it('resolves nothing for seven days', async () => {
    around(ASLEEP);
    for (const wait of [HOUR, DAY, 5 * DAY, 0.9 * DAY]) {
      expect(await reviewNow()).toBe('already-reported');
      later(wait);
    }
    later(DAY);
    expect(await reviewNow()).toBe('resolved');
    expect(world.published).toHaveLength(2);
  });

  it('takes back a reminder that no operator has heard yet', async () => {
    later(8 * DAY);
    const reviewOnly = () => review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
    expect(await reviewOnly()).toMatchObject({ kind: 'pending', alertKind: 'reminder' });
    around(ASLEEP);
    expect(await reviewOnly()).toMatchObject({ kind: 'already-reported' });
    expect(world.findings.get(ID)?.pending).toEqual([]);
  });

  it('is recorded once while it is away', async () => {
    around(ASLEEP);
    await reviewNow();
    const noted = world.findings.get(ID)?.revision;
    later(DAY);
    await reviewNow();
    expect(world.findings.get(ID)?.revision).toBe(noted);
  });

  it('and comes back is known, and the next seven days count from then', async () => {
    for (let night = 0; night < 5; night += 1) {
      around(ASLEEP);
      expect(await reviewNow()).toBe('already-reported');
      later(3 * DAY);
      around(ACCEPTED);
      world.findings.put(remindedNow());
      expect(await reviewNow()).toBe('already-reported');
      later(3 * DAY);
    }
    expect(world.published).toHaveLength(1);
  });

  it('resolves at once where the rules changed, too', async () => {
    around(ASLEEP);
    world.put(
      networkAcl([...BEHIND_RECEIVER, ...egress('100 allow all 0.0.0.0/0')], { subnetIds: [SUBNET] }),
    );
    expect(await reviewNow()).toBe('resolved');
  });

  it('resolves at once where the security group accepts it no more', async () => {
    around({ groups: { 'sg-1': ['tcp 22 10.0.0.0/8'] } });
    expect(await reviewNow()).toBe('resolved');
  });

  it('resolves at once where the operator turns reading off', async () => {
    world.surroundings = nothingKnown('turned-off');
    expect(await reviewNow()).toBe('resolved');
  });

  it('and leaves a smaller gap is not reported again', async () => {
    start();
    around(FROM_EVERYWHERE);
    expect(await reviewNow()).toBe('gap');
    around(FROM_OFFICE);
    expect(await reviewNow()).toBe('already-reported');
    around(ASLEEP);
    expect(await reviewNow()).toBe('already-reported');
  });

  it('is reported where what comes instead is more severe', async () => {
    start();
    around(ASLEEP);
    expect(await reviewNow()).toBe('gap');
    expect(world.alert().severity).toBe('medium');
    around(FROM_EVERYWHERE);
    expect(await reviewNow()).toBe('gap');
    expect(world.alert(1).severity).toBe('high');
  });

  /** The finding as if its alert had just been published, so that no reminder is due. */
  function remindedNow() {
    const finding = world.findings.get(ID);
    if (finding?.alerted === undefined) throw new Error('no alert is on record');
    return { ...finding, alerted: { ...finding.alerted, at: world.now } };
  }
});

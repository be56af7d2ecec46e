import { beforeEach, describe, expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import { parseFinding, toItem } from '../../functions/aws/finding-item.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import type { LatestChange } from '../../functions/review/words/change.ts';
import { CAUSE, CHANGE } from '../fixtures/alerts.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, ReviewWorld } from '../fixtures/review-context.ts';

/** What a finding keeps of an alert, so that a later one can name the cause and the network ACL. */

const ID = 'acl-0a1b2c3d';
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const DNS = ingress('110 allow udp 53 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
/** It opens no gap: an outbound rule for one port. */
const HARMLESS: LatestChange = {
  ...{ networkAclId: ID, action: 'CreateNetworkAclEntry', eventId: 'harmless' },
  ...{ actor: 'arn:aws:iam::123456789012:user/otto', at: new Date('2026-11-27T09:59:00Z') },
  target: { kind: 'rule', direction: 'egress', ruleNumber: 300 },
};
const DNS_ADDED: LatestChange = {
  ...{ ...HARMLESS, eventId: 'dns', at: new Date('2026-11-21T10:00:00Z') },
  target: { kind: 'rule', direction: 'ingress', ruleNumber: 110 },
};

let world: ReviewWorld;
const put = (entries: typeof SSH, tags: Record<string, string> = {}) =>
  world.put(networkAcl(entries, { tags }));
/** Reviews, and publishes what that leaves. The finding goes through its item, as in the table. */
const reviewNow = async (change?: LatestChange) => {
  const outcome = await review(ID, world.stored.get(ID) ?? GONE, change, world.reviewing);
  await world.report();
  const finding = world.findings.get(ID);
  if (finding) world.findings.put(parseFinding(toItem(finding), finding));
  return outcome;
};
const later = (hours: number) => {
  world.now = new Date(world.now.getTime() + hours * HOUR);
};
const recorded = () => world.findings.get(ID)?.alerted;
const lastEmail = () => {
  const alert = world.published.at(-1);
  if (alert === undefined) throw new Error('no alert was published');
  return renderMessage(alert).texts.email;
};

beforeEach(() => {
  world = new ReviewWorld();
  put(SSH, { Name: 'bastion' });
});

describe('the cause of a gap', () => {
  const NAMED =
    '  Cause: maria (IAM user) added inbound rule 100, allow tcp/22 from 0.0.0.0/0, on 2026-11-20\n';

  it('is in each reminder, whatever change led to that review', async () => {
    expect(await reviewNow(CHANGE)).toMatchObject({ alertKind: 'gap' });
    expect(recorded()?.cause).toEqual(CAUSE);
    expect(world.published[0]).not.toHaveProperty('cause');
    for (const week of [1, 2]) {
      later(168);
      const at = new Date(world.now.getTime() - HOUR);
      const change = { ...HARMLESS, at, eventId: `week-${week}` };
      expect(await reviewNow(change)).toMatchObject({ alertKind: 'reminder' });
      expect(lastEmail()).toContain(NAMED);
      expect(lastEmail()).toContain('  What changed: otto (IAM user) added outbound rule 300 at ');
      expect(lastEmail()).toMatch(/\n {2}What changed: .+\n {2}Change: https:.+\/week-\d\n/);
    }
  });

  it('is all that a reminder says of changes where a sweep led to it', async () => {
    await reviewNow(CHANGE);
    later(168);
    expect(await reviewNow()).toMatchObject({ alertKind: 'reminder' });
    expect(lastEmail()).toContain(NAMED);
    expect(lastEmail()).not.toContain('What changed');
  });

  it.each<[string, LatestChange, boolean]>([
    ['the same event is delivered again', CHANGE, true],
    ['an older event comes late', { ...HARMLESS, at: new Date('2026-11-20T08:00:00Z') }, false],
  ])('is said once where %s', async (_, change, isLinked) => {
    await reviewNow(CHANGE);
    later(168);
    expect(await reviewNow(change)).toMatchObject({ alertKind: 'reminder' });
    expect(lastEmail()).toContain(NAMED);
    expect(lastEmail()).not.toContain('What changed');
    expect(lastEmail().includes('\n  Change: https://')).toBe(isLinked);
  });

  it('is that of the latest alert about a gap', async () => {
    await reviewNow(CHANGE);
    later(24);
    put([...SSH, ...DNS]);
    expect(await reviewNow(DNS_ADDED)).toMatchObject({ alertKind: 'gap' });
    later(168);
    await reviewNow();
    expect(world.alert(2)).toMatchObject({ kind: 'reminder', cause: { eventId: 'dns' } });
    expect(lastEmail()).toContain('  Cause: otto (IAM user) added inbound rule 110 on 2026-11-21\n');
  });

  it.each<[string, LatestChange | undefined]>([
    ['a sweep found the gap', undefined],
    ['the change that led to the first alert explains no gap', HARMLESS],
  ])('is not said where %s', async (_, change) => {
    expect(await reviewNow(change)).toMatchObject({ alertKind: 'gap' });
    later(168);
    expect(await reviewNow({ ...CHANGE, at: world.now })).toMatchObject({ alertKind: 'reminder' });
    expect(recorded()).not.toHaveProperty('cause');
    expect(lastEmail()).not.toContain('Cause:');
    expect(lastEmail()).toContain('  What changed: maria (IAM user) added inbound rule 100');
  });

  it('is the subnet that was moved to the network ACL', async () => {
    const { target: _, ...moved } = { ...CHANGE, action: 'ReplaceNetworkAclAssociation' } as const;
    await reviewNow(moved);
    later(168);
    await reviewNow();
    expect(lastEmail()).toContain(
      '  Cause: maria (IAM user) moved a subnet to this network ACL on 2026-11-20\n',
    );
  });

  it('ends with the gap', async () => {
    await reviewNow(CHANGE);
    put([...SSH, ...REPLIES]);
    expect(await reviewNow(HARMLESS)).toMatchObject({ alertKind: 'resolved' });
    expect(recorded()).not.toHaveProperty('cause');
  });

  it('is cut where a caller made its texts long', async () => {
    const actor = `arn:aws:iam::123456789012:user/${'\u{1F525}'.repeat(2_000)}`;
    await reviewNow({ ...CHANGE, actor, invokedBy: 'x'.repeat(5_000), userAgent: 'y'.repeat(5_000) });
    expect(recorded()?.cause?.actor?.length).toBeLessThanOrEqual(700);
    const finding = world.findings.get(ID);
    expect(JSON.stringify(finding && toItem(finding)).length).toBeLessThan(5_000);
  });
});

describe('the last known name of a network ACL that cannot be evaluated', () => {
  const unreadable = (found = '{}') => {
    world.spoil(ID, found);
    return reviewNow();
  };
  const detail = () => /^ {2}Network ACL: .+$/m.exec(lastEmail())?.[0];

  it('is that of the last alert, as often as it is reported', async () => {
    await reviewNow(CHANGE);
    for (const found of ['{}', '7']) {
      expect(await unreadable(found)).toMatchObject({ alertKind: 'cannot-evaluate' });
      expect(detail()).toBe(`  Network ACL: ${ID}, last known name bastion`);
    }
  });

  it('is that of an alert that no operator has heard yet, which this one replaces', async () => {
    await review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
    await unreadable();
    expect(world.published).toMatchObject([{ kind: 'cannot-evaluate', lastKnownName: 'bastion' }]);
  });

  it('is also known where the last alert said that a gap is over', async () => {
    await reviewNow(CHANGE);
    put([...SSH, ...REPLIES], { Name: 'renamed' });
    await reviewNow();
    await unreadable();
    expect(detail()).toBe(`  Network ACL: ${ID}, last known name renamed`);
  });

  it('is not known without a finding', async () => {
    expect(await unreadable()).toMatchObject({ alertKind: 'cannot-evaluate' });
    expect(world.published[0]).not.toHaveProperty('lastKnownName');
    expect(detail()).toBe(`  Network ACL: ${ID}`);
  });

  it.each(['', 'see https://evil.example', 'www.evil.example', '<!channel>', '@here', '`x`', 'a\u001b[31m'])(
    'is left out where it is %j',
    async name => {
      put(SSH, { Name: name });
      await reviewNow(CHANGE);
      await unreadable();
      expect(detail()).toBe(`  Network ACL: ${ID}`);
    },
  );

  it('is cut: on record and in the message', async () => {
    put(SSH, { Name: 'n'.repeat(256) });
    await reviewNow(CHANGE);
    expect(recorded()?.networkAclName).toBe('n'.repeat(100));
    await unreadable();
    expect(detail()).toBe(`  Network ACL: ${ID}, last known name ${'n'.repeat(37)}...`);
  });
});

it('a name or a cause that is not on record yet leads to no alert and to no write', async () => {
  await reviewNow(CHANGE);
  const finding = world.findings.get(ID);
  if (finding?.alerted === undefined) throw new Error('no alert is on record');
  const { cause: _, networkAclName: __, ...alerted } = finding.alerted;
  const older = { ...finding, alerted };
  world.findings.put(older);
  expect(await reviewNow(CHANGE)).toMatchObject({ kind: 'already-reported' });
  expect(world.findings.get(ID)).toEqual(older);
  expect(world.published).toHaveLength(1);
});

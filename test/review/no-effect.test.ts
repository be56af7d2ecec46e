import { beforeEach, describe, expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import { parseFinding, toItem } from '../../functions/aws/finding-item.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import type { Change } from '../../functions/review/words/change.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const DENY = egress('90 deny tcp 443 0.0.0.0/0');
const BEHIND = egress('120 allow tcp 443 0.0.0.0/0');
/** Replies reach all clients; one allow is behind a deny. */
const COVERED = [...SSH, ...DENY, ...REPLIES, ...BEHIND];
const NO_EFFECT = { direction: 'egress', ruleNumber: 120, decidedBy: 90 };
const SENTENCE = 'Outbound rule 120 has no effect: deny rule 90 decides first.';

const CREATED: Change = {
  ...{ networkAclId: ID, action: 'CreateNetworkAclEntry', at: NOW },
  target: { kind: 'rule', direction: 'egress', ruleNumber: 120 },
};

let world: ReviewWorld;
const start = (entries: readonly NetworkAclEntry[], settings: Partial<ReviewSettings> = {}) => {
  world = new ReviewWorld(settings);
  world.put(networkAcl(entries));
};
const put = (...entries: readonly NetworkAclEntry[]) => world.put(networkAcl(entries));
const reviewNow = (change?: Change) =>
  review(ID, { kind: 'read', networkAcl: world.get(ID) }, change, world.reviewing);
const reviewAndReport = async (change?: Change) => {
  const outcome = await reviewNow(change);
  await world.report();
  return outcome;
};
const kinds = () => world.published.map(({ kind }) => kind);
const later = (hours: number) => {
  world.now = new Date(world.now.getTime() + hours * HOUR);
};

beforeEach(() => start(COVERED));

describe('an allow that the change created and that never takes effect', () => {
  it('is reported as data, with a sentence in every form', async () => {
    expect(await reviewAndReport(CREATED)).toMatchObject({
      kind: 'pending',
      alertKind: 'gap',
      severity: 'medium',
    });
    const alert = world.alert();
    expect(alert).toMatchObject({
      ...{ kind: 'gap', severity: 'medium', coverage: { status: 'covered' } },
      ...{ noEffect: { ...NO_EFFECT, isOnlyCause: true }, done: { did: 'nothing' } },
    });
    const { subject, texts, attributes } = renderMessage(alert);
    expect(subject).toBe(`[medium] Rule without effect: ${ID} in 123456789012 us-east-1`);
    expect(attributes).toMatchObject({ kind: 'gap', severity: 'medium', status: 'covered' });
    expect(texts.email).toMatch(SENTENCE);
    expect(texts.email).toContain('To fix it:\n  Give outbound rule 120 a number below 90, or remove it.\n');
    expect(texts.email).not.toMatch(/undefined|create-network-acl-entry|Replies by destination port/);
    expect(JSON.parse(texts.https).content.description).toContain(SENTENCE);
    expect(JSON.parse(texts.lambda)).toMatchObject({
      ...{ summary: SENTENCE, cause: SENTENCE, noEffect: NO_EFFECT, bars: [] },
      fix: { cli: [], rules: [] },
    });
  });

  it.each<[string, Change | undefined]>([
    ['by a sweep', undefined],
    [
      'by a change of another rule',
      { ...CREATED, target: { kind: 'rule', direction: 'egress', ruleNumber: 100 } },
    ],
    [
      'by a change of the other direction',
      { ...CREATED, target: { kind: 'rule', direction: 'ingress', ruleNumber: 120 } },
    ],
    ['by another action', { ...CREATED, action: 'ReplaceNetworkAclEntry' }],
    ['by a change without a target', { networkAclId: ID, action: 'CreateNetworkAclEntry' }],
  ])('is not reported %s', async (_, change) => {
    expect(await reviewAndReport(change)).toMatchObject({ kind: 'covered' });
    expect(world.published).toEqual([]);
  });

  it('is only logged where the least severity is high', async () => {
    start(COVERED, { minSeverity: 'high' });
    expect(await reviewAndReport(CREATED)).toEqual({ kind: 'covered' });
  });

  it('is reported once: by deliveries of the change, sweeps and other changes', async () => {
    await reviewAndReport(CREATED);
    const deleted: Change = { ...CREATED, action: 'DeleteNetworkAclEntry' };
    for (const change of [CREATED, undefined, deleted]) {
      expect(await reviewAndReport(change)).toEqual({ kind: 'known', severity: 'medium' });
      later(1);
    }
    later(500);
    expect(await reviewAndReport()).toMatchObject({ kind: 'known' });
    expect(kinds()).toEqual(['gap']);
  });

  it('stays pending where a sweep comes before the reporter', async () => {
    await reviewNow(CREATED);
    expect(await reviewAndReport()).toMatchObject({ kind: 'pending', alertKind: 'gap' });
    expect(kinds()).toEqual(['gap']);
  });

  it('is over once it takes effect, or is gone', async () => {
    await reviewAndReport(CREATED);
    put(...SSH, ...REPLIES, ...BEHIND);
    expect(await reviewAndReport()).toMatchObject({ alertKind: 'resolved' });
    expect(renderMessage(world.published[1] ?? world.alert()).texts.email).toMatch(
      /^Outbound rule 120 takes effect now, or no longer exists\./,
    );
    expect(await reviewAndReport(CREATED)).toEqual({ kind: 'covered' });
    // The same mistake again is reported again.
    later(1);
    put(...COVERED);
    expect(await reviewAndReport({ ...CREATED, at: world.now })).toMatchObject({ alertKind: 'gap' });
    expect(kinds()).toEqual(['gap', 'resolved', 'gap']);
  });

  it('is reported of inbound, too', async () => {
    start([...ingress('90 deny all 0.0.0.0/0', '120 allow tcp 22 0.0.0.0/0')]);
    await reviewAndReport({ ...CREATED, target: { kind: 'rule', direction: 'ingress', ruleNumber: 120 } });
    expect(renderMessage(world.alert()).texts.email).toMatch(
      /^Inbound rule 120 has no effect: deny rule 90 decides first\./,
    );
  });

  it('keeps its record in the table', async () => {
    await reviewAndReport(CREATED);
    const finding = world.findings.get(ID);
    expect(finding?.alerted?.noEffect).toEqual({ ...NO_EFFECT, isOnlyCause: true });
    expect(finding && parseFinding(toItem(finding), finding)).toEqual(finding);
  });

  it('writes nothing, and says so', async () => {
    start(COVERED, { mode: 'remediate' });
    await reviewAndReport(CREATED);
    expect(world.created).toEqual([]);
    expect(world.alert().done).toEqual({ did: 'nothing', reason: { kind: 'no-effect' } });
  });
});

describe('an allow without effect beside a gap', () => {
  const BROKEN = [...SSH, ...DENY, ...BEHIND];

  it('is in the alert about the gap', async () => {
    start(BROKEN);
    expect(await reviewAndReport(CREATED)).toMatchObject({ alertKind: 'gap', severity: 'high' });
    const { email = '' } = renderMessage(world.alert()).texts;
    expect(email).toMatch(new RegExp(`^Clients get no replies .+\\. ${SENTENCE}\n`));
    expect(email).toContain('aws ec2 create-network-acl-entry');
  });

  it('makes another alert where a sweep reported the gap first, and then no more', async () => {
    start(BROKEN);
    await reviewAndReport();
    await reviewAndReport(CREATED);
    expect(world.alert(1).noEffect).toMatchObject(NO_EFFECT);
    // The gaps are the same.
    expect(world.alert(1).difference).toBeUndefined();
    expect(await reviewAndReport()).toMatchObject({ kind: 'known' });
    put(...SSH, ...DENY);
    expect(await reviewAndReport()).toMatchObject({ kind: 'known' });
    expect(kinds()).toEqual(['gap', 'gap']);
  });

  it('does not keep the gap from being over, and is not reported again', async () => {
    start(BROKEN);
    await reviewAndReport(CREATED);
    put(...COVERED);
    expect(await reviewAndReport()).toMatchObject({ alertKind: 'resolved' });
    expect(renderMessage(world.published[1] ?? world.alert()).texts.email).toMatch(/^Replies through /);
    expect(await reviewAndReport(CREATED)).toEqual({ kind: 'covered' });
    expect(kinds()).toEqual(['gap', 'resolved']);
  });

  it('does not keep the guard from fixing the gap', async () => {
    start(BROKEN, { mode: 'remediate' });
    expect(await reviewAndReport(CREATED)).toMatchObject({ alertKind: 'remediated' });
    expect(world.alert().noEffect).toMatchObject({ ...NO_EFFECT, isOnlyCause: false });
    expect(await reviewAndReport(CREATED)).toEqual({ kind: 'covered' });
    expect(kinds()).toEqual(['remediated']);
  });

  it('does not hide a gap that comes later', async () => {
    await reviewAndReport(CREATED);
    put(...BROKEN);
    expect(await reviewAndReport()).toMatchObject({ alertKind: 'gap', severity: 'high' });
  });
});

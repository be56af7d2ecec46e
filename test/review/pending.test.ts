import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { identify } from '../../functions/review/entry-identity.ts';
import { GONE, type ReviewSettings } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';

/** What a review leaves to the reporter, and when a later one may take it back. */

const ID = 'acl-0a1b2c3d';
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const DNS = ingress('110 allow udp 53 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');

let world: ReviewWorld;
const start = (settings: Partial<ReviewSettings> = {}, tags: Record<string, string> = {}) => {
  world = new ReviewWorld(settings);
  world.put(networkAcl(SSH, { tags }));
};
const reviewNow = () => review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
const put = (...entries: Parameters<typeof networkAcl>[0]) => world.put(networkAcl(entries));
const pending = () => world.findings.get(ID)?.pending ?? [];
const pendingKinds = () => pending().map(({ alert }) => alert.kind);
const kinds = () => world.published.map(({ kind }) => kind);
const later = (hours: number) => {
  world.now = new Date(world.now.getTime() + hours * HOUR);
};
/** A reporter claims what is pending, and is cut off before it publishes. */
const claim = async () => {
  world.publishError = new Error('cut off');
  await expect(world.report()).rejects.toThrow();
  world.publishError = undefined;
};
/** Another review records something right before the next write of this one. */
const interfere = (action: () => void) => {
  world.findings.beforeWrite = () => {
    world.findings.beforeWrite = () => {};
    action();
  };
};
const recordOther = (revision = 7) =>
  world.findings.put({ ...HOME, networkAclId: ID, since: NOW, pending: [], remediations: [], revision });

beforeEach(() => start());

describe('an alert that is pending', () => {
  it('is on record and not published', async () => {
    expect(await reviewNow()).toMatchObject({
      kind: 'pending',
      alertKind: 'gap',
      severity: 'high',
      added: 0,
    });
    expect([pendingKinds(), kinds()]).toEqual([['gap'], []]);
    expect(world.findings.get(ID)).toMatchObject({ ...HOME, networkAclId: ID, since: NOW, revision: 1 });
  });

  it('is not written again by a review that finds the same', async () => {
    const first = await reviewNow();
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'gap' });
    expect(first).toMatchObject({ kind: 'pending' });
    expect([pendingKinds(), world.findings.get(ID)?.revision]).toEqual([['gap'], 1]);
  });

  it('is replaced while no operator has heard it, by what is so now', async () => {
    await reviewNow();
    put(...SSH, ...DNS);
    await reviewNow();
    expect(pending()).toHaveLength(1);
    await world.report();
    expect(world.alert().coverage.gaps.map(({ protocol }) => protocol)).toEqual(['tcp', 'udp']);
    // Nothing was reported before: nothing has changed for operators.
    expect(world.alert().difference).toBeUndefined();
  });

  it('is taken back where the gap is gone before it was heard, and nothing is ever published', async () => {
    await reviewNow();
    put(...SSH, ...REPLIES);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    await world.report();
    expect([pending(), kinds()]).toEqual([[], []]);
  });

  it('is taken back where the tag asks for no alerts since', async () => {
    await reviewNow();
    world.put(networkAcl(SSH, { tags: { [TAG]: 'ignore' } }));
    expect(await reviewNow()).toEqual({ kind: 'muted' });
    expect(pending()).toEqual([]);
  });

  it('that reports the end of a gap is taken back where the gap is there again', async () => {
    await reviewNow();
    await world.report();
    put(...SSH, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved' });
    put(...SSH);
    expect(await reviewNow()).toEqual({ kind: 'already-reported', severity: 'high' });
    await world.report();
    expect([pendingKinds(), kinds()]).toEqual([[], ['gap']]);
  });
});

describe('a network ACL whose tag asks for no alerts', () => {
  beforeEach(() => start({}, { [TAG]: 'ignore' }));

  it('is reviewed again where what is on record cannot be read: an alert may have to be taken back', async () => {
    world.findings.error = new Error('table down');
    await expect(reviewNow()).rejects.toThrow('table down');
  });

  it('is not reported because a write was announced that is not there', async () => {
    const entries = REPLIES.map(identify);
    world.findings.put({
      ...{ ...HOME, networkAclId: ID, since: NOW, pending: [], revision: 1 },
      remediations: [{ at: NOW, entries, reported: false }],
    });
    expect(await reviewNow()).toEqual({ kind: 'muted' });
    world.spoil(ID, '{}', { [TAG]: 'ignore' });
    expect(await reviewNow()).toEqual({ kind: 'muted' });
    expect(world.findings.get(ID)).toMatchObject({
      pending: [],
      remediations: [{ entries, reported: false }],
    });
  });
});

describe('an alert that a reporter has claimed', () => {
  beforeEach(async () => {
    await reviewNow();
    await claim();
  });

  it('stays: it may have been heard, so that the end of the gap is reported after it', async () => {
    put(...SSH, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved', severity: 'high' });
    expect(pendingKinds()).toEqual(['gap', 'resolved']);
    later(0.2);
    await world.report();
    expect(kinds()).toEqual(['gap', 'resolved']);
  });

  it('stays, and a change of the gap is reported after it, with the difference', async () => {
    put(...SSH, ...DNS);
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    later(0.2);
    await world.report();
    expect(world.alert(1).difference).toMatchObject({ added: [{ protocol: 'udp' }], gone: [] });
  });

  it('counts as reported: the same gap is known', async () => {
    expect(await reviewNow()).toEqual({ kind: 'already-reported', severity: 'high' });
    expect(pendingKinds()).toEqual(['gap']);
  });
});

describe('an alert with entries that the guard created', () => {
  beforeEach(async () => {
    start({ mode: 'remediate' });
    await reviewNow();
  });

  it('stays where the gap comes back before it was heard; nothing is written before it is', async () => {
    expect(pendingKinds()).toEqual(['remediated']);
    put(...SSH);
    later(0.1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap', added: 0 });
    expect(pendingKinds()).toEqual(['remediated', 'gap']);
    expect(world.created).toHaveLength(1);
    await world.report();
    expect(kinds()).toEqual(['remediated', 'gap']);
    expect(world.alert(1).done).toEqual({ did: 'nothing', reason: { kind: 'unreported-write' } });
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated', added: 1 });
  });

  it('stays where the tag asks for no alerts since: a write is reported for certain', async () => {
    world.put({ ...world.get(ID), tags: { [TAG]: 'ignore' } });
    expect(await reviewNow()).toEqual({ kind: 'muted' });
    await world.report();
    expect(kinds()).toEqual(['remediated']);
  });

  it('marks its entries as reported once it is published', async () => {
    const reported = () => world.findings.get(ID)?.remediations.map(one => one.reported);
    expect(reported()).toEqual([false]);
    await world.report();
    expect(reported()).toEqual([true]);
  });
});

describe('a review that another one was faster than', () => {
  it('begins again with what is so now, and takes its time from there', async () => {
    interfere(() => {
      recordOther();
      put(...SSH, ...REPLIES);
    });
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect([pending(), world.reads]).toEqual([[], 1]);
  });

  it('creates nothing on the announcement that was not written', async () => {
    start({ mode: 'remediate' });
    interfere(() => recordOther());
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
    expect(world.calls).toEqual([
      ...['write announcement', 'read'],
      ...['write announcement', 'read', 'create', 'read', 'write pending'],
    ]);
  });

  it('fails the third time, so that its change is delivered again', async () => {
    let revision = 7;
    world.findings.beforeWrite = () => recordOther(revision++);
    await expect(reviewNow()).rejects.toThrow(`another review of ${ID} has recorded its result meanwhile`);
    expect(world.calls.filter(call => call.startsWith('write'))).toHaveLength(3);
  });
});

describe('a write that another change overtook', () => {
  /** An operator acts between the read right before the creation and the creation. */
  const act = (...entries: Parameters<typeof networkAcl>[0]) => {
    start({ mode: 'remediate' });
    world.beforeCreate = () => {
      world.beforeCreate = () => {};
      put(...world.get(ID).entries, ...entries);
    };
  };

  it('and that overrides a deny of an operator is reported as failed, with the entry', async () => {
    act(...egress('200 deny tcp 1024-65535 0.0.0.0/0'));
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed', added: 1 });
    await world.report();
    const { done } = world.alert();
    expect(done).toMatchObject({ did: 'added', isOvertaken: true });
    expect(done.did === 'added' && done.entries.map(renderEntry)).toEqual(REPLIES.map(renderEntry));
  });

  it('by an equal rule of another number is reported, since the entry is not needed any more', async () => {
    act(...egress('200 allow tcp 1024-65535 0.0.0.0/0'));
    await reviewNow();
    await world.report();
    expect(world.alert().done).toMatchObject({ did: 'added', isOvertaken: true });
  });

  it('only elsewhere is reported as a plain success', async () => {
    act(...ingress('300 allow tcp 443 10.0.0.0/8'));
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
    await world.report();
    expect(world.alert().done).toMatchObject({ did: 'added', isOvertaken: false });
  });
});

describe('an entry that was announced', () => {
  const announced = (minutesAgo: number, ...entries: typeof REPLIES) =>
    world.findings.put({
      ...{ ...HOME, networkAclId: ID, since: NOW, pending: [], revision: 1 },
      remediations: [
        {
          at: new Date(NOW.getTime() - minutesAgo * 60_000),
          entries: entries.map(identify),
          reported: false,
        },
      ],
    });

  beforeEach(() => start({ mode: 'remediate' }));

  it('and that a read does not show may still be on its way: nothing is written', async () => {
    announced(1.9, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(pending()[0]?.alert).toMatchObject({ done: { reason: { kind: 'unreported-write' } } });
    expect(world.created).toEqual([]);
  });

  it('and that a fresh read does not show two minutes later does not exist: the review goes on', async () => {
    announced(2, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
    expect(world.created).toHaveLength(1);
  });

  it('and that only the older read lacks is ours', async () => {
    announced(5, ...REPLIES);
    const stale = { kind: 'read', networkAcl: world.get(ID) } as const;
    put(...SSH, ...REPLIES);
    expect(await review(ID, stale, undefined, world.reviewing)).toMatchObject({
      alertKind: 'remediated',
      added: 1,
    });
    expect(world.created).toEqual([]);
  });

  it('stays on record while the network ACL cannot be read again', async () => {
    announced(5, ...REPLIES);
    const read = { kind: 'read', networkAcl: world.get(ID) } as const;
    world.networkAcls.read = async () => {
      throw new Error('RequestLimitExceeded');
    };
    expect(await review(ID, read, undefined, world.reviewing)).toMatchObject({ alertKind: 'gap' });
    expect(world.findings.get(ID)?.remediations).toMatchObject([{ reported: false }]);
  });

  it('and refused is not on record any more: an equal entry of an operator is not claimed', async () => {
    const refusal = { kind: 'refused', code: 'UnauthorizedOperation' } as const;
    world.answers = [refusal, refusal];
    await reviewNow();
    await world.report();
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    expect(world.findings.get(ID)?.remediations).toEqual([]);
    put(...SSH, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved', added: 0 });
  });

  it('and that another caller created is not on record any more, and not claimed', async () => {
    world.beforeCreate = () => {
      world.beforeCreate = () => {};
      put(...SSH, ...REPLIES);
    };
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(world.findings.get(ID)?.remediations).toEqual([]);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    await world.report();
    expect(kinds()).toEqual([]);
  });
});

it('what EC2 throttles fails the review and is not reported; the next delivery writes', async () => {
  start({ mode: 'remediate' });
  world.answers = [{ kind: 'throttled' }, { kind: 'throttled' }, { kind: 'throttled' }];
  await expect(reviewNow()).rejects.toThrow('EC2 throttles the account: nothing more was written');
  expect([pending(), world.created]).toEqual([[], []]);
  expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import {
  type Mode,
  type ReviewSettings,
  UnreadableNetworkAclError,
} from '../../functions/review/interfaces.ts';
import { review, reviewGone, reviewUnreadable } from '../../functions/review/review.ts';
import { TAG } from '../../functions/review/words/alert.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');

let world: ReviewWorld;
const start = (settings: Partial<ReviewSettings> = {}, tags: Record<string, string> = {}, entries = SSH) => {
  world = new ReviewWorld(settings);
  world.put(networkAcl(entries, { tags }));
};
const reviewNow = () => review(world.get(ID), undefined, world);
const kinds = () => world.published.map(({ kind }) => kind);
const later = (hours: number) => {
  world.now = new Date(world.now.getTime() + hours * HOUR);
};

beforeEach(() => start());

describe('a review in notify mode', () => {
  it('alerts a gap once, and writes nothing', async () => {
    expect(await reviewNow()).toMatchObject({ kind: 'alerted', alertKind: 'gap', severity: 'high' });
    expect(await reviewNow()).toEqual({ kind: 'known', severity: 'high' });
    expect(kinds()).toEqual(['gap']);
    expect(world.created).toEqual([]);
  });

  it('says nothing of a covered network ACL', async () => {
    world.add(ID, ...REPLIES);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(world.published).toEqual([]);
  });

  it('alerts again when the gap changes, not when only the rules that admit do', async () => {
    await reviewNow();
    world.add(ID, ...ingress('110 allow tcp 443 0.0.0.0/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    world.add(ID, ...ingress('120 allow tcp 443 ::/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'alerted', alertKind: 'gap' });
  });

  it('says what has changed since the last alert', async () => {
    await reviewNow();
    expect(world.alert().difference).toBeUndefined();
    world.add(
      ID,
      ...ingress('120 allow udp 53 10.0.0.0/8'),
      ...egress('100 allow tcp 32768-65535 0.0.0.0/0'),
    );
    await reviewNow();
    expect(world.alert(1).difference).toEqual({
      added: ['outbound tcp 1024-32767 to 0.0.0.0/0', 'outbound udp 1024-65535 to 10.0.0.0/8'],
      gone: ['outbound tcp 1024-65535 to 0.0.0.0/0'],
    });
    later(168);
    expect(await reviewNow()).toMatchObject({ alertKind: 'reminder' });
    expect(world.alert(2).difference).toBeUndefined();
  });

  it('says of what is resolved how bad it was', async () => {
    await reviewNow();
    world.put(networkAcl([...SSH, ...REPLIES]));
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved', severity: 'high' });
    expect(world.alert(1)).toMatchObject({
      kind: 'resolved',
      severity: 'high',
      coverage: { severity: 'none' },
    });
  });

  it('names the VPC and the subnets, and does without where names cannot be read', async () => {
    world.named.set('vpc-0f1e2d3c', 'main').set('subnet-0b1a2c3d', 'web-a').set('subnet-9', 'another');
    await reviewNow();
    expect([...world.alert().names]).toEqual([
      ['vpc-0f1e2d3c', 'main'],
      ['subnet-0b1a2c3d', 'web-a'],
    ]);
    start();
    world.namesError = new Error('UnauthorizedOperation');
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(world.alert().names.size).toBe(0);
    expect(world.logged).toMatchObject([{ level: 'WARN', message: 'names not read' }]);
  });

  it('does not alert again because of an ingress gap that nobody asked for', async () => {
    await reviewNow();
    world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
  });

  it('reminds after the hours that the operator chose, with the time when it was first seen', async () => {
    await reviewNow();
    later(167);
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    later(1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'reminder' });
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    expect(world.published[1]?.since).toEqual(NOW);
  });

  it('says once that a gap is mended, and alerts anew when it comes back', async () => {
    await reviewNow();
    world.put(networkAcl([...SSH, ...REPLIES]));
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved' });
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    world.put(networkAcl(SSH));
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    const ids = world.published.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('logs only what is below the least severity', async () => {
    start({}, {}, [
      ...ingress('100 allow all 0.0.0.0/0'),
      ...egress('90 deny all 203.0.113.0/24', '100 allow all 0.0.0.0/0'),
    ]);
    expect(await reviewNow()).toEqual({ kind: 'below-threshold', severity: 'low' });
    start({ minSeverity: 'low' }, {}, [...world.get(ID).entries]);
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap', severity: 'low' });
  });

  it('alerts a gap of ingress by itself only when asked to', async () => {
    const callsOut = egress('100 allow tcp 443 0.0.0.0/0');
    start({}, {}, callsOut);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    start({ reportIngress: true }, {}, callsOut);
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(world.created).toEqual([]);
  });

  it('keeps silent about a network ACL that is tagged ignore, in every mode', async () => {
    for (const mode of ['notify', 'opt-in', 'remediate'] as const) {
      start({ mode }, { [TAG]: 'ignore' });
      expect(await reviewNow()).toEqual({ kind: 'muted' });
      expect(world.published).toEqual([]);
    }
  });
});

describe('who may be remediated', () => {
  it.each<[Mode, string | undefined, boolean]>([
    ['notify', undefined, false],
    ['notify', 'remediate', false],
    ['opt-in', undefined, false],
    ['opt-in', 'notify', false],
    ['opt-in', 'remediate', true],
    ['remediate', undefined, true],
    ['remediate', 'remediate', true],
    ['remediate', 'notify', false],
  ])('mode %s, tag %s: %s', async (mode, tag, remediated) => {
    start({ mode }, tag ? { [TAG]: tag } : {});
    await reviewNow();
    expect(kinds()).toEqual([remediated ? 'remediated' : 'gap']);
    expect(world.created).toHaveLength(remediated ? 1 : 0);
  });

  it('not one whose gaps somebody wrote', async () => {
    const denied = egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0');
    start({ mode: 'remediate', minSeverity: 'low' }, {}, [...SSH, ...denied]);
    await reviewNow();
    expect(kinds()).toEqual(['gap']);
    expect(world.created).toEqual([]);
  });
});

describe('a review in remediate mode', () => {
  beforeEach(() => start({ mode: 'remediate' }));

  it('adds the missing entry, sees that it covers, and says so', async () => {
    expect(await reviewNow()).toMatchObject({ kind: 'alerted', alertKind: 'remediated' });
    const alert = world.alert();
    expect(alert.remediation?.created.map(renderEntry)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(alert.remediation?.coverageAfter.status).toBe('covered');
    expect(alert.coverage.status).toBe('gap');
  });

  it('takes the change that it made itself for covered, without an alert', async () => {
    await reviewNow();
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(kinds()).toEqual(['remediated']);
  });

  it('leaves a gap that comes back after two remediations within a day to people', async () => {
    for (const expected of ['remediated', 'remediated', 'conflict']) {
      world.put(networkAcl(SSH));
      expect(await reviewNow()).toMatchObject({ alertKind: expected });
      later(1);
    }
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    expect(world.created).toHaveLength(2);
    // After 23.5 hours both count, after 24.5 only the second does.
    later(20.5);
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    later(1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
  });

  it('takes new gaps for no conflict while what it added stands', async () => {
    for (const port of [22, 80, 443, 8080]) {
      world.add(ID, ...ingress(`${port} allow tcp ${port} 10.${port % 256}.0.0/16`));
      world.add(ID, ...ingress(`${port + 1} allow udp ${port} 10.${port % 256}.0.0/16`));
      const { entries } = world.get(ID);
      world.put(
        networkAcl(
          entries.filter(({ ruleNumber, direction }) => direction === 'egress' || ruleNumber !== 100),
        ),
      );
      expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
    }
  });

  it('says nothing where somebody else mended it meanwhile', async () => {
    world.beforeCreate = () => {
      world.beforeCreate = () => {};
      world.add(ID, ...egress('100 allow all 0.0.0.0/0'));
    };
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(world.published).toEqual([]);
  });

  it('alerts a failure once, with the reason', async () => {
    const refusal = { kind: 'refused', reason: 'EC2 refused: quota' } as const;
    world.answers = [refusal, refusal];
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    expect(world.alert().remediation).toMatchObject({ failure: 'EC2 refused: quota', created: [] });
  });

  it('says why where the plan itself has no place for the entries', async () => {
    start({ mode: 'remediate', ruleQuota: 1 }, {}, [...SSH, ...egress('100 allow tcp 443 0.0.0.0/0')]);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    expect(world.created).toEqual([]);
  });
});

describe('a write is told for certain', () => {
  beforeEach(() => start({ mode: 'remediate' }));

  it('by the next review, where publishing failed', async () => {
    world.publishError = new Error('Throttling');
    await expect(reviewNow()).rejects.toThrow('Throttling');
    expect([world.created.length, world.status(ID)]).toEqual([1, 'covered']);
    world.publishError = undefined;
    expect(await reviewNow()).toMatchObject({ kind: 'alerted', alertKind: 'remediated' });
    const alert = world.alert();
    expect(alert.coverage.status).toBe('gap');
    expect(alert.remediation?.created.map(renderEntry)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(world.created).toHaveLength(1);
  });

  it('together with the rest, where only a part had been added', async () => {
    start({ mode: 'remediate' }, {}, ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0'));
    world.publishError = new Error('killed');
    world.beforeCreate = entry => {
      if (entry.protocol === 17) world.answers = [{ kind: 'refused', reason: 'EC2 refused' }];
    };
    await expect(reviewNow()).rejects.toThrow('killed');
    world.publishError = undefined;
    world.beforeCreate = () => {};
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
    expect(world.alert().remediation?.created.map(({ protocol }) => protocol)).toEqual([6, 17]);
  });

  it('even while people know of the gap', async () => {
    start({ mode: 'remediate' }, {}, ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0'));
    world.beforeCreate = entry => {
      if (entry.protocol === 17) world.answers = [{ kind: 'refused', reason: 'EC2 refused' }];
    };
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    // Its own change says nothing new.
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    for (const expected of ['remediation-failed', 'conflict']) {
      world.put(networkAcl(world.get(ID).entries.filter(({ direction }) => direction === 'ingress')));
      expect(await reviewNow()).toMatchObject({ alertKind: expected });
    }
    expect(world.created).toHaveLength(2);
  });

  it('but not where the network ACL is gone', async () => {
    world.answers = [{ kind: 'gone' }];
    expect(await reviewNow()).toEqual({ kind: 'gone' });
    expect([world.published.length, world.recorded.size]).toEqual([0, 0]);
  });

  it('and no write is made for what is only logged', async () => {
    start({ mode: 'remediate', minSeverity: 'high', reportIngress: true }, {}, [
      ...SSH,
      ...egress(
        '100 allow tcp 1024-49151 0.0.0.0/0',
        '110 allow tcp 49153-65535 0.0.0.0/0',
        '120 allow tcp 443 0.0.0.0/0',
      ),
    ]);
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(world.created).toEqual([]);
  });
});

describe('without the findings table', () => {
  it('an alert still goes out, under the same id each time', async () => {
    world.tableError = new Error('table down');
    await reviewNow();
    await reviewNow();
    const ids = world.published.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(world.logged.map(({ level }) => level)).toContain('ERROR');
  });

  it('and once it is back, the first alert that is recorded is the last', async () => {
    world.tableError = new Error('table down');
    await reviewNow();
    world.tableError = undefined;
    await reviewNow();
    expect(await reviewNow()).toMatchObject({ kind: 'known' });
    expect(world.published[0]?.id).toBe(world.published[1]?.id);
  });
});

describe('a network ACL that is gone', () => {
  it('ends as gone, and is forgotten', async () => {
    await reviewNow();
    expect(await reviewGone(ID, world)).toEqual({ kind: 'gone' });
    expect(world.recorded.size).toBe(0);
    expect(kinds()).toEqual(['gap']);
  });

  it('ends as gone even when the table is down', async () => {
    world.tableError = new Error('table down');
    expect(await reviewGone(ID, world)).toEqual({ kind: 'gone' });
  });
});

describe('a network ACL that cannot be judged', () => {
  const unreadable = (reason: string, tags = {}) =>
    reviewUnreadable(ID, new UnreadableNetworkAclError(reason, tags), undefined, world);

  it('is alerted once for each reason, and again when the reminder is due', async () => {
    const alerted = { kind: 'alerted', alertKind: 'cannot-evaluate', severity: 'high' };
    expect(await unreadable('rule 100 has no CIDR block')).toMatchObject(alerted);
    expect(await unreadable('rule 100 has no CIDR block')).toEqual({ kind: 'known', severity: 'high' });
    expect(await unreadable('rule 110 has no CIDR block')).toMatchObject(alerted);
    later(168);
    expect(await unreadable('rule 110 has no CIDR block')).toMatchObject(alerted);
    expect(world.published).toMatchObject([
      { networkAclId: ID, reason: 'rule 100 has no CIDR block' },
      { reason: 'rule 110 has no CIDR block' },
      { since: NOW },
    ]);
  });

  it('is resolved when it can be judged and replies reach their clients', async () => {
    await unreadable('rule 100 has no CIDR block');
    world.add(ID, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved', severity: 'high' });
    expect(await reviewNow()).toEqual({ kind: 'covered' });
  });

  it('is alerted as a gap when it can be judged and has one', async () => {
    await unreadable('rule 100 has no CIDR block');
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(world.alert(1).difference).toBeUndefined();
  });

  it('is left alone where its tag asks for silence', async () => {
    expect(await unreadable('rule 100 has no CIDR block', { [TAG]: 'ignore' })).toEqual({ kind: 'muted' });
    expect(world.published).toEqual([]);
  });

  it('does not make the guard forget a write that nobody was told of', async () => {
    start({ mode: 'remediate' });
    world.publishError = new Error('killed');
    await expect(reviewNow()).rejects.toThrow('killed');
    world.publishError = undefined;
    await unreadable('rule 100 has no CIDR block');
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated', added: 1 });
    expect(kinds()).toEqual(['cannot-evaluate', 'remediated']);
  });
});

describe('a gap after one that is closed', () => {
  beforeEach(async () => {
    start({ mode: 'remediate' });
    await reviewNow();
    expect(kinds()).toEqual(['remediated']);
    later(120);
    world.put(networkAcl(ingress('100 allow udp 53 10.0.0.0/8')));
  });

  it('is not told to be resolved where nobody was told of it', async () => {
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, ...egress(`${entry.ruleNumber} allow udp 1024-65535 0.0.0.0/0`));
    };
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(kinds()).toEqual(['remediated']);
  });

  it('is not compared with the one that is closed', async () => {
    world.answers = [{ kind: 'refused', reason: 'EC2 refused: quota' }];
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    expect(world.alert(1).difference).toBeUndefined();
  });
});

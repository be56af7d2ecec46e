import { beforeEach, describe, expect, it } from 'vitest';
import { renderText } from '../../functions/alert/email/email.ts';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import type { RecordedAlert } from '../../functions/review/finding.ts';
import { GONE, type ReviewSettings } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import type { GapAlert } from '../../functions/review/words/alert.ts';
import { MODES, type Mode, TAG } from '../../functions/review/words/mode.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
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
/** Reviews, and has the reporter publish what that left. */
const reviewNow = async () => {
  const outcome = await review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
  await world.report();
  return outcome;
};
const addedIn = ({ done }: GapAlert) => (done.did === 'added' ? done.entries.map(renderEntry) : []);
const kinds = () => world.published.map(({ kind }) => kind);
/** A review in remediate mode that is cut off before it creates the second of two entries. */
const cutOffBeforeSecond = async () => {
  start({ mode: 'remediate' }, {}, ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0'));
  world.beforeCreate = ({ protocol }) => {
    if (protocol === 17) throw new Error('cut off');
  };
  await expect(reviewNow()).rejects.toThrow('cut off');
  world.beforeCreate = () => {};
};
const later = (hours: number) => {
  world.now = new Date(world.now.getTime() + hours * HOUR);
};

beforeEach(() => start());

describe('a review in notify mode', () => {
  it('alerts a gap once, and writes nothing', async () => {
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'gap', severity: 'high' });
    expect(await reviewNow()).toEqual({ kind: 'already-reported', severity: 'high' });
    expect(kinds()).toEqual(['gap']);
    expect(world.created).toEqual([]);
  });

  it('reports nothing about a covered network ACL', async () => {
    world.add(ID, ...REPLIES);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(world.published).toEqual([]);
  });

  it('alerts again when the gap changes, not when only the rules that admit do', async () => {
    await reviewNow();
    world.add(ID, ...ingress('110 allow tcp 443 0.0.0.0/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    world.add(ID, ...ingress('120 allow tcp 443 ::/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'gap' });
  });

  it('reports what has changed since the last alert', async () => {
    await reviewNow();
    expect(world.alert().difference).toBeUndefined();
    world.add(
      ID,
      ...ingress('120 allow udp 1194 0.0.0.0/0'),
      ...egress('100 allow tcp 32768-65535 0.0.0.0/0'),
    );
    await reviewNow();
    const gap = { direction: 'egress', deniedBy: { kind: 'default' } };
    const tcp = { ...gap, protocol: 'tcp', cidr: '0.0.0.0/0', fromPort: 1024 };
    expect(world.alert(1).difference).toEqual({
      added: [
        { ...tcp, toPort: 32_767 },
        { ...gap, protocol: 'udp', cidr: '0.0.0.0/0', fromPort: 1024, toPort: 65_535 },
      ],
      gone: [{ ...tcp, toPort: 65_535 }],
    });
    later(168);
    expect(await reviewNow()).toMatchObject({ alertKind: 'reminder' });
    expect(world.alert(2).difference).toBeUndefined();
  });

  it('reports of what is resolved how bad it was', async () => {
    await reviewNow();
    world.put(networkAcl([...SSH, ...REPLIES]));
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved', severity: 'high' });
    expect(world.published[1]).toMatchObject({
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
    expect(world.logged[0]).toMatchObject({ level: 'WARN', message: 'could not read names' });
  });

  it('does not alert again because of an ingress gap that is not to be reported', async () => {
    await reviewNow();
    world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
  });

  it('reminds after the hours that the operator chose, with the time when it was first seen', async () => {
    await reviewNow();
    later(167);
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    later(1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'reminder' });
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    expect(world.published[1]?.since).toEqual(NOW);
  });

  it('reports once that a gap is fixed, and alerts again when it comes back', async () => {
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
    expect(await reviewNow()).toEqual({ kind: 'below-min-severity', severity: 'low' });
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

  it('reports nothing about a network ACL that is tagged ignore, in any mode', async () => {
    for (const mode of MODES) {
      start({ mode }, { [TAG]: 'ignore' });
      expect(await reviewNow()).toEqual({ kind: 'muted' });
      expect(world.published).toEqual([]);
    }
  });
});

describe('what may be remediated', () => {
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

  it.each(['Notify', 'IGNORE', 'off', 'false', '', 'Remediate', ' remediate'])(
    'not a network ACL with the unknown tag value "%s": reported, and named once in the log',
    async tag => {
      for (const mode of MODES) {
        start({ mode }, { [TAG]: tag });
        await reviewNow();
        expect([kinds(), world.created]).toEqual([['gap'], []]);
        const named = world.logged.filter(({ level }) => level === 'WARN');
        expect(named).toEqual([
          {
            ...{ level: 'WARN', networkAclId: ID, tag },
            message: 'the tag has an unknown value: it counts as notify',
          },
        ]);
      }
    },
  );

  it.each([undefined, 'remediate', 'notify', 'ignore'])(
    'the tag value %s is not named in the log',
    async tag => {
      start({}, tag ? { [TAG]: tag } : {});
      await reviewNow();
      expect(world.logged.filter(({ level }) => level === 'WARN')).toEqual([]);
    },
  );

  it('an unknown value is named once also where the review begins again', async () => {
    start({}, { [TAG]: 'off' });
    world.findings.beforeWrite = finding => {
      world.findings.beforeWrite = () => {};
      world.findings.put({ ...finding, pending: [], revision: 7 });
    };
    await reviewNow();
    expect(world.logged.filter(({ level }) => level === 'WARN')).toHaveLength(1);
  });

  it('not a network ACL whose gaps are deny rules', async () => {
    const denied = egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0');
    start({ mode: 'remediate', minSeverity: 'low' }, {}, [...SSH, ...denied]);
    await reviewNow();
    expect(kinds()).toEqual(['gap']);
    expect(world.created).toEqual([]);
  });
});

describe('a review in remediate mode', () => {
  beforeEach(() => start({ mode: 'remediate' }));

  it('adds the missing entry, sees that it covers, and reports so', async () => {
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'remediated' });
    const alert = world.alert();
    expect(addedIn(alert)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(alert.done).toMatchObject({ coverageAfter: { status: 'covered' } });
    expect(alert.coverage.status).toBe('gap');
  });

  it('reviews its own change as covered, without an alert', async () => {
    await reviewNow();
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(kinds()).toEqual(['remediated']);
  });

  it('leaves a gap that comes back after two remediations within a day to operators', async () => {
    for (const expected of ['remediated', 'remediated', 'conflict']) {
      world.put(networkAcl(SSH));
      expect(await reviewNow()).toMatchObject({ alertKind: expected });
      later(1);
    }
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    expect(world.created).toHaveLength(2);
    // After 23.5 hours both count, after 24.5 only the second does.
    later(20.5);
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    later(1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated' });
  });

  it('takes new gaps for no conflict while what it added exists', async () => {
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

  it('reports nothing where another caller fixed it meanwhile', async () => {
    world.beforeCreate = () => {
      world.beforeCreate = () => {};
      world.add(ID, ...egress('100 allow all 0.0.0.0/0'));
    };
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(world.published).toEqual([]);
  });

  it('alerts a failure once, with the reason', async () => {
    const refusal = { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' } as const;
    world.answers = [refusal, refusal];
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    expect(world.alert().done).toEqual({ did: 'nothing', reason: refusal });
  });

  it('reports why where the plan itself has no place for the entries', async () => {
    start({ mode: 'remediate', ruleQuota: 1 }, {}, [...SSH, ...egress('100 allow tcp 443 0.0.0.0/0')]);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    expect(world.alert().done).toEqual({ did: 'nothing', reason: { kind: 'unplaced' } });
    expect(world.created).toEqual([]);
  });
});

describe('a write is reported for certain', () => {
  beforeEach(() => start({ mode: 'remediate' }));

  it('by the next request for a report, where publishing failed', async () => {
    world.publishError = new Error('Throttling');
    await expect(reviewNow()).rejects.toThrow('1 findings could not be reported');
    expect([world.created.length, world.status(ID)]).toEqual([1, 'covered']);
    world.publishError = undefined;
    later(0.2);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    const alert = world.alert();
    expect([alert.kind, alert.coverage.status]).toEqual(['remediated', 'gap']);
    expect(addedIn(alert)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect([world.created.length, world.published.length]).toEqual([1, 1]);
  });

  it('before the rest is added, where only a part had been added', async () => {
    await cutOffBeforeSecond();
    later(0.1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed', added: 1 });
    expect(world.alert().done).toMatchObject({ unfinished: { kind: 'unreported-write' } });
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediated', added: 1 });
    expect([0, 1].map(index => addedIn(world.alert(index)))).toEqual([
      ['100 allow tcp 1024-65535 0.0.0.0/0'],
      ['110 allow udp 1024-65535 0.0.0.0/0'],
    ]);
  });

  it('even while the gap is known', async () => {
    start({ mode: 'remediate' }, {}, ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0'));
    world.beforeCreate = entry => {
      if (entry.protocol === 17) world.answers = [{ kind: 'refused', code: 'AccessDenied' }];
    };
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    // Its own change brings nothing new.
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    for (const expected of ['remediation-failed', 'conflict']) {
      world.put(networkAcl(world.get(ID).entries.filter(({ direction }) => direction === 'ingress')));
      expect(await reviewNow()).toMatchObject({ alertKind: expected });
    }
    expect(world.created).toHaveLength(2);
  });

  it('but not where the network ACL is gone', async () => {
    world.answers = [{ kind: 'gone' }];
    expect(await reviewNow()).toEqual({ kind: 'deleted' });
    expect([world.published.length, world.findings.size]).toEqual([0, 0]);
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

/** Entries of a review that was cut off are reported together with why the rest is missing. */
describe('a write that the review before did not report, in a network ACL that still has a gap', () => {
  it('is reported before a conflict is: the first alert has what was added, and why nothing more is', async () => {
    await cutOffBeforeSecond();
    later(0.1);
    const before = world.findings.get(ID);
    const undone = { at: NOW, entries: ['egress 500 allow 6 0.0.0.0/0 1-2 none'], reported: true };
    world.findings.put({
      ...{ ...HOME, networkAclId: ID, since: NOW, pending: [], revision: 1 },
      remediations: [undone, undone, ...(before?.remediations ?? [])],
    });
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed', added: 1 });
    expect(addedIn(world.alert())).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(world.alert().done).toMatchObject({ unfinished: { kind: 'unreported-write' } });
    expect(await reviewNow()).toMatchObject({ alertKind: 'conflict', added: 0 });
    const email = renderText(world.alert());
    expect(email).toContain('The guard added outbound rule 100.');
    expect(email).not.toContain('No change made');
    expect(email).toContain('To undo what the guard did:\n\n  aws ec2 delete-network-acl-entry');
  });

  it('is not reported as a fix where the mode changed to notify', async () => {
    await cutOffBeforeSecond();
    const { findings, stored, now } = world;
    world = new ReviewWorld({ mode: 'notify' });
    for (const [id, found] of stored) world.stored.set(id, found);
    for (const finding of findings.all()) world.findings.put(finding);
    world.now = now;
    later(0.1);
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed', added: 1 });
    expect(world.alert().done).toMatchObject({ unfinished: { kind: 'notify-mode' } });
    expect(world.alert().coverage.gaps).toMatchObject([{ protocol: 'udp' }]);
  });
});

it('an attempt that adds nothing, while another caller leaves only deny rules, is no remediation', async () => {
  start({ mode: 'remediate', minSeverity: 'low' });
  world.beforeCreate = () => {
    world.beforeCreate = () => {};
    world.add(ID, ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0'));
  };
  expect(await reviewNow()).toMatchObject({ alertKind: 'gap', added: 0 });
  expect(world.alert().done).toEqual({ did: 'nothing', reason: { kind: 'nothing-to-add' } });
});

describe('a record of version 0.1.0', () => {
  const alerted = { at: NOW, kind: 'gap', fingerprint: '6c31f8ac439a25ce', severity: 'high' } as const;
  const record = (changed: Partial<RecordedAlert> = {}) =>
    world.findings.put({
      ...{ ...HOME, networkAclId: ID, since: NOW, revision: 1, pending: [], remediations: [] },
      alerted: { ...alerted, ...changed },
    });

  it('makes no second alert about the same gaps', async () => {
    record();
    expect(await reviewNow()).toEqual({ kind: 'already-reported', severity: 'high' });
    expect(world.published).toEqual([]);
  });

  it('makes an alert about other gaps, without a difference', async () => {
    record({ fingerprint: 'other' });
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(world.alert().difference).toBeUndefined();
  });

  it('makes no second alert about a network ACL that cannot be evaluated, until the reminder', async () => {
    world.spoil(ID, '{}');
    record({ kind: 'cannot-evaluate', fingerprint: 'of a text' });
    expect(await reviewNow()).toEqual({ kind: 'already-reported', severity: 'high' });
    later(168);
    expect(await reviewNow()).toMatchObject({ alertKind: 'cannot-evaluate' });
  });
});

it('other words about what is expected make no second alert', async () => {
  const reason = { kind: 'malformed', field: `${ID}: Entries`, found: '{}' } as const;
  for (const expected of ['a list', 'a list of rules']) {
    world.stored.set(ID, { kind: 'unreadable', reason: { ...reason, expected }, tags: {} });
    await reviewNow();
  }
  expect(kinds()).toEqual(['cannot-evaluate']);
});

describe('without the findings table', () => {
  beforeEach(() => {
    world.findings.error = new Error('table down');
  });
  const publishingNow = () => review(ID, world.stored.get(ID) ?? GONE, undefined, world);

  it('a review fails, and publishes nothing where it may not', async () => {
    await expect(reviewNow()).rejects.toThrow('table down');
    expect(world.published).toEqual([]);
    expect(world.logged.map(({ level }) => level)).toEqual(['ERROR']);
  });

  it('a review that may publish reports the gap, under the same id each time, and fails all the same', async () => {
    for (let times = 0; times < 2; times += 1)
      await expect(publishingNow()).rejects.toThrow('published without a record: Error: table down');
    const ids = world.published.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('the same where the table can be read and not written', async () => {
    world.findings.error = undefined;
    world.findings.writeError = new Error('read only');
    await expect(publishingNow()).rejects.toThrow('published without a record: Error: read only');
    expect(kinds()).toEqual(['gap']);
  });

  it('and once it is back, the alert that is recorded has the same id', async () => {
    await expect(publishingNow()).rejects.toThrow();
    world.findings.error = undefined;
    await reviewNow();
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    expect(world.published[0]?.id).toBe(world.published[1]?.id);
  });

  it('no entry is written, and the alert says why', async () => {
    const { error } = world.findings;
    start({ mode: 'remediate' });
    world.findings.error = error;
    await expect(publishingNow()).rejects.toThrow('published without a record');
    expect(world.created).toEqual([]);
    expect(world.alert().done).toEqual({ did: 'nothing', reason: { kind: 'no-record' } });
  });

  it('nothing is said about a network ACL that is covered: whether a gap was reported is not known', async () => {
    world.add(ID, ...REPLIES);
    await expect(publishingNow()).rejects.toThrow('table down');
    expect(world.published).toEqual([]);
  });
});

describe('a gap that may have been reported without a record', () => {
  const mayBeHeardNow = async () => {
    const outcome = await review(ID, world.stored.get(ID) ?? GONE, undefined, {
      ...world.reviewing,
      mayBeHeard: true,
    });
    await world.report();
    return outcome;
  };

  it('is reported as resolved once it is gone, since operators may wait for that', async () => {
    world.add(ID, ...REPLIES);
    expect(await mayBeHeardNow()).toMatchObject({ alertKind: 'resolved' });
    expect(kinds()).toEqual(['resolved']);
    expect(await reviewNow()).toEqual({ kind: 'covered' });
  });

  it('is reported once more while it exists: then it is on record', async () => {
    expect(await mayBeHeardNow()).toMatchObject({ alertKind: 'gap' });
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
  });

  it.each([
    ['resolved', REPLIES],
    ['gap', ingress('110 allow tcp 443 ::/0')],
  ])('and is muted then, is reported as %s once it is not muted any more', async (kind, entries) => {
    world.put(networkAcl(SSH, { tags: { [TAG]: 'ignore' } }));
    expect(await mayBeHeardNow()).toEqual({ kind: 'muted' });
    expect(kinds()).toEqual([]);
    world.put(networkAcl([...SSH, ...entries]));
    expect(await reviewNow()).toMatchObject({ alertKind: kind });
    expect(kinds()).toEqual([kind]);
  });

  it('is reported once more where it is smaller than what is on record: the record would contradict it', async () => {
    await reviewNow();
    world.add(ID, ...egress('100 allow tcp 40000-65535 0.0.0.0/0'));
    expect(await reviewNow()).toMatchObject({ kind: 'already-reported' });
    expect(await mayBeHeardNow()).toMatchObject({ alertKind: 'gap' });
    world.put(networkAcl(SSH));
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
  });
});

describe('a network ACL that is gone', () => {
  it('ends as gone, and is forgotten', async () => {
    await reviewNow();
    expect(await review(ID, GONE, undefined, world.reviewing)).toEqual({ kind: 'deleted' });
    expect(world.findings.size).toBe(0);
    expect(kinds()).toEqual(['gap']);
  });

  it('keeps the alert about what the guard added until operators hear it, and nothing else', async () => {
    start({ mode: 'remediate' });
    await review(ID, { kind: 'read', networkAcl: world.get(ID) }, undefined, world.reviewing);
    world.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0', '110 allow tcp 443 ::/0')));
    const [added, later] = ['remediated', 'gap'];
    const pending = () => world.findings.all().flatMap(one => one.pending.map(({ alert }) => alert.kind));
    await review(ID, { kind: 'read', networkAcl: world.get(ID) }, undefined, {
      ...world.reviewing,
      settings: { ...world.reviewing.settings, mode: 'notify' },
    });
    expect(pending()).toEqual([added, later]);
    for (let time = 0; time < 2; time += 1) {
      expect(await review(ID, GONE, undefined, world.reviewing)).toEqual({ kind: 'deleted' });
      expect(pending()).toEqual([added]);
    }
    await world.report();
    expect(kinds()).toEqual([added]);
    expect(await review(ID, GONE, undefined, world.reviewing)).toEqual({ kind: 'deleted' });
    expect(world.findings.size).toBe(0);
  });

  it('is reviewed again where the table is down, so that what is on record goes, too', async () => {
    world.findings.error = new Error('table down');
    await expect(review(ID, GONE, undefined, world.reviewing)).rejects.toThrow('table down');
  });
});

describe('a network ACL that cannot be evaluated', () => {
  /** Reviews it without a change to the network ACL itself. */
  const unreadable = async (found: string, tags = {}, expected = 'a list') => {
    const reason = { kind: 'malformed', field: `${ID}: Entries`, found, expected } as const;
    const outcome = await review(ID, { kind: 'unreadable', reason, tags }, undefined, world.reviewing);
    await world.report();
    return outcome;
  };

  it('is alerted once for each reason, and again when the reminder is due', async () => {
    const alerted = { kind: 'pending', alertKind: 'cannot-evaluate', severity: 'high' };
    expect(await unreadable('{}')).toMatchObject(alerted);
    expect(await unreadable('{}')).toEqual({ kind: 'already-reported', severity: 'high' });
    expect(await unreadable('7')).toMatchObject(alerted);
    later(168);
    expect(await unreadable('7')).toMatchObject(alerted);
    expect(world.published).toMatchObject([
      { networkAclId: ID, reason: { found: '{}' } },
      { reason: { found: '7' } },
      { since: NOW },
    ]);
  });

  it('is resolved when it can be evaluated and replies reach their clients', async () => {
    await unreadable('{}');
    world.add(ID, ...REPLIES);
    expect(await reviewNow()).toMatchObject({ alertKind: 'resolved', severity: 'high' });
    expect(await reviewNow()).toEqual({ kind: 'covered' });
  });

  it('is alerted as a gap when it can be evaluated and has one', async () => {
    await unreadable('{}');
    expect(await reviewNow()).toMatchObject({ alertKind: 'gap' });
    expect(world.alert(1).difference).toBeUndefined();
  });

  it('is not reported where its tag is ignore', async () => {
    expect(await unreadable('{}', { [TAG]: 'ignore' })).toEqual({ kind: 'muted' });
    expect(world.published).toEqual([]);
  });

  it('does not make the guard forget a write that was not reported', async () => {
    await cutOffBeforeSecond();
    later(0.1);
    await unreadable('{}');
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed', added: 1 });
    expect(kinds()).toEqual(['cannot-evaluate', 'remediation-failed']);
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

  it('is not reported as resolved where it was not reported', async () => {
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, ...egress(`${entry.ruleNumber} allow udp 1024-65535 0.0.0.0/0`));
    };
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect(kinds()).toEqual(['remediated']);
  });

  it('is not compared with the one that is closed', async () => {
    world.answers = [{ kind: 'refused', code: 'NetworkAclEntryLimitExceeded' }];
    expect(await reviewNow()).toMatchObject({ alertKind: 'remediation-failed' });
    expect(world.alert(1).difference).toBeUndefined();
  });
});

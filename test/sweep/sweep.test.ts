import { beforeEach, describe, expect, it } from 'vitest';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { review } from '../../functions/review/review.ts';
import { UnreachableError } from '../../functions/review/unreachable.ts';
import { START, type SweepProgress } from '../../functions/sweep/progress.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
let world: ReviewWorld;
let continued: SweepProgress[];

/** So many network ACLs, of which every third has a gap. */
function fill(count: number): void {
  for (let index = 0; index < count; index++) {
    const networkAclId = `acl-${index}`;
    world.put(networkAcl(index % 3 === 0 ? SSH : [...SSH, ...REPLIES], { networkAclId }));
  }
}

const forever = () => true;
const times = (count: number) => {
  let left = count;
  return () => left-- > 0;
};
/** Sweeps, and has the reporter publish what that left. */
const run = async (from: SweepProgress, hasTime: () => boolean) => {
  const ended = await sweep(from, hasTime, {
    ...contextOf(world),
    continueSweep: async progress => void continued.push(progress),
  });
  await world.report();
  return ended;
};
const contextOf = ({ reviewing, listRecorded }: ReviewWorld) => ({ ...reviewing, listRecorded });
const sweepOnly = () => sweep(START, forever, { ...contextOf(world), continueSweep: async () => undefined });
const reviewed = () =>
  world.logged.filter(({ message }) => message === 'review finished').map(line => line.networkAclId);
const finished = () => world.logged.filter(({ message }) => message === 'sweep finished');

beforeEach(() => {
  world = new ReviewWorld();
  continued = [];
});

describe('a sweep', () => {
  it.each([
    [0, 200],
    [1, 200],
    [23, 200],
    [23, 10],
    [20, 10],
  ])('reviews each of %i network ACLs once, in pages of %i', async (count, pageSize) => {
    world.pageSize = pageSize;
    fill(count);
    await run(START, forever);
    expect(reviewed().toSorted()).toEqual([...world.stored.keys()].toSorted());
    const openGaps = Math.ceil(count / 3);
    expect(world.reported()).toHaveLength(openGaps);
    expect(finished()).toEqual([
      {
        ...{ level: 'INFO', message: 'sweep finished', networkAclsEvaluated: count, sweepsFinished: 1 },
        openFindings: { low: 0, medium: 0, high: openGaps },
        shadowedDenies: 0,
      },
    ]);
  });

  it('reads what is on record only about those that are broken, and those that something is on record about', async () => {
    fill(6);
    await sweepOnly();
    expect(world.findings.idsRead).toEqual(['acl-0', 'acl-3']);
    await world.report();
    world.findings.idsRead.splice(0);
    world.put(networkAcl([...SSH, ...REPLIES], { networkAclId: 'acl-0' }));
    await sweepOnly();
    expect(world.findings.idsRead).toEqual(['acl-0', 'acl-3']);
    await world.report();
    expect(world.published.map(({ kind, networkAclId }) => [kind, networkAclId])).toEqual([
      ['gap', 'acl-0'],
      ['gap', 'acl-3'],
      ['resolved', 'acl-0'],
    ]);
  });

  it.each<[string, readonly NetworkAclEntry[], Record<string, string>, string]>([
    ['covered', [...SSH, ...REPLIES], {}, 'covered'],
    [
      'covered and has an unknown tag value',
      [...SSH, ...REPLIES],
      { 'nacl-ephemeral-guard': 'off' },
      'covered',
    ],
    ['muted by its tag', SSH, { 'nacl-ephemeral-guard': 'ignore' }, 'muted'],
    [
      'denied by a rule only',
      [...SSH, ...egress('90 deny tcp 1024-65535 10.0.0.0/8', '100 allow tcp 1024-65535 0.0.0.0/0')],
      {},
      'below-min-severity',
    ],
  ])(
    'reports of one that is %s what a review reports, without reading the record',
    async (_, entries, tags, kind) => {
      world.put(networkAcl(entries, { networkAclId: 'acl-0', tags }));
      await run(START, forever);
      expect(world.findings.idsRead).toEqual([]);
      const unknown = tags['nacl-ephemeral-guard'] === 'off' ? [{ level: 'WARN', tag: 'off' }] : [];
      expect(world.logged).toMatchObject([
        ...unknown,
        { outcome: kind, networkAclId: 'acl-0' },
        { networkAclsEvaluated: 1, openFindings: { high: 0 } },
      ]);
      const read = { kind: 'read', networkAcl: world.get('acl-0') } as const;
      expect(await review('acl-0', read, undefined, contextOf(world))).toMatchObject({ kind });
      expect(world.published).toEqual([]);
    },
  );

  it.each<[string, readonly NetworkAclEntry[], string[], number]>([
    ['was closed on purpose', [...SSH, ...egress('200 deny tcp 1024-65535 0.0.0.0/0')], [], 0],
    ['was fixed', [...SSH, ...REPLIES], [], 0],
    ['is as it was', SSH, ['remediated'], 1],
  ])(
    'acts on a network ACL as it is, not as its page had it, where it %s since',
    async (_, now, kinds, added) => {
      world = new ReviewWorld({ mode: 'remediate' });
      world.put(networkAcl(SSH, { networkAclId: 'acl-0' }));
      const page = await world.networkAcls.list(undefined);
      world.networkAcls.list = async () => page;
      world.put(networkAcl(now, { networkAclId: 'acl-0' }));
      await run(START, forever);
      expect(world.published.map(({ kind }) => kind)).toEqual(kinds);
      expect(world.created).toHaveLength(added);
    },
  );

  it('does not call resolved what broke again since its page was read', async () => {
    fill(1);
    await run(START, forever);
    world.put(networkAcl([...SSH, ...REPLIES], { networkAclId: 'acl-0' }));
    const page = await world.networkAcls.list(undefined);
    world.networkAcls.list = async () => page;
    world.put(networkAcl(SSH, { networkAclId: 'acl-0' }));
    await run(START, forever);
    expect(world.published.map(({ kind }) => kind)).toEqual(['gap']);
  });

  it('reviews each in full where the findings table cannot be read', async () => {
    fill(3);
    world.findings.error = new Error('ProvisionedThroughputExceeded');
    await run(START, forever);
    expect(world.findings.idsRead.toSorted()).toEqual(['acl-0', 'acl-1', 'acl-2']);
    // None can be recorded, and a sweep never publishes: the next one tries again.
    expect(world.published).toEqual([]);
    expect(finished()).toMatchObject([{ networkAclsEvaluated: 3, openFindings: { high: 0 } }]);
  });

  it('continues where it stopped, in as many invocations as that takes', async () => {
    world.pageSize = 10;
    fill(37);
    let from: SweepProgress = START;
    for (let invocations = 1; finished().length === 0; invocations++) {
      expect(invocations).toBeLessThan(10);
      await run(from, times(2));
      from = continued.at(-1) ?? START;
    }
    expect(continued).toHaveLength(2);
    expect(reviewed().toSorted()).toEqual([...world.stored.keys()].toSorted());
    expect(finished()).toMatchObject([{ networkAclsEvaluated: 37, openFindings: { high: 13 } }]);
  });

  it('does some in each invocation, however little time there is', async () => {
    fill(12);
    await run(START, () => false);
    expect(continued).toMatchObject([{ skip: 5, swept: 5, openGaps: 2 }]);
  });

  it('reviews the others where one cannot be reviewed or evaluated', async () => {
    fill(3);
    world.spoil('acl-1', '{}');
    world.networkAcls.names = async ids => {
      throw new Error(`no names of ${ids}`);
    };
    world.findings.beforeWrite = ({ networkAclId }) => {
      if (networkAclId === 'acl-0') throw new Error('Throttling');
    };
    await run(START, forever);
    const outcomes = world.logged.filter(({ message }) => String(message).startsWith('review'));
    expect(outcomes.map(({ networkAclId, outcome }) => [networkAclId, outcome]).toSorted()).toEqual([
      ['acl-0', 'failed'],
      ['acl-1', 'pending'],
      ['acl-2', 'covered'],
    ]);
    expect(finished()).toMatchObject([{ networkAclsEvaluated: 3, openFindings: { high: 1 } }]);
  });

  it('ends where the hub may not read the member any more', async () => {
    fill(12);
    world.networkAcls.read = async () => {
      throw new UnreachableError({ account: '222222222222', region: 'eu-west-1' }, 'AccessDenied');
    };
    await expect(run(START, forever)).rejects.toThrow(
      '222222222222/eu-west-1 cannot be reached: AccessDenied',
    );
    expect(world.logged.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(finished()).toEqual([]);
  });

  it('that is one of many leaves its metrics to their end', async () => {
    fill(3);
    const continueSweep = async () => undefined;
    await sweep(START, forever, { ...contextOf(world), continueSweep, isPart: true });
    const [line] = finished();
    expect(line).toMatchObject({ networkAclsEvaluated: 3, open: { high: 1 } });
    expect(Object.keys(line ?? {})).not.toEqual(expect.arrayContaining(['openFindings']));
    expect(line).not.toHaveProperty('sweepsFinished');
  });

  it('does not count what is fixed as an open gap', async () => {
    world = new ReviewWorld({ mode: 'remediate' });
    fill(3);
    await run(START, forever);
    expect(world.status('acl-0')).toBe('covered');
    expect(finished()).toMatchObject([{ networkAclsEvaluated: 3, openFindings: { high: 0 } }]);
  });

  it('fails where the network ACLs cannot be listed, without a heartbeat', async () => {
    world.networkAcls.list = async () => {
      throw new Error('RequestLimitExceeded');
    };
    await expect(run(START, forever)).rejects.toThrow('RequestLimitExceeded');
    expect(finished()).toEqual([]);
  });

  it('returns what it found where it is finished', async () => {
    fill(12);
    expect(await run(START, forever)).toMatchObject({ purpose: 'due', result: { evaluated: 12 } });
    expect(await run(START, () => false)).toBe('continued');
  });

  it('publishes nothing itself', async () => {
    fill(3);
    await sweepOnly();
    expect(world.published).toEqual([]);
    expect(world.findings.get('acl-0')?.pending).toHaveLength(1);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { START, type SweepProgress } from '../../functions/sweep/progress.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const LETTERS = [...'abcdef'];
const ids = (letters: Iterable<string>) => [...letters].map(letter => `acl-${letter}`);
let world: ReviewWorld;
let continued: SweepProgress[];

/** Sweeps in one invocation, and publishes. */
async function run(from: SweepProgress = START, hasTime: () => boolean = () => true): Promise<void> {
  const { reviewing, listRecorded } = world;
  const continueSweep = async (progress: SweepProgress) => void continued.push(progress);
  await sweep(from, hasTime, { ...reviewing, listRecorded, continueSweep });
  await world.report();
}
const onRecord = () =>
  world.findings
    .all()
    .map(({ networkAclId }) => networkAclId)
    .toSorted();
const gone = () =>
  world.logged.filter(({ outcome }) => outcome === 'gone').map(({ networkAclId }) => networkAclId);

/** Six network ACLs with a gap that is on record. */
beforeEach(async () => {
  world = new ReviewWorld();
  continued = [];
  for (const networkAclId of ids(LETTERS)) world.put(networkAcl(SSH, { networkAclId }));
  await run();
  world.logged.length = 0;
});

describe('findings of network ACLs that EC2 does not list any more', () => {
  it.each(['', 'a', 'bd', 'abcdef'])('are removed by a sweep: of "%s"', async deleted => {
    for (const id of ids(deleted)) world.stored.delete(id);
    await run();
    expect(gone()).toEqual(ids(deleted));
    expect(onRecord()).toEqual(ids(LETTERS.filter(letter => !deleted.includes(letter))));
    expect(world.published).toHaveLength(6);
  });

  it('are kept where a read shows the network ACL, so that the list was incomplete', async () => {
    world.networkAcls.list = async () => ({ networkAcls: new Map() });
    await run();
    expect([gone(), onRecord()]).toEqual([[], ids(LETTERS)]);
  });

  it('are kept where the first of two reads misses the network ACL', async () => {
    world.networkAcls.list = async () => ({ networkAcls: new Map() });
    const { read } = world.networkAcls;
    world.networkAcls.read = async () => {
      world.networkAcls.read = read;
      return new Map();
    };
    await run();
    expect([gone(), onRecord()]).toEqual([[], ids(LETTERS)]);
  });

  it('are kept where the network ACL exists and the role may not read it', async () => {
    world.networkAcls.list = async () => ({ networkAcls: new Map() });
    const reason = { kind: 'not-allowed', code: 'UnauthorizedOperation' } as const;
    world.networkAcls.read = async asked =>
      new Map(asked.map(id => [id, { kind: 'unreadable', reason, tags: {} }]));
    await run();
    expect([gone(), onRecord()]).toEqual([[], ids(LETTERS)]);
  });

  it('are kept where they were made after the list was begun', async () => {
    const { list } = world.networkAcls;
    world.networkAcls.list = async token => {
      const page = await list(token);
      const [finding] = world.findings.all();
      if (finding) world.findings.put({ ...finding, networkAclId: 'acl-new' });
      return page;
    };
    await run();
    expect([gone(), onRecord()]).toEqual([[], [...ids(LETTERS), 'acl-new']]);
  });

  it('are kept by an invocation that hands over, and removed by the last one', async () => {
    world.stored.delete('acl-f');
    world.pageSize = 2;
    await run(START, () => false);
    expect([gone(), onRecord()]).toEqual([[], ids(LETTERS)]);
    const [rest = START] = continued;
    await run(rest);
    expect([gone(), onRecord()]).toEqual([['acl-f'], ids('abcde')]);
  });

  it('are kept where the sweep has no time left for them', async () => {
    world.stored.delete('acl-a');
    await run(START, () => false);
    expect([gone(), onRecord()]).toEqual([[], ids(LETTERS)]);
  });

  it.each(['read', 'remove'])('do not keep the sweep from its end where %s fails', async call => {
    world.stored.delete('acl-a');
    const { reviewing, listRecorded } = world;
    const fail = async () => {
      throw new Error('RequestLimitExceeded');
    };
    const networkAcls = { ...reviewing.networkAcls, read: fail };
    const findings = {
      read: world.findings.read.bind(world.findings),
      write: world.findings.write.bind(world.findings),
      remove: fail,
    };
    const broken = call === 'read' ? { networkAcls } : { findings };
    const ended = await sweep(START, () => true, {
      ...reviewing,
      listRecorded,
      continueSweep: fail,
      ...broken,
    });
    expect(ended).toBe('finished');
    expect(world.logged).toContainEqual({
      level: 'ERROR',
      message: 'could not remove findings',
      error: 'Error: RequestLimitExceeded',
    });
    expect(onRecord()).toEqual(ids(LETTERS));
  });

  it('are looked for a hundred at a time', async () => {
    world.stored.clear();
    const [finding] = world.findings.all();
    if (finding)
      for (let index = 0; index < 250; index += 1)
        world.findings.put({ ...finding, networkAclId: `acl-${index}` });
    const asked: number[] = [];
    const { read } = world.networkAcls;
    world.networkAcls.read = async listed => {
      asked.push(listed.length);
      return read(listed);
    };
    await run();
    expect(asked).toEqual([100, 100, 100, 100, 56, 56]);
    expect(onRecord()).toEqual([]);
  });
});

it('a list whose page tokens repeat fails the sweep', async () => {
  const tokens = ['one', 'two', 'one'];
  world.networkAcls.list = async () => ({
    networkAcls: new Map(),
    nextToken: tokens.shift() ?? 'never',
  });
  await expect(run()).rejects.toThrow('the list of network ACLs does not end: a page token is repeated');
  expect(onRecord()).toEqual(ids(LETTERS));
});

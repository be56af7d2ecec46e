import { beforeEach, describe, expect, it } from 'vitest';
import { START, type SweepProgress } from '../../functions/sweep/progress.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const FIRST: SweepProgress = { ...START, isFirst: true };
let world: ReviewWorld;

/** Sweeps, in as many invocations as it takes, and has the reporter publish what that left. */
async function run(from: SweepProgress, hasTime: () => boolean = () => true): Promise<void> {
  const continued: SweepProgress[] = [];
  const { reviewing, listRecorded } = world;
  const continueSweep = async (progress: SweepProgress) => void continued.push(progress);
  await sweep(from, hasTime, { ...reviewing, listRecorded, continueSweep });
  for (const progress of continued) await run(progress, hasTime);
  if (continued.length === 0) await world.report();
}
const alerts = () =>
  world.published.map(alert => [alert.kind, alert.networkAclId, 'done' in alert ? alert.done : undefined]);
const NOTHING_DONE = { did: 'nothing', reason: { kind: 'first-sweep' } };

beforeEach(() => {
  world = new ReviewWorld({ mode: 'remediate' });
  world.put(networkAcl(SSH, { networkAclId: 'acl-a' }));
});

describe('the first sweep after a deployment', () => {
  it('reports a gap and writes nothing; the next one fixes it', async () => {
    await run(FIRST);
    expect(alerts()).toEqual([['gap', 'acl-a', NOTHING_DONE]]);
    expect(world.created).toEqual([]);
    await run(START);
    expect(alerts().map(([kind]) => kind)).toEqual(['gap', 'remediated']);
    expect(world.status('acl-a')).toBe('covered');
  });

  it('writes nothing in any of its invocations', async () => {
    for (const letter of 'bcdefghijklm') world.put(networkAcl(SSH, { networkAclId: `acl-${letter}` }));
    await run(FIRST, () => false);
    expect(world.reported()).toHaveLength(13);
    expect(world.created).toEqual([]);
  });

  it.each<[string, Parameters<typeof networkAcl>[1], object]>([
    ['its tag', { tags: { 'nacl-ephemeral-guard': 'notify' } }, { kind: 'tagged', tag: 'notify' }],
    ['that no subnet uses it', { subnetIds: [], inUse: false }, { kind: 'restrained' }],
  ])('names %s where that lasts longer', async (_, more, reason) => {
    world.put(networkAcl(SSH, { networkAclId: 'acl-a', ...more }));
    await run(FIRST);
    for (const [, , done] of alerts()) expect(done).toMatchObject({ did: 'nothing', reason });
    expect(world.created).toEqual([]);
  });

  it('reports once more what is open, so that the first message names it all', async () => {
    world.answers = [{ kind: 'refused', code: 'UnauthorizedOperation' }];
    await run(START);
    expect(alerts().map(([kind]) => kind)).toEqual(['remediation-failed']);
    await run(FIRST);
    expect(alerts().map(([kind]) => kind)).toEqual(['remediation-failed', 'reminder']);
    expect(world.created).toEqual([]);
  });

  it('of a member that moves to the hub reports nothing again', async () => {
    world.answers = [{ kind: 'refused', code: 'UnauthorizedOperation' }];
    await run(START);
    await run({ ...FIRST, repeatsOpen: false });
    expect(alerts().map(([kind]) => kind)).toEqual(['remediation-failed']);
    expect(world.created).toEqual([]);
  });

  it('reports a gap that has grown since', async () => {
    world.put(
      networkAcl([...SSH, ...egress('100 allow tcp 1024-40000 0.0.0.0/0')], { networkAclId: 'acl-a' }),
    );
    world.answers = [{ kind: 'refused', code: 'UnauthorizedOperation' }];
    await run(START);
    world.put(networkAcl(SSH, { networkAclId: 'acl-a' }));
    await run(FIRST);
    expect(alerts().map(([kind]) => kind)).toEqual(['remediation-failed', 'gap']);
  });

  it('reports as resolved what was fixed meanwhile', async () => {
    await run(FIRST);
    world.add('acl-a', ...egress('100 allow tcp 1024-65535 0.0.0.0/0'));
    await run(FIRST);
    expect(alerts().map(([kind]) => kind)).toEqual(['gap', 'resolved']);
  });
});
